"""What people are told, in Home Assistant's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .core.escalation import Concern
from .core.facts import Answer
from .core.house import House
from .core.model import HOUSE, Device, Reason, Status
from .core.run import Cause, Result, Run, Step

LONGEST = 1000
"""Characters of a message to a phone. Apple and Google refuse a push of more than 4 kB with all
that belongs to it, and a failing router makes every device of a house fail at once."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """Something that happened, in words."""

    title: str
    lines: tuple[str, ...]
    troubles: frozenset[str] = frozenset()
    """The zones and devices it is about, by id: one more of them makes it worse."""


class Words:
    """Puts into words what happens in a house; the texts are `common` and `exceptions`."""

    def __init__(self, hass: HomeAssistant) -> None:
        """The translations are loaded with the integration."""
        self._hass = hass

    def text(self, key: str, **values: str) -> str:
        """One of the texts for people."""
        return self._translated("common", f"people_{key}", **values)

    def short(self, story: Story) -> str:
        """As many of its lines as a phone may be sent."""
        kept: list[str] = []
        room = LONGEST
        for line in story.lines:
            if len(line) >= room:
                break
            kept.append(line)
            room -= len(line) + 1
        if left := len(story.lines) - len(kept):
            kept.append(self.text("more", count=str(left)))
        return "\n".join(kept)

    def alarm(self, house: House, concern: Concern, runs: Iterable[Run]) -> Story:
        """What people are to know, from the runs that are part of it."""
        steps = list(_latest(runs))
        failed = [step for step in steps if _failed(step)]
        waiting = [step for step in steps if not step.result.final]
        lines = [self._cause(cause)] if (cause := _cause_of(runs, concern.status)) else []
        lines += [self._failure(step) for step in failed]
        lines += [self.text("waiting", device=step.device.name) for step in waiting]
        done = any(step.result is Result.CONFIRMED for step in steps)
        if done and not failed and not waiting:
            lines.append(self.text("confirmed"))
        return Story(
            title=self.title(house, concern.status, concern.zones),
            lines=tuple(lines),
            troubles=frozenset((*concern.zones, *(step.device.id for step in failed + waiting))),
        )

    def answer(self, house: House, concern: Concern, answer: Answer, cause: Cause) -> Story:
        """Who has answered what."""
        name = cause.name or self.text("somebody")
        title = self.title(house, concern.status, concern.zones)
        return Story(title=title, lines=(self.text(f"answered_{answer}", name=name),))

    def over(self, house: House, cause: Cause | None) -> Story:
        """That nobody has to be told any more, and why."""
        lines = [self.text("over"), *([self._cause(cause)] if cause else [])]
        return Story(title=self.title(house, house.shown(HOUSE), (HOUSE,)), lines=tuple(lines))

    def stuck(self, device: Device, *, stuck: bool) -> Story:
        """That a siren will not be silent, or is at last."""
        key = "stuck" if stuck else "silent"
        return Story(title=device.name, lines=(self.text(key, device=device.name),))

    def title(self, house: House, status: Status, zones: tuple[str, ...]) -> str:
        """A status, and where."""
        names = {zone.id: zone.name for zone in house.zones}
        where = ", ".join(names.get(zone, zone) for zone in zones)
        if HOUSE in zones:
            where = self.text("whole_house")
        return self.text("title", status=self.text(status.lower()), zones=where)

    def _cause(self, cause: Cause) -> str:
        # The rules' own words say what the sensors told.
        evidence = () if cause.origin == "rules" else cause.evidence
        shown = ", ".join(f"{each.name}: {each.state}" for each in evidence)
        why = " · ".join(part for part in (cause.reason, shown) if part)
        if cause.name:
            who = self.text("called_by", name=cause.name)
        else:
            who = "" if why else self.text(f"called_by_{cause.origin}")
        whole = ". ".join(part for part in (why.rstrip("."), who) if part)
        limit = LONGEST // 2
        return whole if len(whole) <= limit else f"{whole[: limit - 1]}…"

    def _failure(self, step: Step) -> str:
        reason = step.reason or Reason.INTERNAL
        told = self._translated("exceptions", f"device_{reason}.message", device=step.device.name)
        if not step.stand_ins:
            return told
        return f"{told} {self.text('stood_in', names=', '.join(step.stand_ins))}"

    def _translated(self, category: str, key: str, **values: str) -> str:
        return translated(self._hass, category, key, **values)


def translated(hass: HomeAssistant, category: str, key: str, **values: str) -> str:
    """One of the integration's texts in Home Assistant's language."""
    known = async_get_cached_translations(hass, hass.config.language, category, DOMAIN)
    return known.get(f"component.{DOMAIN}.{category}.{key}", key).format(**values)


def _latest(runs: Iterable[Run]) -> Iterator[Step]:
    """Each device's step in the newest of the runs that has one for it."""
    steps: dict[str, Step] = {}
    for run in sorted(runs, key=lambda run: run.started_at):
        steps |= {step.device.id: step for step in run.steps}
    return iter(steps.values())


def _failed(step: Step) -> bool:
    """Whether people have to see to it themselves."""
    hazard = step.result is Result.SKIPPED and step.reason is Reason.HAZARD
    return hazard or step.result is Result.FAILED


def _cause_of(runs: Iterable[Run], status: Status) -> Cause | None:
    newest = max(
        (run for run in runs if run.status is status),
        key=lambda run: run.started_at,
        default=None,
    )
    return None if newest is None else newest.cause
