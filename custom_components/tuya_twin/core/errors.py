"""The error tree.

* TuyaTwinError
  + UnknownZoneError           a zone id this household does not have
  + InvalidProfileError        a description of a product that cannot be one
  + InvalidPolicyError         settings of a household that do not go together
  + InvalidPlanError           a drawn plan that cannot be one
  + PlanConflictError          somebody else has saved the plan meanwhile
  + InvalidPictureError        a picture that is not taken
  + UnreadableRecordError      a row of the record that says nothing any more
  + NewerRecordError           a record that a newer version of this software has written
  + DrillRefusedError          no drill while the house is not at rest
  + UnknownIncidentError       an incident that is not open, or not on record
  + StandsOpenError            the house is not to be watched while something stands open
  + TooManyOffersError         no more codes for screens for the moment
  + CodeError                  the code to unlock was not accepted
    x WrongCodeError           it is another one; says how many attempts are left
    x LockedOutError           too many wrong ones: none is taken for a while
  + OwnPortError               the feed's own port cannot be opened, or not go on as it should
    x InTheClearError          it would be on a network without TLS, and nobody has allowed that
    x CertificateError         the files of its certificate cannot be used
    x PortError                the address is taken, or not this machine's
  + DeviceError                one device did not do what was asked; carries a `Reason`
    x UnreachableError         nobody at this address, or it hangs up
      . HeldError              it drops every connection: another app or integration holds it
      . WedgedError            it accepts connections and says nothing until its mains are cut
      . AsleepError            it runs on a battery and is off the network
    x HandshakeError           it answers, but the exchange of keys fails
      . WrongKeyError          the version is right, the local key is not
      . WrongVersionError      it speaks another protocol version with this key
    x RejectedError            it answered with an error code
    x NoConfirmationError      connected, but it did not report what was asked
    x JammedError              the bolt is stuck
    x HazardError              smoke, monoxide or gas: no door is locked
    x UnsupportedError         it has no way to do this
    x SupersededError          a newer command took this one's place
    x LinkClosedError          the household was unloaded meanwhile
    x CloudRefusedError        Tuya's cloud will not serve it until somebody acts
    x CloudFailedError         Tuya's cloud could not be asked, or could not do it
  + UnknownRegionError         a region Tuya has no data centre for
  + CloudError                 a call to Tuya's cloud failed; carries its `code`
    x CloudUnreachableError    no answer in time, or none that means anything
    x CloudCredentialsError    the client id or the secret is wrong
    x CloudClockError          this machine's clock is off by minutes
    x CloudEndedError          the subscription or the quota has ended; permanent
    x CloudDeniedError         no permission, or the wrong data centre; permanent
    x CloudDeviceOfflineError  the cloud does not reach the device
    x CloudBusyError           too many calls in a short time
    x CloudUnsupportedError    the device cannot do this by the cloud
    x CloudBudgetError         our own cap on automatic calls is reached for today

Nothing below `core` and `devices` leaves the integration untranslated: see `helpers.py`.
"""

from datetime import datetime
from typing import ClassVar

from .model import Reason


class TuyaTwinError(Exception):
    """Base of everything this integration raises itself."""


class UnknownZoneError(TuyaTwinError):
    """A zone id this household does not have."""

    def __init__(self, zone: str, known: tuple[str, ...]) -> None:
        """Keep the offending id and the ones that would have been right."""
        super().__init__(f"unknown zone {zone!r}; known: {', '.join(known)}")
        self.zone = zone
        self.known = known


class InvalidProfileError(TuyaTwinError):
    """The description of a product is not one; the text says what is wrong with it."""


class InvalidPolicyError(TuyaTwinError):
    """Settings of a household that cannot be; the text says what is wrong with them."""


class InvalidPlanError(TuyaTwinError):
    """A drawn plan cannot be one; the text says what is wrong and where."""

    def __init__(self, where: str, what: str) -> None:
        """Say both."""
        super().__init__(f"{where}: {what}")


class PlanConflictError(TuyaTwinError):
    """The plan that was drawn on is not the present one: it was saved meanwhile."""


class InvalidPictureError(TuyaTwinError):
    """A picture is not taken; the text says why."""

    def __init__(self, what: str) -> None:
        """Say what it is not."""
        super().__init__(f"it has to be {what}")


class UnreadableRecordError(TuyaTwinError):
    """A row of the record cannot be read; the text says why."""


class NewerRecordError(TuyaTwinError):
    """The record was written by a newer version, which it takes to read it."""


class DrillRefusedError(TuyaTwinError):
    """There is no drill while an alarm, or another drill, is under way."""


class UnknownIncidentError(TuyaTwinError):
    """There is no such incident: none is open, or none has this id."""


class StandsOpenError(TuyaTwinError):
    """The house is not to be watched while something stands open."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Keep what people call the sensors that say so."""
        super().__init__(f"still open: {', '.join(names)}")
        self.names = names


class TooManyOffersError(TuyaTwinError):
    """There are as many codes for screens as there may be at a time."""


class CodeError(TuyaTwinError):
    """The code that unlocking takes was not accepted."""


class WrongCodeError(CodeError):
    """It is another code."""

    def __init__(self, attempts_left: int) -> None:
        """Keep how many wrong ones may follow before none is taken any more."""
        super().__init__(f"{attempts_left} attempts left")
        self.attempts_left = attempts_left


class LockedOutError(CodeError):
    """There were too many wrong codes: none is taken until then."""

    def __init__(self, until: datetime) -> None:
        """Keep the moment from which codes are taken again."""
        super().__init__(f"locked out until {until.isoformat()}")
        self.until = until


class OwnPortError(TuyaTwinError):
    """The feed's own port cannot be as it should; the text says why."""


class InTheClearError(OwnPortError):
    """Others could listen and speak: there is no TLS, and nobody has said that this may be."""


class CertificateError(OwnPortError):
    """A file cannot be read, or the two are no certificate and its key."""


class PortError(OwnPortError):
    """The address is taken, or not one of this machine's."""


class DeviceError(TuyaTwinError):
    """One device did not do what was asked of it."""

    reason: ClassVar[Reason] = Reason.INTERNAL


class UnreachableError(DeviceError):
    """Nobody answers at this address, or whoever does hangs up."""

    reason = Reason.UNREACHABLE


class HeldError(UnreachableError):
    """The device accepts connections and drops them: somebody else holds its only place."""

    reason = Reason.HELD


class WedgedError(UnreachableError):
    """The device accepts connections and never says a word."""

    reason = Reason.WEDGED


class AsleepError(UnreachableError):
    """The device runs on a battery and is off the network until somebody wakes it."""

    reason = Reason.ASLEEP


class HandshakeError(DeviceError):
    """The device answers, but keys could not be exchanged."""

    reason = Reason.HANDSHAKE_FAILED


class WrongKeyError(HandshakeError):
    """The local key is not this device's."""

    reason = Reason.WRONG_KEY


class WrongVersionError(HandshakeError):
    """The device speaks another protocol version; `found` names it."""

    reason = Reason.WRONG_VERSION

    def __init__(self, found: str) -> None:
        """Keep the version that did work."""
        super().__init__(f"the device speaks protocol version {found}")
        self.found = found


class RejectedError(DeviceError):
    """The device answered a command with an error code."""

    reason = Reason.REJECTED


class NoConfirmationError(DeviceError):
    """No report of the device showed what was asked, by the deadline."""

    reason = Reason.NO_CONFIRMATION


class JammedError(DeviceError):
    """The bolt did not reach its end."""

    reason = Reason.JAMMED


class HazardError(DeviceError):
    """There is smoke, carbon monoxide or gas in the house: no door is locked."""

    reason = Reason.HAZARD


class UnsupportedError(DeviceError):
    """The device has no way to do this."""

    reason = Reason.UNSUPPORTED


class SupersededError(DeviceError):
    """A newer command for the same device took this one's place."""

    reason = Reason.SUPERSEDED


class LinkClosedError(DeviceError):
    """The link to the device was closed before it could answer."""

    reason = Reason.CLOSED


class CloudRefusedError(DeviceError):
    """Tuya's cloud will not serve this account or device until somebody acts."""

    reason = Reason.CLOUD_REFUSED


class CloudFailedError(DeviceError):
    """Tuya's cloud could not be asked, or could not do it."""

    reason = Reason.CLOUD_FAILED


class UnknownRegionError(TuyaTwinError):
    """A region that Tuya has no data centre for."""

    def __init__(self, region: str, known: tuple[str, ...]) -> None:
        """Say it, and the ones that would have been right."""
        super().__init__(f"unknown region {region!r}; known: {', '.join(known)}")


class CloudError(TuyaTwinError):
    """A call to Tuya's cloud failed."""

    permanent: ClassVar[bool] = False
    """Whether trying again is of no use until somebody acts."""

    def __init__(self, code: int | None = None) -> None:
        """Keep Tuya's numeric code; `None` where the answer had none.

        Words of the answer are left out: they may repeat what was sent.
        """
        super().__init__("no code" if code is None else f"code {code}")
        self.code = code


class CloudUnreachableError(CloudError):
    """No answer in time, or none that means anything."""


class CloudCredentialsError(CloudError):
    """The client id or the secret is wrong."""


class CloudClockError(CloudError):
    """The time of this machine and that of the cloud are minutes apart."""


class CloudEndedError(CloudError):
    """The subscription, the quota or the authorisation of a service has ended."""

    permanent = True


class CloudDeniedError(CloudError):
    """The account has no permission for this, or lives in another data centre."""

    permanent = True


class CloudDeviceOfflineError(CloudError):
    """The cloud does not reach the device either."""


class CloudBusyError(CloudError):
    """Too many calls in a short time."""


class CloudUnsupportedError(CloudError):
    """The device, or its settings, do not allow this by the cloud."""


class CloudBudgetError(CloudError):
    """Our own cap on automatic calls is reached for today; nothing was sent."""
