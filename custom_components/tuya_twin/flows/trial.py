"""The guided test: what is done to a device while a person stands beside it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..const import CONF_KIND
from ..coordinator import TuyaTwinConfigEntry
from ..core.errors import DeviceError, NoConfirmationError
from ..core.model import DeviceKind, LockCommand, SirenCommand
from ..devices.profiles import Dps, DpValue, LockProfile, SirenProfile, siren_test
from ..devices.trial import Trial, trial
from .checks import endpoint_of, patience, points_of

_QUIETEST = 1
"""In percent: the lowest volume that can be heard."""


@asynccontextmanager
async def released(entry: TuyaTwinConfigEntry, subentry_id: str | None) -> AsyncIterator[None]:
    """Have the household leave the device alone, if it is in use: most take one client only."""
    running = entry.state is ConfigEntryState.LOADED
    if not running or subentry_id is None or subentry_id not in entry.runtime_data.links:
        yield
        return
    async with entry.runtime_data.async_released(subentry_id):
        yield


@asynccontextmanager
async def async_trial(hass: HomeAssistant, data: Mapping[str, Any]) -> AsyncIterator[Trial]:
    """A connection to the device that is being set up. Raises as `trial` does."""
    async with trial(
        endpoint_of(data),
        points=points_of(DeviceKind(data[CONF_KIND])),
        answer_seconds=patience(hass).answer,
    ) as device:
        yield device


class StillSoundingError(DeviceError):
    """The siren was told to sound, and does not say that it is silent."""


async def async_sound(hass: HomeAssistant, device: Trial, profile: SirenProfile) -> None:
    """Let a siren sound for about three seconds, as quietly as it can, and see that it stops.

    One that goes on is silenced, and its settings are as they were. Raises `StillSoundingError`
    if it is not certain to be silent again.
    """
    before = device.known
    quietest = profile.encode(SirenCommand(on=True, volume=_QUIETEST)).writes
    writes = {**quietest, **siren_test(profile).writes}
    kept = {point: before[point] for point in writes.keys() & before.keys() - {profile.switch}}
    waits = patience(hass)
    heard = False

    def fell_silent(_report: Dps) -> bool:
        nonlocal heard
        sounding = profile.decode(device.known).sounding
        heard = heard or sounding is True
        return heard and sounding is False

    try:
        await device.write(writes)
        await device.watch(
            fell_silent, within=waits.sound if profile.duration else waits.brief_sound
        )
    except DeviceError as error:
        raise StillSoundingError from error
    finally:
        await async_silence(hass, device, profile, kept=kept)


async def async_silence(
    hass: HomeAssistant, device: Trial, profile: SirenProfile, *, kept: Dps | None = None
) -> None:
    """Silence a siren and set what is to be `kept`. Raises `StillSoundingError`."""
    off = profile.encode(SirenCommand(on=False))

    def is_off(report: Dps) -> bool:
        return profile.decode(report).sounding is False

    try:
        # The switch comes first: some devices do only the first data point of a frame.
        await device.write({**off.writes, **(kept or {})})
        if not await device.ask(is_off, within=patience(hass).answer):
            raise NoConfirmationError
    except DeviceError as error:
        raise StillSoundingError from error


async def async_drive(
    hass: HomeAssistant, device: Trial, profile: LockProfile, *, value: bool
) -> DpValue | None:
    """Write a value to the drive of a lock; what its state is once the bolt had time to move.

    `None` if it does not tell. Raises `UnreachableError` or `HandshakeError`.
    """
    ask = replace(profile, lock_value=value).encode(LockCommand(lock=True))
    [state] = ask.proof
    before = device.known.get(state)
    waits = patience(hass)
    await device.write(ask.writes)
    if not await device.watch(
        lambda report: report.get(state, before) != before, within=waits.bolt
    ):
        await device.ask(lambda report: state in report, within=waits.answer)
    return device.known.get(state)
