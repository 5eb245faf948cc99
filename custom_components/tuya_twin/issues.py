"""What the user has to mend, as Repairs that come when trouble lasts and go when it is over."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .core.assessment import Why
from .core.errors import (
    CloudClockError,
    CloudCredentialsError,
    CloudDeniedError,
    CloudEndedError,
    CloudError,
)
from .core.model import Device, Reason
from .core.run import Result, Step
from .household import AnyEntry
from .issue_board import IssueBoard
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
CURE: Final = "cure"
"""What of an issue's data tells `repairs.py` the cure, where its subject does not."""
CURE_DRILL: Final = "drill"
CURE_READ: Final = "read"
"""There is nothing to do but to know it."""
_CLOUD = {
    CloudEndedError: "cloud_ended",
    CloudDeniedError: "cloud_denied",
    CloudClockError: "cloud_clock",
}


class HouseholdIssues(IssueBoard):
    """The Repairs of one household; `clear` takes all of them back but one that is to be read."""

    def __init__(self, hass: HomeAssistant, entry: AnyEntry) -> None:
        """Raise nothing yet."""
        super().__init__(hass)
        self._entry = entry
        self._troubles: dict[str, Reason] = {}
        self._timers: dict[str, Callable[[], None]] = {}

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
    def step_ended(self, member: Member, step: Step) -> None:
        """Take in how a device did its part in a run: connected, it may still not obey."""
        if step.result is Result.CONFIRMED:
            self._delete(_issue_id(member.subentry.subentry_id, Reason.NO_CONFIRMATION))
        elif step.result is Result.FAILED and step.reason is Reason.NO_CONFIRMATION:
            self.raise_for_device(member, Reason.NO_CONFIRMATION)

    @callback
    def siren_stuck(self, member: Member, *, stuck: bool) -> None:
        """Take in that a siren will not be silent, or is at last."""
        issue_id = f"{member.subentry.subentry_id}_siren_stuck"
        if not stuck:
            self._delete(issue_id)
            return
        self._raise(
            issue_id, "siren_stuck", fixable=False, placeholders={"device": member.device.name}
        )

    @callback
    def sensor_distrusted(self, key: str, name: str, why: Why | None) -> None:
        """Take in that a sensor of the analysis is not trusted, and why, or is again."""
        for ill in (Why.DEAD, Why.FLAPPING):
            if ill is not why:
                self._delete(f"sensor_{ill}_{self._entry.entry_id}_{key}")
        if why is not None:
            self._raise(
                f"sensor_{why}_{self._entry.entry_id}_{key}",
                f"sensor_{why}",
                fixable=False,
                placeholders={"sensor": name, "household": self._entry.title},
            )

    @callback
    def kiosk_blind(self, token_id: str, name: str, *, blind: bool) -> None:
        """Take in that a registered screen did not show an alarm, or has caught up."""
        issue_id = f"kiosk_blind_{token_id}"
        if blind:
            placeholders = {"screen": name, "household": self._entry.title}
            self._raise(issue_id, "kiosk_blind", fixable=False, placeholders=placeholders)
        else:
            self._delete(issue_id)

    @callback
    def drill_overdue(self, devices: Sequence[Device]) -> None:
        """Take in which devices have not proven themselves for too long; none is a cure."""
        issue_id = f"drill_overdue_{self._entry.entry_id}"
        if not devices:
            self._delete(issue_id)
            return
        self._raise(
            issue_id,
            "drill_overdue",
            fixable=True,
            placeholders={
                "household": self._entry.title,
                "devices": ", ".join(device.name for device in devices),
            },
            data={"entry_id": self._entry.entry_id, CURE: CURE_DRILL},
        )

    @callback
    def journal_damaged(self, *, saved: int, path: Path) -> None:
        """Say that the record was damaged: so many facts were saved, and where the rest is.

        Stays until somebody has read it, also over a restart.
        """
        self._raise_until_read(
            journal_damaged_id(self._entry.entry_id),
            "journal_damaged",
            placeholders={
                "household": self._entry.title,
                "saved": str(saved),
                "path": str(path),
            },
            data={"entry_id": self._entry.entry_id, CURE: CURE_READ},
        )

    @callback
    def journal_failing(self, *, failing: bool) -> None:
        """Take in that the record cannot be written, or can be again."""
        issue_id = f"journal_failing_{self._entry.entry_id}"
        if not failing:
            self._delete(issue_id)
            return
        self._raise(
            issue_id,
            "journal_failing",
            fixable=False,
            placeholders={"household": self._entry.title},
        )

    @callback
    def screens_cut_off(self, ill: str, why: str | None, **more: str) -> None:
        """Take in what keeps screens away, by the key of its text, and why; `None` if it is over.

        `why` is shown, and so is not to hold any secret.
        """
        issue_id = f"{ill}_{self._entry.entry_id}"
        if why is None:
            self._delete(issue_id)
            return
        self._raise(
            issue_id,
            ill,
            fixable=False,
            placeholders={"household": self._entry.title, "why": why, **more},
        )

    @callback
    def is_cut_off(self, ill: str) -> bool:
        """Whether that has been told, and is not over."""
        return f"{ill}_{self._entry.entry_id}" in self._raised

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
    @override
    def clear(self) -> None:
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()
        self._troubles.clear()
        super().clear()

    def _forget(self, subentry_id: str) -> None:
        before = self._troubles.pop(subentry_id, None)
        if (cancel := self._timers.pop(subentry_id, None)) is not None:
            cancel()
        if before is not None:
            self._delete(_issue_id(subentry_id, before))


def journal_damaged_id(entry_id: str) -> str:
    """The one issue that outlives its household at run time."""
    return f"journal_damaged_{entry_id}"


def _issue_id(subentry_id: str, trouble: Reason) -> str:
    return f"{subentry_id}_{trouble.value}"
