"""A cloud whose answers are not as documented has given none; nothing else comes of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
import json

import aiohttp
from aiohttp import web
import pytest

from custom_components.tuya_twin.core.errors import CloudError, CloudUnreachableError
from custom_components.tuya_twin.devices.cloud import CloudAccount, CloudClient, CloudDevice
from custom_components.tuya_twin.devices.cloud.transport import MOST_BYTES
from tests.core.kit import HandClock
from tests.devices.cloud.kit import BULB, LOCK, PATIENCE

TOKEN = {"access_token": "t0ken", "expire_time": 7200}
AN_AGE = 10**30
"""More milliseconds than any calendar has."""
DEEP = "[" * 100_000
"""Nested further than anybody unpacks."""

type Call = Callable[[CloudClient], Awaitable[object]]


def devices(client: CloudClient) -> Awaitable[object]:
    return client.devices()


def one_device(client: CloudClient) -> Awaitable[object]:
    return client.device(BULB)


def rooms(client: CloudClient) -> Awaitable[object]:
    nobody = CloudDevice.read({"id": BULB, "uid": "somebody"})
    return client.rooms([nobody])


def properties(client: CloudClient) -> Awaitable[object]:
    return client.properties(BULB)


def specification(client: CloudClient) -> Awaitable[object]:
    return client.specification(BULB)


def ways_to_unlock(client: CloudClient) -> Awaitable[object]:
    return client.remote_unlock_types(LOCK)


def opening(client: CloudClient) -> Awaitable[object]:
    return client.operate_door(LOCK, open=True)


@asynccontextmanager
async def client_told(
    said: str | bytes, *, status: int = 200, token: object = TOKEN
) -> AsyncIterator[CloudClient]:
    """A client of a cloud that gives a token, and says this to whatever else it is asked."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/v1.0/token":
            return web.json_response({"success": True, "result": token})
        return web.Response(status=status, body=said, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    account = CloudAccount(client_id="id", secret="s", base_url=f"http://{host}:{port}")
    try:
        async with aiohttp.ClientSession() as session:
            yield CloudClient(session, account, clock=HandClock(), call_seconds=PATIENCE)
    finally:
        await runner.cleanup()


def success(result: object) -> str:
    return json.dumps({"success": True, "result": result})


@pytest.mark.parametrize(
    "said",
    ["", "[]", "null", '"yes"', "7", "{}", '{"result": {}}', "{", b"\xff\xfe{}", DEEP, "9" * 5000],
    ids=lambda said: said[:10],
)
async def test_what_is_no_answer_is_none(said: str | bytes) -> None:
    async with client_told(said) as client:
        with pytest.raises(CloudUnreachableError):
            await client.device(BULB)


async def test_what_is_longer_than_any_answer_is_none_before_it_is_whole() -> None:
    endless = success({"id": BULB}) + " " * MOST_BYTES
    async with client_told(endless) as client:
        with pytest.raises(CloudUnreachableError):
            await client.device(BULB)


async def test_nobody_is_sent_elsewhere() -> None:
    async with client_told("See there", status=302) as client:
        with pytest.raises(CloudUnreachableError):
            await client.device(BULB)


@pytest.mark.parametrize(
    ("call", "result"),
    [
        (devices, None),
        (devices, []),
        (devices, {"devices": {}}),
        (devices, {"devices": [7]}),
        (devices, {"devices": [{"name": "Lamp"}]}),
        (devices, {"devices": [{"id": True}]}),
        (devices, {"devices": [{"id": [BULB]}]}),
        (one_device, None),
        (one_device, [{"id": BULB}]),
        (rooms, "none"),
        (rooms, [{"name": "Home"}]),
        (properties, []),
        (properties, {"properties": "none"}),
        (properties, {"properties": [{"code": "switch", "dp_id": 1, "time": 1}]}),
        (properties, {"properties": [{"code": "switch", "time": 1, "value": True}]}),
        (properties, {"properties": [{"code": "switch", "dp_id": 1, "value": True}]}),
        *(
            (properties, {"properties": [{"code": "a", "dp_id": 1, "time": at, "value": 1}]})
            for at in (True, "1588925778000", 1.5, -1, AN_AGE)
        ),
        (specification, []),
        (specification, {"functions": 7}),
        (specification, {"status": [{"dp_id": 1}]}),
        (ways_to_unlock, None),
        (ways_to_unlock, [{"open": True}]),
        (opening, None),
        (opening, {"expire_time": 300}),
    ],
)
async def test_a_result_of_another_form_is_no_answer(call: Call, result: object) -> None:
    async with client_told(success(result)) as client:
        with pytest.raises(CloudUnreachableError):
            await call(client)


@pytest.mark.parametrize(
    "token",
    [
        None,
        "t0ken",
        {"access_token": "t0ken"},
        {"expire_time": 7200},
        {**TOKEN, "access_token": None},
        {**TOKEN, "expire_time": "7200"},
        {**TOKEN, "expire_time": 10**400},
    ],
    ids=lambda token: str(token)[-20:],
)
async def test_a_token_of_another_form_is_none(token: object) -> None:
    async with client_told(success({"id": BULB}), token=token) as client:
        with pytest.raises(CloudUnreachableError):
            await client.device(BULB)


@pytest.mark.parametrize("code", ["1004", 1004.0, True, None, [1004]])
async def test_a_failure_whose_code_is_no_number_is_one_of_no_known_kind(code: object) -> None:
    async with client_told(json.dumps({"success": False, "code": code})) as client:
        with pytest.raises(CloudError) as caught:
            await client.device(BULB)

    assert type(caught.value) is CloudError
    assert caught.value.code is None
    assert not client.refuses


async def test_a_command_that_the_cloud_says_it_did_not_send_has_failed() -> None:
    async with client_told(success(result=False)) as client:
        with pytest.raises(CloudError):
            await client.command(BULB, {"switch_led": True})


@pytest.mark.parametrize("t", [None, "1588925778000", True])
async def test_a_cloud_that_does_not_tell_its_time_is_taken_to_have_ours(t: object) -> None:
    async with client_told(json.dumps({"success": True, "result": True, "t": t})) as client:
        sent_at = await client.command(BULB, {"switch_led": True})

    assert sent_at == round(HandClock().now().timestamp() * 1000)


@pytest.mark.parametrize("values", ["", "{", "[]", "7", DEEP, None, 7], ids=lambda v: str(v)[:3])
async def test_a_data_point_whose_range_cannot_be_read_has_none(values: object) -> None:
    functions = [{"code": "switch", "dp_id": 1, "values": values}]
    async with client_told(success({"functions": functions})) as client:
        points = (await client.specification(BULB)).points

    assert points["switch"].values == {}
    assert points["switch"].writable


async def test_a_cloud_that_repeats_itself_is_not_asked_for_ever() -> None:
    page = {"devices": [{"id": BULB}], "has_more": True, "last_row_key": "again"}
    async with client_told(success(page)) as client:
        assert {device.id for device in await client.devices()} == {BULB}
