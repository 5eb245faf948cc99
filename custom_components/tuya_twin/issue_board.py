"""Repairs as something that is put up and taken down, so that a household leaves none behind."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN

type IssueData = Mapping[str, str | int | float | None]

_WARNINGS: Final = frozenset({"drill_overdue", "journal_damaged", "kiosk_blind"})
"""By translation key: nothing is broken yet, or any more."""


class IssueBoard:
    """The Repairs that somebody has raised."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Raise nothing yet."""
        self._hass = hass
        self._raised: set[str] = set()

    @callback
    def clear(self) -> None:
        """Take everything back but what is to be read."""
        for issue_id in tuple(self._raised):
            self._delete(issue_id)

    def _raise(
        self,
        issue_id: str,
        translation_key: str,
        *,
        fixable: bool,
        placeholders: Mapping[str, str],
        data: IssueData | None = None,
    ) -> None:
        self._raised.add(issue_id)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=fixable,
            is_persistent=False,
            severity=_severity(translation_key),
            translation_key=translation_key,
            translation_placeholders=dict(placeholders),
            data=None if data is None else dict(data),
        )

    def _raise_until_read(
        self,
        issue_id: str,
        translation_key: str,
        *,
        placeholders: Mapping[str, str],
        data: IssueData,
    ) -> None:
        """Raise what stays, also over a restart, until somebody has read it."""
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=True,
            is_persistent=True,
            severity=_severity(translation_key),
            translation_key=translation_key,
            translation_placeholders=dict(placeholders),
            data=dict(data),
        )

    def _delete(self, issue_id: str) -> None:
        if issue_id in self._raised:
            self._raised.discard(issue_id)
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)


def _severity(translation_key: str) -> ir.IssueSeverity:
    return ir.IssueSeverity.WARNING if translation_key in _WARNINGS else ir.IssueSeverity.ERROR
