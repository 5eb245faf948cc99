"""The simulated cloud is as strict as Tuya's: requests made by hand, without the client."""

from collections.abc import Mapping
import hashlib
import hmac
import json
from typing import Any

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.core.ports import Clock
from custom_components.tuya_twin.devices.simulator import Fault, SimulatedAccount
from custom_components.tuya_twin.devices.simulator.cloud.account import Refusal
from custom_components.tuya_twin.devices.simulator.cloud.gate import Gate, Letter
from custom_components.tuya_twin.devices.simulator.cloud.registry import HOME_ID
from custom_components.tuya_twin.devices.simulator.cloud.tokens import TokenOffice
from tests.core.kit import HandClock
from tests.devices.cloud.kit import ACCOUNT, BULB, LOCK, SIREN, World, a_world, make_device

EXAMPLE = SimulatedAccount(
    client_id="1KAD46OrT9HafiKdsXeg", secret="4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC"
)
EXAMPLE_HEADERS = {
    "client_id": EXAMPLE.client_id,
    "t": "1588925778000",
    "nonce": "5138cc3a9033d69856923fd07b491173",
    "signature-headers": "area_id:call_id",
    "area_id": "29a33e8796834b1efa6",
    "call_id": "8afdb70ab2ed11eb85290242ac130003",
}
TOKEN_PATH = "/v1.0/token?grant_type=1"


class Hand:
    """Signs and sends requests as the documents say, or differently where a test wants it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.token = ""

    async def ask(
        self,
        method: str,
        target: str,
        body: str = "",
        *,
        signed_as: str | None = None,
        signed_body: str | None = None,
        changed: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        t = str(round(self._world.clock.now().timestamp() * 1000))
        sent = {"client_id": ACCOUNT.client_id, "t": t, "access_token": self.token}
        sent |= changed or {}
        digest = hashlib.sha256((body if signed_body is None else signed_body).encode())
        text = f"{method}\n{digest.hexdigest()}\n\n{signed_as or target}"
        token = "" if target.startswith("/v1.0/token") else sent["access_token"]
        text = f"{sent['client_id']}{token}{sent['t']}{sent.get('nonce', '')}{text}"
        signed = hmac.new(ACCOUNT.secret.encode(), text.encode(), hashlib.sha256)
        sent.setdefault("sign", signed.hexdigest().upper())
        url = self._world.account.base_url + target
        async with self._world.session.request(method, url, headers=sent, data=body) as response:
            assert response.status == 200
            answer: dict[str, Any] = await response.json()
        return answer

    async def code(self, *args: Any, **options: Any) -> int | None:
        answer = await self.ask(*args, **options)
        assert answer["success"] is ("code" not in answer)
        code: int | None = answer.get("code")
        return code

    async def fetch_token(self) -> dict[str, Any]:
        answer = await self.ask("GET", TOKEN_PATH)
        result: dict[str, Any] = answer["result"]
        self.token = result["access_token"]
        return result


@pytest.fixture
def hand(world: World) -> Hand:
    return Hand(world)


# The signature ------------------------------------------------------------------------------


def example_gate(clock: Clock) -> Gate:
    return Gate(EXAMPLE, TokenOffice(clock, seconds=7200), clock)


def test_the_example_in_tuyas_documents_is_let_in() -> None:
    clock = HandClock()
    clock.advance(1588925778 - clock.now().timestamp())
    sign = "9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E"

    example_gate(clock).check(
        Letter(method="GET", target=TOKEN_PATH, headers={**EXAMPLE_HEADERS, "sign": sign}, body=b"")
    )


def test_the_example_with_another_header_is_not() -> None:
    clock = HandClock()
    clock.advance(1588925778 - clock.now().timestamp())
    sign = "9E48A3E93B302EEECC803C7241985D0A34EB944F40FB573C7B5C2A82158AF13E"
    sent = {**EXAMPLE_HEADERS, "sign": sign, "area_id": "another"}

    with pytest.raises(Refusal):
        example_gate(clock).check(Letter(method="GET", target=TOKEN_PATH, headers=sent, body=b""))


async def test_a_request_signed_by_hand_is_answered(hand: Hand) -> None:
    await hand.fetch_token()

    answer = await hand.ask("GET", f"/v1.0/devices/{BULB}")

    assert answer["result"]["id"] == BULB


async def test_the_body_is_signed_to_the_byte(hand: Hand) -> None:
    await hand.fetch_token()
    path = f"/v1.0/iot-03/devices/{SIREN}/commands"
    body = json.dumps({"commands": [{"code": "alarm_switch", "value": True}]})

    assert await hand.code("POST", path, body, signed_body=body.replace(" ", "")) == 1004
    assert await hand.code("POST", path, body) is None


async def test_the_query_is_signed_in_order(hand: Hand) -> None:
    await hand.fetch_token()
    path = "/v1.3/iot-03/devices"

    assert await hand.code("GET", f"{path}?page_size=2&last_row_key=row=1") == 1004
    ordered = f"{path}?last_row_key=row=1&page_size=2"
    assert (
        await hand.code("GET", f"{path}?page_size=2&last_row_key=row=1", signed_as=ordered) is None
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"client_id": "another"}, 1005),
        ({"sign": "0" * 64}, 1004),
        ({"sign": "é"}, 1004),
        ({"t": "yesterday"}, 1013),
        ({"access_token": ""}, 1002),
        ({"access_token": "made-up"}, 1011),
    ],
)
async def test_what_is_wrong_with_a_request_is_told(
    hand: Hand, changed: dict[str, str], code: int
) -> None:
    await hand.fetch_token()

    assert await hand.code("GET", f"/v1.0/devices/{BULB}", changed=changed) == code


@pytest.mark.parametrize("missing", ["client_id", "sign", "t"])
def test_who_does_not_say_who_asks_and_when_is_told_so(missing: str) -> None:
    sent = {**EXAMPLE_HEADERS, "sign": "0" * 64}
    del sent[missing]

    with pytest.raises(Refusal) as caught:
        example_gate(HandClock()).check(
            Letter(method="GET", target=TOKEN_PATH, headers=sent, body=b"")
        )

    assert caught.value.code == 1105


async def test_a_nonce_is_good_for_one_request(hand: Hand) -> None:
    await hand.fetch_token()
    once = {"nonce": "never-again"}

    assert await hand.code("GET", f"/v1.0/devices/{BULB}", changed=once) is None
    assert await hand.code("GET", f"/v1.0/devices/{BULB}", changed=once) == 1004


@pytest.mark.parametrize(
    ("seconds", "code"), [(300, None), (301, 1013), (-300, None), (-301, 1013)]
)
async def test_the_time_of_a_request_may_be_five_minutes_off(
    hand: Hand, world: World, seconds: int, code: int | None
) -> None:
    t = round((world.clock.now().timestamp() + seconds) * 1000)

    assert await hand.code("GET", TOKEN_PATH, changed={"t": str(t)}) == code


async def test_a_path_that_is_none_is_told(hand: Hand) -> None:
    await hand.fetch_token()

    assert await hand.code("GET", "/v9.9/nothing") == 1108


# Lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"/v1.0/homes/{HOME_ID}/rooms", None),
        (f"/v1.0/homes/{HOME_ID + 1}/rooms", 1106),
        (f"/v1.0/homes/{HOME_ID}/rooms/0/devices", None),
        (f"/v1.0/homes/{HOME_ID}/rooms/99/devices", 1000),
        (f"/v1.0/homes/{HOME_ID + 1}/rooms/0/devices", 1106),
        (f"/v1.0/users/{ACCOUNT.user_id}/homes", None),
        ("/v1.0/users/somebody/homes", 1106),
    ],
)
async def test_there_is_one_home_and_only_its_rooms(
    hand: Hand, path: str, code: int | None
) -> None:
    await hand.fetch_token()

    assert await hand.code("GET", path) == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("page_size=200", None),
        ("page_size=201", 1101),
        ("page_size=0", 1101),
        ("page_size=all", 1101),
        ("last_row_key=somewhere&page_size=20", 1101),
    ],
)
async def test_a_page_has_a_size_and_a_beginning(hand: Hand, query: str, code: int | None) -> None:
    await hand.fetch_token()

    assert await hand.code("GET", f"/v1.3/iot-03/devices?{query}") == code


# Tokens -------------------------------------------------------------------------------------


async def test_asking_for_a_token_gives_the_present_one_with_the_rest_of_its_life(
    hand: Hand, world: World
) -> None:
    first = await hand.fetch_token()
    world.clock.advance(1000)
    second = await hand.fetch_token()

    assert second["access_token"] == first["access_token"]
    assert (first["expire_time"], second["expire_time"]) == (7200, 6200)


async def test_a_token_is_given_for_one_kind_of_grant(hand: Hand) -> None:
    assert await hand.code("GET", "/v1.0/token?grant_type=2") == 1003


async def test_a_token_ends_with_its_time(hand: Hand, world: World) -> None:
    await hand.fetch_token()
    world.clock.advance(7200)

    assert await hand.code("GET", f"/v1.0/devices/{BULB}") == 1010


async def test_refreshing_ends_the_old_pair(hand: Hand) -> None:
    old = await hand.fetch_token()
    path = f"/v1.0/token/{old['refresh_token']}"

    new = (await hand.ask("GET", path))["result"]

    assert await hand.code("GET", f"/v1.0/devices/{BULB}") == 1011
    assert await hand.code("GET", path) == 1010
    hand.token = new["access_token"]
    assert await hand.code("GET", f"/v1.0/devices/{BULB}") is None


# Tickets ------------------------------------------------------------------------------------


async def ticket(hand: Hand) -> str:
    answer = await hand.ask("POST", f"/v1.0/devices/{LOCK}/door-lock/password-ticket")
    return str(answer["result"]["ticket_id"])


async def operate(hand: Hand, ticket_id: str, *, opening: object = False) -> int | None:
    path = f"/v1.0/smart-lock/devices/{LOCK}/password-free/door-operate"
    return await hand.code("POST", path, json.dumps({"ticket_id": ticket_id, "open": opening}))


async def test_a_ticket_works_once(hand: Hand) -> None:
    await hand.fetch_token()
    issued = await ticket(hand)

    assert await operate(hand, issued) is None
    assert await operate(hand, issued) == 1109


async def test_a_ticket_works_for_minutes(hand: Hand, world: World) -> None:
    await hand.fetch_token()
    issued = await ticket(hand)
    world.clock.advance(360)

    assert await operate(hand, issued) == 1109


async def test_a_ticket_is_spent_on_an_order_that_is_none(hand: Hand) -> None:
    await hand.fetch_token()
    issued = await ticket(hand)

    assert await operate(hand, issued, opening="wide") == 1104
    assert await operate(hand, issued) == 1109


async def test_a_lock_that_is_deaf_stays_as_it_is_and_the_cloud_does_not_know(
    hand: Hand, world: World
) -> None:
    await hand.fetch_token()
    before = world.devices[LOCK].appliance.status()
    await world.devices[LOCK].set_fault(Fault.DEAF)

    for opening in (True, False):
        assert await operate(hand, await ticket(hand), opening=opening) is None

    assert world.devices[LOCK].appliance.status() == before


async def test_a_door_opener_opens_by_a_ticket_and_cannot_close() -> None:
    opener = make_device(LOCK, DeviceKind.LOCK, "lock_relay")
    async with a_world({LOCK: opener}) as world:
        hand = Hand(world)
        await hand.fetch_token()

        assert await operate(hand, await ticket(hand), opening=False) == 1045
        assert opener.writes == ()
        assert await operate(hand, await ticket(hand), opening=True) is None
        assert len(opener.writes) == 1


async def test_a_siren_is_no_door(hand: Hand) -> None:
    await hand.fetch_token()

    assert await hand.code("POST", f"/v1.0/devices/{SIREN}/door-lock/password-ticket") == 1045


# Shadows ------------------------------------------------------------------------------------


async def properties(hand: Hand, device_id: str) -> dict[str, dict[str, Any]]:
    answer = await hand.ask("GET", f"/v2.0/cloud/thing/{device_id}/shadow/properties")
    return {each["code"]: each for each in answer["result"]["properties"]}


async def command(hand: Hand, device_id: str, **values: object) -> int | None:
    commands = [{"code": code, "value": value} for code, value in values.items()]
    path = f"/v1.0/iot-03/devices/{device_id}/commands"
    return await hand.code("POST", path, json.dumps({"commands": commands}))


async def test_a_value_that_does_not_change_is_not_reported_again(hand: Hand, world: World) -> None:
    await hand.fetch_token()
    await command(hand, SIREN, alarm_switch=True)
    before = await properties(hand, SIREN)
    world.clock.advance(60)
    await command(hand, SIREN, alarm_switch=True)

    assert await properties(hand, SIREN) == before


async def test_what_was_done_over_the_lan_is_known_to_the_cloud_as_done_before(
    hand: Hand, world: World
) -> None:
    await hand.fetch_token()
    world.clock.advance(60)
    world.devices[SIREN].appliance.apply({"13": True})
    now = round(world.clock.now().timestamp() * 1000)

    switch = (await properties(hand, SIREN))["alarm_switch"]

    assert switch["value"] is True
    assert switch["time"] == now - 1


async def test_of_an_unplugged_device_the_cloud_knows_the_last_report(
    hand: Hand, world: World
) -> None:
    await hand.fetch_token()
    await world.devices[BULB].set_fault(Fault.OFFLINE)

    assert (await properties(hand, BULB))["switch_led"]["value"] is True
    assert await command(hand, BULB, switch_led=True) == 2001
    assert (await hand.ask("GET", f"/v1.0/devices/{BULB}"))["result"]["online"] is False


async def test_a_colour_is_told_and_taken_in_words(hand: Hand, world: World) -> None:
    await hand.fetch_token()

    await command(hand, BULB, colour_data_v2={"h": 120, "s": 1000, "v": 500})

    assert world.devices[BULB].appliance.status()["24"] == "007803e801f4"
    colour = (await properties(hand, BULB))["colour_data_v2"]["value"]
    assert json.loads(colour) == {"h": 120, "s": 1000, "v": 500}


@pytest.mark.parametrize("colour", ["red", {"h": 1}, 7, {"h": 999, "s": 0, "v": 0}, [1, 2, 3]])
async def test_a_colour_that_is_none_is_refused(hand: Hand, colour: object) -> None:
    await hand.fetch_token()

    assert await command(hand, BULB, colour_data_v2=colour) == 2008


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"commands": 7}', '{"commands": [7]}'])
async def test_a_command_of_no_form_is_refused(hand: Hand, body: str) -> None:
    await hand.fetch_token()

    code = await hand.code("POST", f"/v1.0/iot-03/devices/{BULB}/commands", body)

    assert code in (1100, 1109)


async def test_a_cloud_that_was_stopped_starts_again(world: World) -> None:
    await world.cloud.stop()
    await world.cloud.stop()
    base_url = await world.cloud.start()

    assert await world.another_client(base_url=base_url).devices()
