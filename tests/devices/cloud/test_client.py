"""What the client makes of a cloud that is as strict as Tuya's."""

import asyncio
from datetime import timedelta
import logging

import pytest

from custom_components.tuya_twin.core.errors import (
    CloudBudgetError,
    CloudBusyError,
    CloudClockError,
    CloudCredentialsError,
    CloudDeniedError,
    CloudDeviceOfflineError,
    CloudEndedError,
    CloudError,
    CloudUnreachableError,
    CloudUnsupportedError,
    UnknownRegionError,
)
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.cloud import (
    DAILY_CAPS,
    REGIONS,
    CallKind,
    CloudAccount,
    CloudRoom,
    RemoteUnlock,
)
from custom_components.tuya_twin.devices.simulator import CloudFault, Fault, Service
from tests.core.kit import HandClock
from tests.devices.cloud.kit import (
    ACCOUNT,
    BRIEFLY,
    BULB,
    LOCK,
    SIREN,
    World,
    a_world,
    make_device,
)
from tests.devices.simulator_kit import LOCAL_KEY

TOKEN = "GET /v1.0/token"
LINKED = "GET /v1.0/iot-01/associated-users/devices"
COMMANDS = f"POST /v1.0/iot-03/devices/{BULB}/commands"


# Accounts -----------------------------------------------------------------------------------


def test_an_account_lives_in_one_of_tuyas_regions() -> None:
    account = CloudAccount.in_region("india", client_id="id", secret="s")

    assert account.base_url == REGIONS["india"]


@pytest.mark.parametrize("region", ["eu", "EU-West", "europe", ""])
def test_an_unknown_region_is_never_guessed(region: str) -> None:
    with pytest.raises(UnknownRegionError) as caught:
        CloudAccount.in_region(region, client_id="id", secret="s")

    assert str(caught.value).endswith(f"known: {', '.join(REGIONS)}")


def test_an_account_does_not_show_its_secret() -> None:
    assert "hush" not in repr(CloudAccount.in_region("india", client_id="id", secret="hush"))


# Devices ------------------------------------------------------------------------------------


async def test_all_devices_come_with_their_local_keys(world: World) -> None:
    devices = {device.id: device for device in await world.client.devices()}

    assert devices.keys() == {BULB, SIREN, LOCK}
    assert {device.local_key for device in devices.values()} == {LOCAL_KEY}
    assert devices[SIREN].category == "sgbj"
    assert not devices[SIREN].is_sub_device


async def test_the_devices_of_a_named_user_come_in_one_call(world: World) -> None:
    client = world.another_client(user_id=ACCOUNT.user_id)

    devices = await client.devices()

    assert {device.local_key for device in devices} == {LOCAL_KEY}
    assert world.cloud.requests[1:] == [f"GET /v1.0/users/{ACCOUNT.user_id}/devices"]


async def test_many_devices_come_page_by_page() -> None:
    many = {
        f"bf{number:018}": make_device(f"bf{number:018}", DeviceKind.BULB) for number in range(120)
    }
    async with a_world(many) as world:
        devices = await world.client.devices()

    assert {device.id for device in devices} == many.keys()
    assert {device.local_key for device in devices} == {LOCAL_KEY}


async def test_where_one_list_is_not_allowed_the_other_one_counts(world: World) -> None:
    world.cloud.unauthorised.add(Service.PROJECT_DEVICES)

    devices = await world.client.devices()

    assert {device.id for device in devices} == {BULB, SIREN, LOCK}
    assert {device.local_key for device in devices} == {""}


async def test_a_list_that_the_cloud_is_too_busy_for_is_not_taken_for_an_empty_one(
    world: World,
) -> None:
    def be_busy_from_the_third_on() -> None:
        if len(world.cloud.requests) == len([TOKEN, LINKED]):
            world.cloud.fault = CloudFault.TOO_MANY

    world.budget.subscribe(be_busy_from_the_third_on)

    with pytest.raises(CloudBusyError):
        await world.client.devices()


async def test_a_device_does_not_show_its_local_key(world: World) -> None:
    assert LOCAL_KEY not in repr(await world.client.device(BULB))


async def test_a_device_has_the_key_of_its_last_pairing(world: World) -> None:
    await world.devices[BULB].set_fault(Fault.WRONG_KEY)

    device = await world.client.device(BULB)

    assert device.local_key == world.devices[BULB].local_key != LOCAL_KEY


async def test_devices_come_with_the_rooms_they_are_in(world: World) -> None:
    devices = await world.client.devices()

    assert await world.client.rooms(devices) == {
        BULB: CloudRoom(home="Home", name="Living room"),
        SIREN: CloudRoom(home="Home", name="Hall"),
        LOCK: CloudRoom(home="Home", name="Hall"),
    }


async def test_a_project_that_may_not_know_the_homes_has_no_rooms(world: World) -> None:
    world.cloud.unauthorised.add(Service.HOMES)

    assert await world.client.rooms(await world.client.devices()) == {}


async def test_rooms_do_not_hide_that_the_subscription_has_ended(world: World) -> None:
    devices = await world.client.devices()
    world.cloud.fault = CloudFault.ENDED

    with pytest.raises(CloudEndedError):
        await world.client.rooms(devices)


async def test_a_specification_tells_numbers_and_ranges(world: World) -> None:
    points = (await world.client.specification(BULB)).points

    assert points["switch_led"].number == "20"
    assert points["switch_led"].writable
    saturation = points["colour_data_v2"].values["s"]
    assert isinstance(saturation, dict)
    assert saturation["max"] == 1000


async def test_properties_tell_when_they_were_reported(world: World) -> None:
    before = {each.code: each for each in await world.client.properties(SIREN)}
    world.clock.advance(60)

    sent_at = await world.client.command(SIREN, {"alarm_switch": True})

    after = {each.code: each for each in await world.client.properties(SIREN)}
    assert (before["alarm_switch"].value, after["alarm_switch"].value) == (False, True)
    assert before["alarm_switch"].time < sent_at <= after["alarm_switch"].time
    assert after["alarm_volume"].time < sent_at


async def test_when_a_command_was_sent_is_told_by_the_clock_of_the_cloud(world: World) -> None:
    behind = HandClock(wall=world.clock.wall - timedelta(minutes=4))
    client = world.another_client(clock=behind)

    sent_at = await client.command(SIREN, {"alarm_switch": True})

    assert sent_at == round(world.clock.now().timestamp() * 1000)


# Locks --------------------------------------------------------------------------------------


async def test_a_lock_tells_how_it_may_be_unlocked_from_afar(world: World) -> None:
    world.cloud.locks[LOCK].remote_unlock = False

    types = await world.client.remote_unlock_types(LOCK)

    assert types == (RemoteUnlock(type="remoteUnlockWithoutPwd", open=False),)


@pytest.mark.parametrize("opening", [False, True])
async def test_a_ticket_locks_and_unlocks(world: World, *, opening: bool) -> None:
    await world.client.operate_door(LOCK, open=opening)

    assert world.cloud.requests[-2:] == [
        f"POST /v1.0/devices/{LOCK}/door-lock/password-ticket",
        f"POST /v1.0/smart-lock/devices/{LOCK}/password-free/door-operate",
    ]


async def test_a_lock_that_cannot_be_operated_is_opened_with_another_ticket(world: World) -> None:
    world.cloud.locks[LOCK].operable = False

    await world.client.operate_door(LOCK, open=True)

    assert world.cloud.requests[-2:] == [
        f"POST /v1.0/devices/{LOCK}/door-lock/password-ticket",
        f"POST /v1.0/devices/{LOCK}/door-lock/password-free/open-door",
    ]


async def test_locking_has_no_second_way(world: World) -> None:
    world.cloud.locks[LOCK].operable = False

    with pytest.raises(CloudUnsupportedError) as caught:
        await world.client.operate_door(LOCK, open=False)

    assert caught.value.code == 1045
    assert not any("open-door" in request for request in world.cloud.requests)


async def test_remote_unlocking_that_is_switched_off_is_told(world: World) -> None:
    world.cloud.locks[LOCK].remote_unlock = False

    with pytest.raises(CloudUnsupportedError) as caught:
        await world.client.operate_door(LOCK, open=True)

    assert caught.value.code == 1046


async def test_a_sleeping_lock_is_not_tried_a_second_way(world: World) -> None:
    await world.devices[LOCK].set_fault(Fault.OFFLINE)

    with pytest.raises(CloudDeviceOfflineError):
        await world.client.operate_door(LOCK, open=True)

    assert not any("open-door" in request for request in world.cloud.requests)


# Tokens -------------------------------------------------------------------------------------


async def test_many_calls_at_once_fetch_one_token(world: World) -> None:
    await asyncio.gather(*(world.client.device(BULB) for _ in range(8)))

    assert world.cloud.requests.count(TOKEN) == 1


async def test_a_token_is_used_for_as_long_as_it_lives(world: World) -> None:
    await world.client.device(BULB)
    world.clock.advance(7199)
    await world.client.device(BULB)
    world.clock.advance(2)
    await world.client.device(BULB)

    assert world.cloud.requests.count(TOKEN) == 2


async def test_a_token_that_ends_early_is_renewed_once_for_all_who_had_it(world: World) -> None:
    await world.client.device(BULB)
    world.cloud.revoke_token()

    await asyncio.gather(*(world.client.device(BULB) for _ in range(8)))

    assert world.cloud.requests.count(TOKEN) == 2


async def test_a_call_is_repeated_once_and_no_more(world: World) -> None:
    client = world.another_client()
    await client.device(BULB)

    # Every request finds that its token has ended since.
    client.budget.subscribe(world.cloud.revoke_token)
    with pytest.raises(CloudError) as caught:
        await client.device(BULB)

    assert caught.value.code == 1011
    assert world.cloud.requests.count(f"GET /v1.0/devices/{BULB}") == 3


async def test_the_tokens_of_other_programs_stay_valid(world: World) -> None:
    other = world.another_client()
    await other.device(BULB)
    world.clock.advance(100)

    await world.client.device(BULB)
    await other.device(BULB)

    assert world.cloud.tokens_issued == 1


# Failures -----------------------------------------------------------------------------------


async def test_a_wrong_secret_is_told(world: World) -> None:
    with pytest.raises(CloudCredentialsError) as caught:
        await world.another_client(secret="wrong").devices()

    assert caught.value.code == 1004


async def test_a_wrong_client_id_is_told(world: World) -> None:
    with pytest.raises(CloudCredentialsError) as caught:
        await world.another_client(client_id="wrong").devices()

    assert caught.value.code == 1005


@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_clock_that_is_off_by_minutes_is_told(world: World, minutes: int) -> None:
    off = HandClock(wall=world.clock.wall + timedelta(minutes=minutes))

    with pytest.raises(CloudClockError):
        await world.another_client(clock=off).devices()


@pytest.mark.parametrize("minutes", [-4, 4])
async def test_a_clock_that_is_off_by_less_does_not_matter(world: World, minutes: int) -> None:
    off = HandClock(wall=world.clock.wall + timedelta(minutes=minutes))

    assert await world.another_client(clock=off).devices()


@pytest.mark.parametrize("fault", [CloudFault.SERVER_ERROR, CloudFault.NOT_JSON])
async def test_an_answer_that_means_nothing_is_none(world: World, fault: CloudFault) -> None:
    world.cloud.fault = fault

    with pytest.raises(CloudUnreachableError):
        await world.client.devices()


async def test_a_cloud_that_hangs_is_given_up(world: World) -> None:
    world.cloud.fault = CloudFault.HANG

    with pytest.raises(CloudUnreachableError):
        await world.another_client(call_seconds=BRIEFLY).devices()


async def test_a_slow_cloud_is_waited_for(world: World) -> None:
    world.cloud.fault = CloudFault.SLOW
    world.cloud.slow_seconds = 0.01

    assert await world.client.devices()


async def test_a_cloud_that_is_not_there_is_told(world: World) -> None:
    await world.cloud.stop()

    with pytest.raises(CloudUnreachableError):
        await world.client.devices()


async def test_a_failure_of_the_moment_is_tried_again_by_the_next_call(world: World) -> None:
    world.cloud.fault = CloudFault.SERVER_ERROR
    with pytest.raises(CloudUnreachableError):
        await world.client.devices()
    world.cloud.fault = CloudFault.NONE

    assert await world.client.devices()


async def test_too_many_requests_are_told(world: World) -> None:
    world.cloud.fault = CloudFault.TOO_MANY

    with pytest.raises(CloudBusyError):
        await world.client.devices()


async def test_a_device_that_is_offline_is_told(world: World) -> None:
    await world.devices[BULB].set_fault(Fault.OFFLINE)

    with pytest.raises(CloudDeviceOfflineError):
        await world.client.command(BULB, {"switch_led": True})


@pytest.mark.parametrize(
    "values", [{"no_such_code": True}, {"switch_led": "on"}, {"bright_value_v2": 5000}]
)
async def test_what_a_device_does_not_know_is_told(
    world: World, values: dict[str, bool | int | str]
) -> None:
    with pytest.raises(CloudUnsupportedError) as caught:
        await world.client.command(BULB, dict(values))

    assert caught.value.code == 2008


async def test_a_device_of_somebody_else_is_asked_for_once(world: World) -> None:
    world.cloud.denied.add(BULB)
    for _ in range(3):
        with pytest.raises(CloudDeniedError):
            await world.client.command(BULB, {"switch_led": True})

    assert world.cloud.requests.count(COMMANDS) == 1
    await world.client.command(SIREN, {"alarm_switch": True})


async def test_an_ended_subscription_ends_every_call(world: World) -> None:
    await world.client.devices()
    world.cloud.fault = CloudFault.ENDED
    with pytest.raises(CloudEndedError):
        await world.client.device(BULB)
    before = len(world.cloud.requests)

    with pytest.raises(CloudEndedError) as caught:
        await world.client.command(SIREN, {"alarm_switch": True})

    assert caught.value.code == 28841002
    assert len(world.cloud.requests) == before
    assert isinstance(world.client.ended, CloudEndedError)


async def test_a_used_up_quota_ends_every_call(world: World) -> None:
    world.cloud.quota = 2
    await world.client.device(BULB)

    for _ in range(3):
        with pytest.raises(CloudEndedError) as caught:
            await world.client.device(SIREN)
        assert caught.value.code == 28841004

    assert len(world.cloud.requests) == 3


async def test_calls_go_on_once_somebody_has_acted(world: World) -> None:
    world.cloud.fault = CloudFault.ENDED
    with pytest.raises(CloudEndedError):
        await world.client.devices()
    world.cloud.fault = CloudFault.NONE

    world.client.retry()

    assert world.client.ended is None
    assert await world.client.devices()


async def test_a_service_that_is_not_authorised_leaves_the_others(world: World) -> None:
    world.cloud.unauthorised.add(Service.LOCKS)
    with pytest.raises(CloudEndedError):
        await world.client.remote_unlock_types(LOCK)

    assert world.client.ended is None
    assert await world.client.devices()


# What is kept to itself ---------------------------------------------------------------------


async def test_every_request_is_counted(world: World) -> None:
    await world.client.devices()
    await world.client.command(BULB, {"switch_led": False})

    assert sum(world.budget.today.values()) == len(world.cloud.requests)
    assert world.budget.today[CallKind.TOKEN] == 1
    assert world.budget.today[CallKind.COMMAND] == 1


async def test_keys_are_renewed_so_often_a_day_and_no_more(world: World) -> None:
    for _ in range(DAILY_CAPS[CallKind.KEY_RENEWAL]):
        await world.client.device(BULB, kind=CallKind.KEY_RENEWAL)
    before = len(world.cloud.requests)

    with pytest.raises(CloudBudgetError):
        await world.client.device(BULB, kind=CallKind.KEY_RENEWAL)

    assert len(world.cloud.requests) == before
    assert await world.client.device(BULB)
    world.clock.advance(24 * 3600)
    assert await world.client.device(BULB, kind=CallKind.KEY_RENEWAL)


async def test_no_secret_is_written_to_the_log_or_into_an_error(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[str] = []
    await world.client.devices()
    world.cloud.revoke_token()
    await world.client.device(BULB)
    for fault in (CloudFault.SERVER_ERROR, CloudFault.NOT_JSON, CloudFault.ENDED):
        world.cloud.fault = fault
        with pytest.raises(CloudError) as caught:
            await world.client.device(BULB)
        said += [str(caught.value), repr(caught.value)]

    token = world.client._calls._tokens._token
    assert token
    for secret in (ACCOUNT.secret, token, LOCAL_KEY):
        assert secret not in caplog.text
        assert not any(secret in words for words in said)
