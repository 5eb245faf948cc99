"""Sirens that will not be silent: everybody is told, in an alarm or after it."""

from hashlib import blake2s

from .const import DOMAIN
from .core.escalation import everybody
from .core.house import House
from .core.model import Device
from .core.settings import People
from .phones import Message, Urgency
from .telling import Voice


class StuckSirens:
    """Tells of them, and takes it back."""

    def __init__(self, house: House, people: People, voice: Voice) -> None:
        """Of a siren that is still to be silenced people may have been told before a restart."""
        self._known = {device_id for device_id, alarm in house.alarms.items() if alarm.over}
        self._everybody = everybody(people)
        self._phones = voice.phones
        self._words = voice.words
        self._wall = voice.wall
        self._do = voice.do

    def tell(self, device: Device) -> None:
        """Tell everybody at once."""
        self._known.add(device.id)
        story = self._words.stuck(device, stuck=True)
        self._wall.show(_tag(device.id), story)
        message = Message(
            tag=_tag(device.id),
            title=story.title,
            text=self._words.short(story),
            urgency=Urgency.CRITICAL,
        )
        self._do(self._phones.tell(self._everybody, message), "tuya_twin tells of a stuck siren")

    def silent_at_last(self, device: Device) -> None:
        """Take it back; where that cannot be, say so."""
        self.clear(device.id)
        story = self._words.stuck(device, stuck=False)
        message = Message(tag=_tag(device.id), title=story.title, text=self._words.short(story))
        left = [target for target in self._everybody if not self._phones.can_clear(target)]
        self._do(self._phones.tell(left, message), "tuya_twin tells of a silent siren")

    def clear(self, device_id: str) -> None:
        """Take it back, if people may have been told."""
        if device_id in self._known:
            self._known.discard(device_id)
            self._wall.take_down(_tag(device_id))
            clearing = self._phones.clear(self._everybody, _tag(device_id))
            self._do(clearing, "tuya_twin clears a stuck siren")

    def stop(self) -> None:
        """Show nothing more: whether a siren is still stuck is found out anew."""
        for device_id in self._known:
            self._wall.take_down(_tag(device_id))


def _tag(device_id: str) -> str:
    """Goes through the servers of Apple and Google, which need not know the device's id."""
    return f"{DOMAIN}_siren_{blake2s(device_id.encode(), digest_size=6).hexdigest()}"
