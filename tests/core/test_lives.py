"""Whatever happens to a house, in whatever order: faults, alarms, and the process that dies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path as FilePath
import tempfile

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.tuya_twin.core.changes import apply
from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbMode,
    BulbState,
    DeviceKind,
    DeviceState,
    Protocol,
    Status,
)
from custom_components.tuya_twin.core.planning import demand
from custom_components.tuya_twin.core.settings import Settings
from custom_components.tuya_twin.devices.profiles import PROFILES
from custom_components.tuya_twin.devices.simulator import make_appliance
from tests.core.kit import ANNA, FOYER, LIVING_ROOM, ZONES, device
from tests.core.lives import Killed, Life, Outside
from tests.virtual_time import EPOCH, run_in_virtual_time

SETTINGS = Settings()
RED_RULE = SETTINGS.policy.level(FOYER, Status.RED_CRITICAL).sirens
QUIET = 12.0
"""Seconds in which a healthy siren is silenced after the word, with every attempt."""

PLACES = (
    (DeviceKind.BULB, FOYER),
    (DeviceKind.SIREN, FOYER),
    (DeviceKind.LOCK, FOYER),
    (DeviceKind.BULB, LIVING_ROOM),
    (DeviceKind.SIREN, LIVING_ROOM),
)
IDS = [device(kind, zone).id for kind, zone in PLACES]

type Action = tuple[str, object, object]

protocols = st.tuples(
    st.just("protocol"), st.sampled_from(Protocol), st.sampled_from([HOUSE, FOYER, LIVING_ROOM])
)
waits = st.tuples(st.just("wait"), st.sampled_from([0.03, 1.0, 7.0, 61.0, 200.0]), st.none())
faults = st.tuples(
    st.just("fault"), st.sampled_from(IDS), st.sampled_from(["offline", "deaf", "well"])
)
kills = st.tuples(st.just("kill"), st.integers(0, 12), st.sampled_from([0.5, 8.0, 100.0]))
scripts = st.lists(st.one_of(protocols, protocols, waits, faults, kills), max_size=14)


@dataclass
class Sound:
    """When a siren was heard, in seconds from the beginning."""

    intervals: list[tuple[float, float | None]] = field(default_factory=list)

    def note(self, *, sounding: bool) -> None:
        now = asyncio.get_running_loop().time()
        open_ = bool(self.intervals) and self.intervals[-1][1] is None
        if sounding and not open_:
            self.intervals.append((now, None))
        elif not sounding and open_:
            self.intervals[-1] = (self.intervals[-1][0], now)


class World:
    """A house and its lives, one after the other."""

    def __init__(self, path: FilePath) -> None:
        self.path = path
        self.outsides = [
            Outside(device(kind, zone), make_appliance(kind, None)) for kind, zone in PLACES
        ]
        self.sounds = {
            outside.device.id: Sound()
            for outside in self.outsides
            if outside.device.kind is DeviceKind.SIREN
        }
        self.troubled: list[tuple[float, float]] = []
        """When some device was ill or the process down: from, to."""
        self.delivered: list[StatusUpdate] = []
        self.life: Life

    def state(self, outside: Outside) -> DeviceState:
        status = outside.appliance.status()
        return PROFILES[outside.device.kind].refined(status).decode(status)

    async def begin(self) -> None:
        for outside in self.outsides:
            if outside.device.id in self.sounds:
                self._listen(outside)
        await self._live()

    def _listen(self, outside: Outside) -> None:
        sound, obey = self.sounds[outside.device.id], outside.obey

        def note() -> None:
            sound.note(sounding=outside.appliance.status()["13"] is True)

        def obey_and_note(frame: dict[str, bool | int | str]) -> dict[str, bool | int | str]:
            changed = obey(frame)
            note()
            return changed

        outside.obey = obey_and_note  # type: ignore[method-assign]
        outside.appliance.listen(lambda _changed: note())

    async def _live(self) -> None:
        self.life = Life(self.outsides, ZONES, self.path)
        await self.life.begin(SETTINGS)

    async def die(self, down: float) -> None:
        self.delivered += self.life.updates
        await self.life.end()
        await asyncio.sleep(down)
        await self._live()
        # Bulbs are put back as they were known to be: it takes a moment to hear of them.
        await asyncio.sleep(1)

    async def play(self, script: Sequence[Action]) -> None:
        await asyncio.sleep(1)
        for kind, first, second in script:
            match kind, first, second:
                case "protocol", Protocol() as protocol, str(zone):
                    self.life.spawn(self._call(protocol, zone), "call")
                    await asyncio.sleep(0.01)
                case "wait", float(seconds), _:
                    await asyncio.sleep(seconds)
                case "fault", str(device_id), str(fault):
                    self._set(device_id, fault)
                case "kill", int(moments), float(down):
                    self.life.fate.moments_left = moments
                    await asyncio.sleep(1)
                    await self.die(down)

    async def _call(self, protocol: Protocol, zone: str) -> None:
        try:
            await self.life.response.execute(protocol, zone, ANNA)
        except Killed:
            return

    def _set(self, device_id: str, fault: str) -> None:
        outside = next(each for each in self.outsides if each.device.id == device_id)
        outside.deaf = fault == "deaf"
        outside.set_online(online=fault != "offline")

    async def calm_down(self) -> None:
        """Everything is well again, and somebody calls it over."""
        for device_id in IDS:
            self._set(device_id, "well")
        await asyncio.sleep(40)
        await self.life.response.execute(Protocol.GREEN, HOUSE, ANNA)
        await asyncio.sleep(40)

    def updates(self) -> list[StatusUpdate]:
        """All changes of status on record."""
        journal = self.life.journal
        found = journal.since(journal.epoch, 0)
        assert found is not None
        return list(found)


async def lived(script: Sequence[Action], folder: str) -> None:
    world = World(FilePath(folder) / "record.db")
    before = [world.state(outside) for outside in world.outsides]
    await world.begin()
    await world.play(script)
    await world.calm_down()
    world.delivered += world.life.updates
    house, updates = world.life.response.house, world.updates()

    check_record(world, house, updates)
    check_devices(world, before, [step for step in script if step[0] == "fault"])
    check_sirens(world, house, updates)
    await world.life.end()


def check_record(world: World, house: House, updates: list[StatusUpdate]) -> None:
    assert [update.seq for update in updates] == list(range(1, len(updates) + 1))
    shown = [update.seq for update in world.delivered]
    assert shown == sorted(set(shown)), "a screen saw a number twice, or out of order"
    assert set(shown) <= {update.seq for update in updates}
    assert house.open_runs == {}, "a step never ended"
    assert house.settled
    for zone in (HOUSE, FOYER, LIVING_ROOM):
        assert house.shown(zone) is Status.GREEN_SAFE


def check_devices(world: World, before: list[DeviceState], faults: Sequence[Action]) -> None:
    ill = {device_id for _, device_id, _ in faults}
    for outside, was in zip(world.outsides, before, strict=True):
        match outside.device.kind:
            case DeviceKind.LOCK:
                told = [frame.get("46") for frame in outside.written]
                assert False not in told, "something unlocked"
            case DeviceKind.BULB if outside.device.id not in ill:
                assert light_of(world.state(outside)) == light_of(was), "not put back as it was"
            case DeviceKind.SIREN:
                assert world.state(outside).sounding is False  # type: ignore[union-attr]


def light_of(state: DeviceState) -> DeviceState:
    """What can be seen of a lamp: in white it has a colour too, which does not show."""
    assert isinstance(state, BulbState)
    return replace(state, hue=None, saturation=None) if state.mode is BulbMode.WHITE else state


def check_sirens(world: World, house: House, updates: list[StatusUpdate]) -> None:
    """A siren is heard in red only, and never for longer than it may: own clock included."""
    slack = QUIET + RED_RULE.seconds
    for device_id, sound in world.sounds.items():
        allowed = episodes(house, device_id, updates)
        for start, end in sound.intervals:
            assert end is not None
            assert any(since - 1 <= start and end <= until + slack for since, until in allowed), (
                f"{device_id} was heard from {start} to {end}, allowed {allowed}"
            )


def episodes(
    house: House, device_id: str, updates: list[StatusUpdate]
) -> list[tuple[float, float]]:
    """From when to when a siren may be heard: from each rise to red to its fall, or its cap."""
    blank = House(id="home", name="Home", zones=house.zones, devices=house.devices)
    siren = house.device(device_id)
    assert siren is not None
    states = [blank]
    for update in updates:
        states.append(reduce(apply, [update], states[-1]))
    found: list[tuple[float, float]] = []
    red_since: float | None = None
    for update, state in zip(updates, states[1:], strict=True):
        at = (update.at - EPOCH).total_seconds()
        red = demand(state, siren, SETTINGS.policy) is Status.RED_CRITICAL
        if red and red_since is None:
            red_since = at
        elif not red and red_since is not None:
            found.append((red_since, min(at, red_since + RED_RULE.cap_seconds)))
            red_since = None
    return found


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(scripts)
def test_whatever_happens_every_step_ends_and_the_house_is_as_it_was(
    script: list[Action],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_in_virtual_time(lived(script, folder))
