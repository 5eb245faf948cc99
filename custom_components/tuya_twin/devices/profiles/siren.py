"""Sirens (category sgbj): switch, tone, volume and duration are elsewhere on every product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, override

from ...core.errors import InvalidProfileError, UnsupportedError
from ...core.model import Command, DeviceKind, SirenCommand, SirenState
from . import fields
from .battery import Battery, percent_of
from .profile import Ask, Profile, Shape, proven_by_echo
from .values import Dps, DpValue, Range, boolean, same, whole, word

SILENT_VOLUME = "mute"
SECONDS_PER_MINUTE = 60
STANDARD_DURATION = Range(1, 60)
"""Of `alarm_time` in the standard set, in seconds."""


@dataclass(frozen=True, kw_only=True)
class SirenProfile(Profile):
    """A siren that stops by itself after its duration.

    Where a data point is `None` it does not have it; the default is Tuya's standard set.
    """

    kind = DeviceKind.SIREN
    readers: ClassVar[Mapping[str, fields.FieldReader]] = {
        "switch": fields.point,
        "on": fields.switch_value,
        "off": fields.switch_value,
        "tone": fields.optional(fields.point),
        "tones": fields.words,
        "silent_tones": fields.words,
        "volume": fields.optional(fields.point),
        "volumes": fields.words,
        "duration": fields.optional(fields.point),
        "duration_range": fields.span,
        "seconds_per_unit": fields.number,
        "battery": fields.optional(fields.battery),
        "muffling": fields.optional(fields.point),
    }

    switch: str = "13"
    on: DpValue = True
    off: DpValue = False
    tone: str | None = "21"
    """May be the switch itself, whose value then is the tone it sounds."""
    tones: tuple[str, ...] = tuple(f"mode_{number}" for number in range(1, 11))
    silent_tones: tuple[str, ...] = ()
    """Further tones, which cannot be heard: only a light, or nothing at all."""
    volume: str | None = "5"
    volumes: tuple[str, ...] = (SILENT_VOLUME, "low", "middle", "high")
    """From the quietest to the loudest."""
    duration: str | None = "7"
    duration_range: Range = STANDARD_DURATION
    """In units of the device."""
    seconds_per_unit: int = 1
    battery: Battery | None = None
    muffling: str | None = None
    """Keeps the siren silent although it is on."""

    def __post_init__(self) -> None:
        """Refuse a siren that could not be told to sound, or to stop."""
        if type(self.on) is not type(self.off) or self.on == self.off:
            msg = "on and off must differ, and be both words or both true or false"
            raise InvalidProfileError(msg)
        if self.seconds_per_unit not in (1, SECONDS_PER_MINUTE):
            msg = "seconds_per_unit must be 1 or 60"
            raise InvalidProfileError(msg)
        if (self.tone is not None and not self.tones) or (self.volume and not self.volumes):
            msg = "tones and volumes need their words"
            raise InvalidProfileError(msg)
        if self.tone == self.switch and self.on not in self.tones:
            msg = "on must be one of the tones where the switch is the tone"
            raise InvalidProfileError(msg)

    @property
    @override
    def hallmark(self) -> str:
        return self.switch

    @property
    def longest_seconds(self) -> int:
        """The longest it can be told to sound at once."""
        return self.duration_range.high * self.seconds_per_unit

    @override
    def encode(self, command: Command) -> Ask:
        """As in `Profile`. What this siren cannot be told does not keep it from sounding."""
        if not isinstance(command, SirenCommand):
            raise UnsupportedError
        if not command.on:
            return proven_by_echo({self.switch: self.off} | self._settings(command))
        writes = {self.switch: self.on} | self._settings(command)
        if self.tone is not None and (tone := self._audible(command.tone)) is not None:
            writes[self.tone] = tone
        if self.muffling is not None:
            writes[self.muffling] = False
        return proven_by_echo(writes)

    def _settings(self, command: SirenCommand) -> dict[str, DpValue]:
        settings: dict[str, DpValue] = {}
        if self.volume is not None and command.volume is not None:
            settings[self.volume] = self._volume_word(command.volume)
        if self.duration is not None and command.duration is not None:
            # Rounded down, so that by its own clock it does not sound longer than was asked.
            units = command.duration // self.seconds_per_unit
            settings[self.duration] = self.duration_range.clamp(max(1, units))
        return settings

    def _audible(self, tone: str | None) -> str | None:
        """The tone to send; `None` to leave it, where whatever the siren has can be heard."""
        if tone in self.tones:
            return tone
        return self.tones[0] if self.silent_tones and self.tone != self.switch else None

    def _volume_word(self, percent: int) -> str:
        percents = self._percents()
        # Asked for a little, a siren is not muted by rounding.
        audible = [volume for volume in self.volumes if percent <= 0 or percents[volume] > 0]
        return min(audible or self.volumes, key=lambda volume: abs(percents[volume] - percent))

    def _percents(self) -> Mapping[str, int]:
        silent = 1 if self.volumes[0] == SILENT_VOLUME else 0
        steps = max(1, len(self.volumes) - silent)
        return {
            volume: round((index + 1 - silent) * 100 / steps)
            for index, volume in enumerate(self.volumes)
        }

    @override
    def decode(self, dps: Dps) -> SirenState:
        volume, units, tone = (
            word(dps, self.volume),
            whole(dps, self.duration),
            word(dps, self.tone),
        )
        return SirenState(
            sounding=self._sounding(dps),
            volume=None if volume is None else self._percents().get(volume),
            duration=None if units is None else units * self.seconds_per_unit,
            tone=tone if tone in self.tones else None,
            battery=percent_of(self.battery, dps),
        )

    def _sounding(self, dps: Dps) -> bool | None:
        if (switched_on := self._switched_on(dps.get(self.switch))) is not True:
            return switched_on
        if boolean(dps, self.muffling):
            return False
        tone = word(dps, self.tone)
        if tone in self.silent_tones:
            return False
        return None if self.silent_tones and tone is None else True

    def _switched_on(self, value: DpValue | None) -> bool | None:
        if same(value, self.off):
            return False
        by_tone = self.tone == self.switch and value in (*self.tones, *self.silent_tones)
        return True if by_tone or same(value, self.on) else None

    @override
    def shapes(self) -> Mapping[str, Shape]:
        shapes: dict[str | None, Shape] = {
            self.tone: lambda value: value in (*self.tones, *self.silent_tones),
            self.volume: lambda value: value in self.volumes,
            self.duration: lambda value: type(value) is int and value <= self.duration_range.high,
            self.muffling: lambda value: isinstance(value, bool),
            self.switch: lambda value: self._switched_on(value) is not None,
        }
        if self.battery is not None:
            shapes[self.battery.point] = self.battery.shape
        return {point: shape for point, shape in shapes.items() if point is not None}
