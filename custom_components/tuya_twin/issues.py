"""What the user has to mend, as Repairs that come when trouble lasts and go when it is over."""

from collections.abc import Callable
from datetime import datetime

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later

from .const import DOMAIN
from .core.errors import (
    CloudClockError,
    CloudCredentialsError,
    CloudDeniedError,
    CloudEndedError,
    CloudError,
)
from .core.model import Reason
from .household import AnyEntry
from .members import Member

_AFTER_SECONDS = {
    Reason.UNREACHABLE: 300.0,
    Reason.ASLEEP: 300.0,
    Reason.HELD: 60.0,
    Reason.WEDGED: 60.0,
    Reason.WRONG_KEY: 0.0,
}
"""How long a trouble lasts before it is the user's. A router may take minutes to start; a key is
accused only after a minute anyway. A reason that is not here is on its way to becoming one that is.
"""
_FIXABLE = (Reason.WRONG_KEY, Reason.WRONG_VERSION)
_CLOUD = {
    CloudEndedError: "cloud_ended",
    CloudDeniedError: "cloud_denied",
    CloudClockError: "cloud_clock",
}


class HouseholdIssues:
    """The Repairs of one household; `clear` takes all of them back."""

    def __init__(self, hass: HomeAssistant, entry: AnyEntry) -> None:
        """Raise nothing yet."""
        self._hass = hass
        self._entry = entry
        self._troubles: dict[str, Reason] = {}
        self._timers: dict[str, Callable[[], None]] = {}
        self._raised: set[str] = set()

    @callback
    def reported(self, member: Member) -> None:
        """Take in why a device does not answer, or that it does."""
        subentry_id = member.subentry.subentry_id
        trouble = member.link.report.trouble
        if trouble is self._troubles.get(subentry_id):
            return
        self._forget(subentry_id)
        if trouble is None or trouble not in _AFTER_SECONDS:
            return
        self._troubles[subentry_id] = trouble

        @callback
        def lasts(_now: datetime) -> None:
            self._timers.pop(subentry_id, None)
            self.raise_for_device(member, trouble)

        if delay := _AFTER_SECONDS[trouble]:
            self._timers[subentry_id] = async_call_later(self._hass, delay, lasts)
        else:
            self.raise_for_device(member, trouble)

    @callback
    def raise_for_device(self, member: Member, trouble: Reason, **more: str) -> None:
        """Ask the user to mend a device."""
        subentry_id = member.subentry.subentry_id
        self._raise(
            _issue_id(subentry_id, trouble),
            f"device_{trouble.value}",
            fixable=trouble in _FIXABLE,
            placeholders={"device": member.device.name, **more},
            data={"entry_id": self._entry.entry_id, "subentry_id": subentry_id, **more},
        )

    @callback
    def cloud_called(self, error: CloudError | None) -> None:
        """Take in how a call to Tuya's cloud went."""
        if isinstance(error, CloudCredentialsError):
            self._entry.async_start_reauth(self._hass)
        elif error is None:
            for cured in _CLOUD.values():
                self._delete(f"{cured}_{self._entry.entry_id}")
        elif (ill := _CLOUD.get(type(error))) is not None:
            self._raise(
                f"{ill}_{self._entry.entry_id}",
                ill,
                fixable=True,
                placeholders={"household": self._entry.title, "code": str(error.code)},
                data={"entry_id": self._entry.entry_id},
            )

    @callback
    def clear(self) -> None:
        """Take everything back."""
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()
        self._troubles.clear()
        for issue_id in tuple(self._raised):
            self._delete(issue_id)

    def _forget(self, subentry_id: str) -> None:
        before = self._troubles.pop(subentry_id, None)
        if (cancel := self._timers.pop(subentry_id, None)) is not None:
            cancel()
        if before is not None:
            self._delete(_issue_id(subentry_id, before))

    def _raise(
        self,
        issue_id: str,
        translation_key: str,
        *,
        fixable: bool,
        placeholders: dict[str, str],
        data: dict[str, str | int | float | None],
    ) -> None:
        self._raised.add(issue_id)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=fixable,
            is_persistent=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=translation_key,
            translation_placeholders=placeholders,
            data=data,
        )

    def _delete(self, issue_id: str) -> None:
        if issue_id in self._raised:
            self._raised.discard(issue_id)
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)


def _issue_id(subentry_id: str, trouble: Reason) -> str:
    return f"{subentry_id}_{trouble.value}"
