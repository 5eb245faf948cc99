"""Who is told of an alarm, and who next if nobody answers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector
import probatio

from ..core.settings import ROUNDS, WAIT_SECONDS, People
from .checks import Errors
from .forms import Fields
from .notifiers import target_mistakes, targets_selector
from .option_fields import number, seconds
from .options_base import OptionsPages

_CALLS = ("first", "second", "third")
_WAIT, _ROUNDS, _PERSISTENT = "wait_seconds", "rounds", "persistent"


class PeopleSteps(OptionsPages):
    """One page."""

    async def async_step_people(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask who is told."""
        settings = self.settings
        people = settings.people
        errors: Errors = {}
        known = _answers(people)
        if user_input is not None:
            errors = target_mistakes(user_input, *_CALLS) or _missing(user_input)
            if not errors:
                return self.save(replace(settings, people=_people(user_input, people)))
            known = user_input
        return self.form("people", self._people_fields(people), known, errors)

    def _people_fields(self, people: People) -> Fields:
        chosen = [target for call in people.calls for target in call]
        targets = targets_selector(self.hass, chosen)
        return {
            **{probatio.Optional(call): targets for call in _CALLS},
            probatio.Required(_WAIT): seconds(*WAIT_SECONDS),
            probatio.Required(_ROUNDS): number(*ROUNDS),
            probatio.Required(_PERSISTENT): BooleanSelector(),
        }


def _answers(people: People) -> dict[str, Any]:
    calls = {name: list(call) for name, call in zip(_CALLS, people.calls, strict=False)}
    return {
        **calls,
        _WAIT: people.wait_seconds,
        _ROUNDS: people.rounds,
        _PERSISTENT: people.persistent,
    }


def _missing(answers: Mapping[str, Any]) -> Errors:
    """The call that goes to nobody while a later one goes to somebody: it would be waited for."""
    for number_, call in enumerate(_CALLS):
        if not answers.get(call) and any(map(answers.get, _CALLS[number_ + 1 :])):
            return {call: "nobody_before"}
    return {}


def _people(answers: Mapping[str, Any], before: People) -> People:
    return replace(
        before,
        calls=tuple(tuple(answers[call]) for call in _CALLS if answers.get(call)),
        wait_seconds=round(answers[_WAIT]),
        rounds=round(answers[_ROUNDS]),
        persistent=answers[_PERSISTENT],
    )
