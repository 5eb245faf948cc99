"""The error tree.

* TuyaTwinError
  + UnknownZoneError           a zone id this household does not have
  + DeviceError                one device did not do what was asked; carries a `Reason`
    x UnreachableError         nobody at this address, or it hangs up
    x HandshakeError           it answers, but the exchange of keys fails
      . WrongKeyError          the version is right, the local key is not
      . WrongVersionError      it speaks another protocol version with this key
    x RejectedError            it answered with an error code
    x NoConfirmationError      connected, but it did not report what was asked
    x JammedError              the bolt is stuck
    x UnsupportedError         it has no way to do this
    x SupersededError          a newer command took this one's place
    x LinkClosedError          the household was unloaded meanwhile

Nothing below `core` and `devices` leaves the integration untranslated: see `helpers.py`.
"""

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


class DeviceError(TuyaTwinError):
    """One device did not do what was asked of it."""

    reason: ClassVar[Reason] = Reason.INTERNAL


class UnreachableError(DeviceError):
    """Nobody answers at this address, or whoever does hangs up."""

    reason = Reason.UNREACHABLE


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


class UnsupportedError(DeviceError):
    """The device has no way to do this."""

    reason = Reason.UNSUPPORTED


class SupersededError(DeviceError):
    """A newer command for the same device took this one's place."""

    reason = Reason.SUPERSEDED


class LinkClosedError(DeviceError):
    """The link to the device was closed before it could answer."""

    reason = Reason.CLOSED
