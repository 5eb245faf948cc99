"""What people were told of an incident, so that they all know the same, and in the end nothing."""

from collections.abc import Awaitable, Callable, Collection, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant

from .answers import button_id
from .const import DOMAIN
from .core.facts import Answer
from .core.incident import Incident
from .phones import Button, Message, Phones, Urgency
from .words import Story, Words

_OFFERED: Final = {
    Answer.ACKNOWLEDGED: False,
    Answer.FALSE_ALARM: True,
    Answer.STOOD_DOWN: True,
}
"""In the order of the buttons. Whoever finds a phone on the table must not end an alarm with it."""

type Do = Callable[[Coroutine[Any, Any, object], str], object]
"""Starts something that nobody waits for."""


class Wall:
    """Home Assistant's own notifications, which need nobody's phone."""

    def __init__(self, hass: HomeAssistant, *, used: bool) -> None:
        """`used` is whether the user wants them."""
        self._hass = hass
        self._used = used

    def show(self, tag: str, story: Story) -> None:
        """Show all of a story, in the place of what had this tag before."""
        if self._used:
            text = "\n\n".join(story.lines)
            persistent_notification.async_create(self._hass, text, story.title, tag)

    def take_down(self, tag: str) -> None:
        """Show it no more."""
        persistent_notification.async_dismiss(self._hass, tag)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What people are told with."""

    phones: Phones
    words: Words
    wall: Wall
    do: Do


class Telling:
    """Tells people of one incident, and takes it back."""

    def __init__(self, incident: Incident, voice: Voice) -> None:
        """Whoever was told before a restart is on record."""
        self.incident_id = incident.id
        self.calling = False
        """Whether a call is under way, and not on record yet."""
        self._phones = voice.phones
        self._words = voice.words
        self._wall = voice.wall
        self._do = voice.do
        self._tag = f"{DOMAIN}_{incident.id}"
        # Of its own: what clears an alarm may arrive after what tells of the answer.
        self._answer_tag = f"{self._tag}_answer"
        self._told = dict.fromkeys(target for told in incident.told for target in told.targets)
        self._story: Story | None = None
        answer = None if incident.answered is None else incident.answered.answer
        self._noted = answer is Answer.ACKNOWLEDGED
        """Whether the others know who sees to it."""
        self._closed = answer not in (None, Answer.ACKNOWLEDGED)
        """Whether they know that it is over."""

    def take_up(self, story: Story) -> None:
        """People know this already; what a restart has wiped away is shown anew."""
        self._story = story
        self._wall.show(self._tag, story)

    def call(
        self, targets: tuple[str, ...], story: Story, urgency: Urgency
    ) -> Awaitable[tuple[str, ...]]:
        """Call these people, and keep the others up to date.

        Awaiting what it returns does it; that gives those who could not be told.
        """
        self.update(story, urgency, but=targets)
        if self._noted:
            self._do(self._phones.clear(self._told, self._answer_tag), "tuya_twin clears a note")
        self._noted = self._closed = False
        self._told |= dict.fromkeys(targets)
        self._story = story
        self._wall.show(self._tag, story)
        return self._phones.tell(targets, self._message(story, urgency))

    def update(self, story: Story, urgency: Urgency, *, but: Collection[str] = ()) -> None:
        """Change what people were told, aloud only if it got worse; nothing if it is the same."""
        before = self._story
        if before is None or before == story:
            return
        if story.troubles <= before.troubles:
            urgency = Urgency.SILENT
        self._story = story
        self._wall.show(self._tag, story)
        others = [target for target in self._told if target not in but]
        self._do(
            self._phones.tell(others, self._message(story, urgency)), "tuya_twin updates people"
        )

    def answered(self, answer: Answer, story: Story, user_id: str | None) -> None:
        """Take the alarm back, and tell everybody but the user who answered of the answer."""
        self._wall.take_down(self._tag)
        self._story = None
        self._closed = answer is not Answer.ACKNOWLEDGED
        self._noted = not self._closed
        others = [
            target
            for target in self._told
            if user_id is None or self._phones.owner(target) != user_id
        ]
        note = self._note(story)
        self._do(self._phones.clear(self._told, self._tag), "tuya_twin clears phones")
        self._do(self._phones.tell(others, note), "tuya_twin tells of an answer")

    def over(self, story: Story, *, aloud: bool) -> None:
        """Take everything back; where nothing can be taken back, tell that it is over.

        `aloud` tells those, too, from whose phones it vanishes.
        """
        self._wall.take_down(self._tag)
        if self._story is not None:
            self._do(self._phones.clear(self._told, self._tag), "tuya_twin clears phones")
        if self._noted and not aloud:
            self._do(self._phones.clear(self._told, self._answer_tag), "tuya_twin clears a note")
        left = [each for each in self._told if aloud or not self._phones.can_clear(each)]
        if left and not self._closed:
            self._do(self._phones.tell(left, self._note(story)), "tuya_twin tells it is over")
        self._told = {}
        self._story = None
        self._noted = self._closed = False

    def _message(self, story: Story, urgency: Urgency) -> Message:
        buttons = tuple(
            Button(
                id=button_id(self.incident_id, answer),
                title=self._words.text(answer),
                locked=locked,
            )
            for answer, locked in _OFFERED.items()
        )
        return Message(
            tag=self._tag,
            title=story.title,
            text=self._words.short(story),
            urgency=urgency,
            buttons=buttons,
        )

    def _note(self, story: Story) -> Message:
        return Message(tag=self._answer_tag, title=story.title, text=self._words.short(story))
