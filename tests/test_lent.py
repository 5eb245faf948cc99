"""Entities of other integrations as devices of the household."""

import asyncio
from typing import Any

from homeassistant.components.light.const import ColorMode
from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.tuya_twin.core.errors import (
    JammedError,
    LinkClosedError,
    NoConfirmationError,
    RejectedError,
    SupersededError,
    UnreachableError,
    UnsupportedError,
)
from custom_components.tuya_twin.core.model import (
    Bolt,
    BulbCommand,
    BulbMode,
    BulbState,
    CheckCommand,
    DeviceKind,
    LockCommand,
    LockState,
    Path,
    PutBackCommand,
    Reason,
    SirenCommand,
    SirenState,
)
from tests.lent_kit import BRIEFLY, AskableDoor, Door, Horn, Lamp, Link, lend, lent, started

RED = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0, brightness=100)
AMBER = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=45, brightness=30)
LOCK_IT = LockCommand(lock=True)
UNLOCK_IT = LockCommand(lock=False)
LOUD = SirenCommand(on=True, volume=100, duration=60)

TEMPLATES: dict[str, dict[str, Any]] = {
    "light": {
        "name": "Lamp",
        "state": "{{ is_state('input_boolean.lamp', 'on') }}",
        "level": "{{ states('input_number.level') }}",
        "hs": "({{ states('input_number.hue') }}, 100)",
        "turn_on": {
            "action": "input_boolean.turn_on",
            "target": {"entity_id": "input_boolean.lamp"},
        },
        "turn_off": {
            "action": "input_boolean.turn_off",
            "target": {"entity_id": "input_boolean.lamp"},
        },
        "set_level": {
            "action": "input_number.set_value",
            "target": {"entity_id": "input_number.level"},
            "data": {"value": "{{ brightness }}"},
        },
        "set_hs": [
            {
                "action": "input_number.set_value",
                "target": {"entity_id": "input_number.hue"},
                "data": {"value": "{{ h }}"},
            },
            {
                "action": "input_number.set_value",
                "target": {"entity_id": "input_number.level"},
                "data": {"value": "{{ brightness }}"},
            },
            {"action": "input_boolean.turn_on", "target": {"entity_id": "input_boolean.lamp"}},
        ],
    },
    "lock": {
        "name": "Door",
        "state": "{{ is_state('input_boolean.bolt', 'on') }}",
        "lock": {"action": "input_boolean.turn_on", "target": {"entity_id": "input_boolean.bolt"}},
        "unlock": {
            "action": "input_boolean.turn_off",
            "target": {"entity_id": "input_boolean.bolt"},
        },
    },
    "switch": {
        "name": "Plug",
        "state": "{{ is_state('input_boolean.plug', 'on') }}",
        "turn_on": {
            "action": "input_boolean.turn_on",
            "target": {"entity_id": "input_boolean.plug"},
        },
        "turn_off": {
            "action": "input_boolean.turn_off",
            "target": {"entity_id": "input_boolean.plug"},
        },
    },
}
"""Entities of Home Assistant's own template integration, on helpers that are their devices."""


@pytest.fixture
async def templates(hass: HomeAssistant) -> None:
    """A lamp, a door and a plug of an integration nobody here wrote."""
    numbers = {"level": {"min": 0, "max": 255}, "hue": {"min": 0, "max": 360}}
    switches: dict[str, object] = {"lamp": {}, "bolt": {}, "plug": {}}
    for domain, config in (
        ("homeassistant", {}),
        ("input_boolean", switches),
        ("input_number", numbers),
        ("template", [TEMPLATES]),
    ):
        assert await async_setup_component(hass, domain, {domain: config})
    await hass.async_block_till_done()


# Entities of an integration nobody here wrote -------------------------------------------------


async def test_a_lent_light_turns_red(hass: HomeAssistant, templates: None) -> None:
    async with started(Link(hass, DeviceKind.BULB, "light.lamp")) as link:
        await link.do(RED)

        assert link.report.state == BulbState(
            on=True, mode=BulbMode.COLOUR, brightness=100, hue=0, saturation=100
        )
    assert hass.states.is_state("input_boolean.lamp", "on")


async def test_a_lent_light_that_is_as_asked_already_is_asked_and_says_so(
    hass: HomeAssistant, templates: None
) -> None:
    async with started(Link(hass, DeviceKind.BULB, "light.lamp")) as link:
        await link.do(RED)
        before = link.report.seen_at
        assert before is not None

        await link.do(RED)

        assert link.report.seen_at is not None
        assert link.report.seen_at > before


async def test_a_lent_lock_locks_and_unlocks(hass: HomeAssistant, templates: None) -> None:
    async with started(Link(hass, DeviceKind.LOCK, "lock.door")) as link:
        await link.do(LOCK_IT)
        assert link.report.state == LockState(bolt=Bolt.LOCKED)

        await link.do(UNLOCK_IT)
        assert link.report.state == LockState(bolt=Bolt.UNLOCKED)


@pytest.mark.parametrize(
    ("kind", "command", "silence", "state"),
    [
        (DeviceKind.SIREN, LOUD, SirenCommand(on=False), SirenState(sounding=True)),
        (DeviceKind.BULB, RED, BulbCommand(on=False), BulbState(on=True)),
    ],
)
async def test_a_lent_switch_stands_for_a_siren_or_a_bulb(
    hass: HomeAssistant,
    templates: None,
    kind: DeviceKind,
    command: SirenCommand | BulbCommand,
    silence: SirenCommand | BulbCommand,
    state: SirenState | BulbState,
) -> None:
    async with started(Link(hass, kind, "switch.plug")) as link:
        await link.do(command)
        assert link.report.state == state

        await link.do(silence)
        assert hass.states.is_state("switch.plug", "off")


async def test_an_entity_that_assumes_its_state_proves_nothing(hass: HomeAssistant) -> None:
    blind = {key: value for key, value in TEMPLATES["lock"].items() if key != "state"}
    assert await async_setup_component(hass, "input_boolean", {"input_boolean": {"bolt": {}}})
    assert await async_setup_component(hass, "template", {"template": [{"lock": blind}]})
    await hass.async_block_till_done()

    async with started(Link(hass, DeviceKind.LOCK, "lock.door")) as link:
        with pytest.raises(NoConfirmationError):
            await link.do(LOCK_IT)

    assert hass.states.is_state("input_boolean.bolt", "on")
    assert hass.states.is_state("lock.door", "locked")


# Proof ----------------------------------------------------------------------------------------


async def test_a_command_that_is_never_reported_is_not_confirmed(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent

        with pytest.raises(NoConfirmationError):
            await link.do(LOCK_IT, within=BRIEFLY)


async def test_a_report_counts_though_the_service_is_long_done(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        door.report(is_locking=True)
        assert link.report.state == LockState(bolt=Bolt.UNKNOWN)
        door.report(is_locking=False, is_locked=True)

        await command


async def test_what_an_entity_believes_already_is_no_proof(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)
        door.manner = door.keep_silent

        # Asked for an update, Home Assistant would write the same state once more.
        with pytest.raises(NoConfirmationError):
            await link.do(LOCK_IT, within=BRIEFLY)


async def test_the_same_state_reported_again_is_proof(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)
        changed = hass.states.get("lock.door")
        assert changed is not None

        await link.do(LOCK_IT)

        now = hass.states.get("lock.door")
        assert now is not None
        assert now.last_updated == changed.last_updated


async def test_an_entity_that_keeps_silent_is_asked_for_its_state(hass: HomeAssistant) -> None:
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)
        door.manner = door.keep_silent
        door.locked_in_truth = True

        await link.do(LOCK_IT)

        assert door.questions == 1


async def test_an_entity_that_believed_wrongly_is_found_out(hass: HomeAssistant) -> None:
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)
        door.manner = door.keep_silent
        door.locked_in_truth = False
        command = asyncio.create_task(link.do(LOCK_IT))

        await link.until(lambda report: report.state == LockState(bolt=Bolt.UNLOCKED))

        assert not command.done()
        link.close()
        with pytest.raises(LinkClosedError):
            await command


async def test_an_entity_that_needs_time_is_asked_again(hass: HomeAssistant) -> None:
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await link.until(lambda _report: door.questions == 1)

        door.locked_in_truth = True

        await command
        assert door.questions > 1


async def test_the_wrong_colour_is_no_proof_and_the_right_one_is(hass: HomeAssistant) -> None:
    async with lent(hass, Lamp(), DeviceKind.BULB) as (lamp, link):
        lamp.manner = lamp.keep_silent
        command = asyncio.create_task(link.do(RED))
        await lamp.until_called()

        lamp.report(is_on=True, hs_color=(45, 100), brightness=255)
        await asyncio.wait([command], timeout=0)
        assert not command.done()
        lamp.report(hs_color=(0.4, 99.6))

        await command


async def test_the_rest_of_a_call_is_not_cut_off_by_the_proof(hass: HomeAssistant) -> None:
    rest = asyncio.Event()
    ended = asyncio.Event()

    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):

        async def lock_then_more() -> None:
            await door.obey()
            await rest.wait()
            ended.set()

        door.manner = lock_then_more
        await link.do(LOCK_IT)

        rest.set()
        async with asyncio.timeout(20):
            await ended.wait()


async def test_every_call_of_a_command_carries_the_context_of_what_it_did(
    hass: HomeAssistant,
) -> None:
    calls = async_capture_events(hass, EVENT_CALL_SERVICE)
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        door.locked_in_truth = True

        await link.do(LOCK_IT)

    state = hass.states.get("lock.door")
    assert state is not None
    assert [call.data["service"] for call in calls] == ["lock", "update_entity"]
    assert {call.context.id for call in calls} == {state.context.id}


# Only asked -----------------------------------------------------------------------------------


async def test_an_entity_that_is_asked_proves_that_it_is_there(hass: HomeAssistant) -> None:
    sent: list[None] = []
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        await link.do(CheckCommand(), on_sent=lambda: sent.append(None))

        assert (door.questions, door.calls, sent) == (1, [], [None])


async def test_an_entity_that_cannot_be_asked_cannot_prove_that_it_is_there(
    hass: HomeAssistant,
) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        with pytest.raises(UnsupportedError):
            await link.do(CheckCommand())

        assert door.calls == []


async def test_an_entity_that_is_gone_is_not_there(hass: HomeAssistant) -> None:
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.report(available=False)

        with pytest.raises(UnreachableError):
            await link.do(CheckCommand(), within=BRIEFLY)


async def test_an_entity_that_finds_its_device_gone_when_asked_is_not_there(
    hass: HomeAssistant,
) -> None:
    class LostDoor(AskableDoor):
        async def async_update(self) -> None:
            self._attr_available = False

    async with lent(hass, LostDoor(), DeviceKind.LOCK) as (_, link):
        with pytest.raises(UnreachableError):
            await link.do(CheckCommand(), within=BRIEFLY)


async def test_an_entity_that_does_not_know_its_state_is_asked_until_it_does(
    hass: HomeAssistant,
) -> None:
    class SlowDoor(AskableDoor):
        @property
        def is_locked(self) -> bool | None:
            return True if self.questions > 1 else None

    async with lent(hass, SlowDoor(), DeviceKind.LOCK) as (door, link):
        door.report()

        await link.do(CheckCommand())

        assert door.questions == 2


async def test_to_ask_an_entity_disturbs_no_command(hass: HomeAssistant) -> None:
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        await link.do(CheckCommand())
        assert not command.done()
        door.report(is_locked=True)

        await command


async def test_an_entity_that_is_being_asked_when_the_link_closes_is_let_go(
    hass: HomeAssistant,
) -> None:
    class HangingDoor(AskableDoor):
        async def async_update(self) -> None:
            await self.linger()

    async with lent(hass, HangingDoor(), DeviceKind.LOCK) as (_, link):
        check = asyncio.create_task(link.do(CheckCommand()))
        await asyncio.sleep(0)

        link.close()

        with pytest.raises(LinkClosedError):
            await check


# Put back -------------------------------------------------------------------------------------


async def test_a_lent_light_is_put_back_as_it_was(hass: HomeAssistant) -> None:
    async with lent(hass, Lamp(), DeviceKind.BULB) as (lamp, link):
        lamp.report(is_on=True, hs_color=(240, 50), brightness=128)
        before = link.report.state
        assert isinstance(before, BulbState)
        await link.do(RED)

        await link.do(PutBackCommand(state=before))
        assert link.report.state == before

        await link.do(PutBackCommand(state=BulbState(on=False)))
        assert link.report.state == BulbState(on=False)


# After a restart ------------------------------------------------------------------------------


async def test_what_an_entity_shows_when_asked_after_a_restart_is_not_sent_again(
    hass: HomeAssistant,
) -> None:
    sent: list[None] = []
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.locked_in_truth = True

        await link.do(LOCK_IT, resumed=True, on_sent=lambda: sent.append(None))

        assert (door.questions, door.calls, sent) == (1, [], [])


async def test_what_an_entity_does_not_show_after_a_restart_is_sent(hass: HomeAssistant) -> None:
    sent: list[None] = []
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        # What it believes is not asked.
        door.report(is_locked=True)

        await link.do(LOCK_IT, resumed=True, on_sent=lambda: sent.append(None))

        assert (door.questions, door.calls, sent) == (1, [("lock", {})], [None])


async def test_an_entity_that_cannot_be_asked_is_told_at_once_after_a_restart(
    hass: HomeAssistant,
) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)

        await link.do(LOCK_IT, resumed=True)

        assert door.calls == [("lock", {})]


async def test_an_entity_that_comes_back_after_a_restart_is_asked_then(
    hass: HomeAssistant,
) -> None:
    async with lent(hass, AskableDoor(), DeviceKind.LOCK) as (door, link):
        door.report(available=False)
        door.locked_in_truth = True
        command = asyncio.create_task(link.do(LOCK_IT, resumed=True))
        await asyncio.wait([command], timeout=0)
        assert not command.done()

        door.report(available=True)
        await command

        assert door.calls == []


async def test_a_bolt_that_is_stuck_after_a_restart_is_told_once_more(
    hass: HomeAssistant,
) -> None:
    class StuckDoor(AskableDoor):
        async def async_update(self) -> None:
            self.locked_in_truth = bool(self.calls)
            self._attr_is_jammed = not self.calls
            await super().async_update()

    async with lent(hass, StuckDoor(), DeviceKind.LOCK) as (door, link):
        await link.do(LOCK_IT, resumed=True)

        assert door.calls == [("lock", {})]


# Trouble --------------------------------------------------------------------------------------


async def test_a_call_that_fails_is_a_refusal_with_its_words_in_the_log(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse() -> None:
        message = "The battery is empty"
        raise HomeAssistantError(message)

    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = refuse

        with pytest.raises(RejectedError):
            await link.do(LOCK_IT)

    assert "lock.door refuses lock: The battery is empty" in caplog.text


async def test_words_not_meant_for_people_are_not_logged(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        address = "https://192.0.2.1/?token=secret"
        raise ValueError(address)

    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = fail

        with pytest.raises(RejectedError) as raised:
            await link.do(LOCK_IT)

    assert "lock.door refuses lock: ValueError" in caplog.text
    assert "secret" not in caplog.text
    assert "secret" not in str(raised.value)


async def test_a_question_that_fails_leaves_the_command_open(hass: HomeAssistant) -> None:
    class Stuttering(AskableDoor):
        async def async_update(self) -> None:
            await super().async_update()
            if self.questions == 1:
                raise HomeAssistantError

    async with lent(hass, Stuttering(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        door.locked_in_truth = True

        await link.do(LOCK_IT)

        assert door.questions == 2


async def test_a_bolt_that_gets_stuck_fails_at_once(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        door.report(is_jammed=True)

        with pytest.raises(JammedError):
            await command


async def test_a_bolt_that_was_stuck_before_may_still_come_loose(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_jammed=True)
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        door.report(is_jammed=True)
        door.report(is_jammed=False, is_locked=True)

        await command


async def test_a_bolt_that_moved_and_got_stuck_again_fails(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_jammed=True)
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        door.report(is_jammed=False, is_locking=True)
        door.report(is_jammed=True)

        with pytest.raises(JammedError):
            await command


async def test_a_bolt_that_stays_stuck_is_called_stuck(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_jammed=True)
        door.manner = door.keep_silent

        with pytest.raises(JammedError):
            await link.do(LOCK_IT, within=BRIEFLY)


async def test_what_the_entity_cannot_do_fails_at_once(hass: HomeAssistant) -> None:
    only_on = Horn(SirenEntityFeature.TURN_ON)
    async with lent(hass, only_on, DeviceKind.SIREN) as (horn, link):
        with pytest.raises(UnsupportedError):
            await link.do(SirenCommand(on=False))

    assert horn.calls == []


async def test_a_siren_sounds_as_loud_and_as_long_as_asked(hass: HomeAssistant) -> None:
    horn = Horn(
        SirenEntityFeature.TURN_ON,
        SirenEntityFeature.VOLUME_SET,
        SirenEntityFeature.DURATION,
    )
    async with lent(hass, horn, DeviceKind.SIREN) as (_horn, link):
        await link.do(LOUD)

        assert horn.calls == [("turn_on", {"volume_level": 1.0, "duration": 60})]
        assert link.report.state == SirenState(sounding=True)


async def test_a_siren_sounds_with_a_tone_known_by_its_name(hass: HomeAssistant) -> None:
    features = (SirenEntityFeature.TURN_ON, SirenEntityFeature.TONES)
    async with lent(hass, Horn(*features, tones={1: "ding", 2: "fire"}), DeviceKind.SIREN) as (
        horn,
        link,
    ):
        await link.do(SirenCommand(on=True, tone="fire"))

        assert horn.calls == [("turn_on", {"tone": 2})]


async def test_a_light_that_cannot_colour_at_least_shines(hass: HomeAssistant) -> None:
    lamp = Lamp(ColorMode.BRIGHTNESS)
    lamp._attr_color_mode = ColorMode.BRIGHTNESS
    async with lent(hass, lamp, DeviceKind.BULB) as (_lamp, link):
        await link.do(RED)

        assert lamp.calls == [("turn_on", {"brightness": 255})]


# Gone and back --------------------------------------------------------------------------------


async def test_an_entity_that_stays_away_is_unreachable(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(available=False)

        with pytest.raises(UnreachableError):
            await link.do(LOCK_IT, within=0.01)

    assert door.calls == []


async def test_an_entity_there_never_was_is_unreachable(hass: HomeAssistant) -> None:
    async with started(Link(hass, DeviceKind.LOCK, "lock.none")) as link:
        with pytest.raises(UnreachableError):
            await link.do(LOCK_IT, within=0.01)


async def test_a_command_waits_for_the_entity_to_come_back(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(available=False)
        command = asyncio.create_task(link.do(LOCK_IT))
        await asyncio.wait([command], timeout=0)
        assert door.calls == []

        door.report(available=True)

        await command
        assert door.calls == [("lock", {})]


async def test_a_command_lost_with_the_entity_is_sent_again(hass: HomeAssistant) -> None:
    sent: list[str] = []

    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):

        async def vanish() -> None:
            door.report(available=False)
            raise HomeAssistantError

        door.manner = vanish
        command = asyncio.create_task(link.do(LOCK_IT, on_sent=lambda: sent.append("sent")))
        await door.until_called()
        door.manner = door.obey
        door.report(available=True)

        await command
        assert door.calls == [("lock", {}), ("lock", {})]
        assert sent == ["sent", "sent"]


async def test_the_state_an_entity_comes_back_with_is_no_proof(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        door.report(available=False)
        # What it remembers of before, not what it did.
        door.report(available=True, is_locked=True)
        await door.until_called(times=2)
        assert not command.done()
        door.report()

        await command


async def test_an_entity_lost_and_back_is_logged_once_each(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="custom_components.tuya_twin.lent")
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, _link):
        for available in (True, False, False, True, True):
            door.report(available=available)

    assert [record.getMessage() for record in caplog.records if "lent" in record.name] == [
        "The lock answers",
        "The lock does not answer: unreachable",
        "The lock answers",
    ]


# Reports --------------------------------------------------------------------------------------


async def test_nothing_is_known_of_an_entity_before_the_start(hass: HomeAssistant) -> None:
    await lend(hass, Door())
    link = Link(hass, DeviceKind.LOCK, "lock.door")

    assert (link.report.state, link.report.reachable) == (LockState(), False)
    assert (link.report.seen_at, link.report.trouble) == (None, None)
    assert link.path is Path.ENTITY


async def test_a_report_is_as_old_as_what_the_entity_said(hass: HomeAssistant) -> None:
    await lend(hass, Door())
    state = hass.states.get("lock.door")
    assert state is not None

    async with started(Link(hass, DeviceKind.LOCK, "lock.door")) as link:
        assert link.report.seen_at == state.last_reported
        assert link.report.reachable


async def test_an_entity_that_is_gone_leaves_nothing_known_but_when_it_spoke(
    hass: HomeAssistant,
) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)
        spoke = link.report.seen_at

        door.report(available=False)

        assert link.report.state == LockState(bolt=Bolt.UNKNOWN)
        assert (link.report.reachable, link.report.trouble) == (False, Reason.UNREACHABLE)
        assert link.report.seen_at == spoke


async def test_an_entity_that_knows_nothing_yet_is_reachable(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=None)

        assert (link.report.state, link.report.reachable) == (LockState(), True)


async def test_a_hand_at_the_lamp_is_reported_too(hass: HomeAssistant) -> None:
    async with lent(hass, Lamp(), DeviceKind.BULB) as (lamp, link):
        lamp.report(is_on=True, hs_color=(120, 100), brightness=128)

        assert link.reports[-1].state == BulbState(
            on=True, mode=BulbMode.COLOUR, brightness=50, hue=120, saturation=100
        )


async def test_a_listener_that_fails_hinders_nobody(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (_door, link):

        def fail(_report: object) -> None:
            raise ValueError

        unsubscribe = link.subscribe(fail)
        await link.do(LOCK_IT)
        assert "A listener to The lock failed" in caplog.text

        unsubscribe()
        caplog.clear()
        await link.do(UNLOCK_IT)
        assert "A listener" not in caplog.text


# One command at a time ------------------------------------------------------------------------


async def test_a_newer_command_takes_the_place_of_the_open_one(hass: HomeAssistant) -> None:
    async with lent(hass, Lamp(), DeviceKind.BULB) as (lamp, link):
        lamp.manner = lamp.linger
        older = asyncio.create_task(link.do(AMBER))
        await lamp.until_called()
        lamp.manner = lamp.obey

        await link.do(RED)

        with pytest.raises(SupersededError):
            await older
        assert [data["hs_color"] for _, data in lamp.calls] == [(45, 100), (0, 100)]


async def test_a_call_nobody_waits_for_any_more_is_stopped(hass: HomeAssistant) -> None:
    stopped = asyncio.Event()

    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):

        async def linger() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()

        door.manner = linger
        with pytest.raises(NoConfirmationError):
            await link.do(LOCK_IT, within=0.05)

        async with asyncio.timeout(20):
            await stopped.wait()


async def test_closing_ends_the_open_command_and_leaves_nothing(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = door.linger
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        link.close()

        with pytest.raises(LinkClosedError):
            await command
        await link.wait_closed()
        assert [task for task in asyncio.all_tasks() if "tuya_twin" in task.get_name()] == []
        heard = len(link.reports)
        door.report(is_locked=True)
        assert len(link.reports) == heard


async def test_a_closed_link_takes_no_command(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        link.close()

        with pytest.raises(LinkClosedError):
            await link.do(LOCK_IT)

    assert door.calls == []


async def test_a_command_given_up_by_its_caller_leaves_nothing(hass: HomeAssistant) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.manner = door.linger
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        command.cancel()
        with pytest.raises(asyncio.CancelledError):
            await command
        await link.wait_closed()

        door.manner = door.obey
        await link.do(UNLOCK_IT)


# Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("by_registry_id", [True, False])
async def test_a_renamed_entity_is_followed(
    hass: HomeAssistant, entity_registry: er.EntityRegistry, *, by_registry_id: bool
) -> None:
    await lend(hass, Door())
    entry = entity_registry.async_get("lock.door")
    assert entry is not None
    known_as = entry.id if by_registry_id else "lock.door"

    async with started(Link(hass, DeviceKind.LOCK, known_as)) as link:
        entity_registry.async_update_entity("lock.door", new_entity_id="lock.front_door")
        await link.until(lambda report: report.reachable)
        assert link.entity_id == "lock.front_door"

        await link.do(LOCK_IT)

    assert hass.states.is_state("lock.front_door", "locked")


async def test_an_entity_renamed_while_it_is_commanded_is_commanded_again(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (door, link):
        door.report(is_locked=True)
        door.manner = door.keep_silent
        command = asyncio.create_task(link.do(LOCK_IT))
        await door.until_called()

        # What it believes is written once more under its new name, which proves nothing.
        entity_registry.async_update_entity("lock.door", new_entity_id="lock.front_door")
        await door.until_called(times=2)
        assert not command.done()
        door.report()

        await command


async def test_an_entity_without_a_place_in_the_registry_can_be_lent(hass: HomeAssistant) -> None:
    async with lent(hass, Door(unique_id=None), DeviceKind.LOCK) as (_door, link):
        await link.do(LOCK_IT)


async def test_an_entity_that_comes_after_its_link_is_found(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    async with started(Link(hass, DeviceKind.LOCK, "lock.door")) as link:
        assert link.report.trouble is Reason.UNREACHABLE

        await lend(hass, Door())
        assert link.report.reachable

        entity_registry.async_update_entity("lock.door", new_entity_id="lock.front_door")
        await link.until(lambda report: report.reachable)
        await link.do(LOCK_IT)


async def test_an_entity_removed_from_the_registry_is_unreachable(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    async with lent(hass, Door(), DeviceKind.LOCK) as (_door, link):
        entity_registry.async_remove("lock.door")

        await link.until(lambda report: not report.reachable)
        assert link.entity_id is None
