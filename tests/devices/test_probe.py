"""Before a device is saved it is asked once, and what is wrong is told apart."""

import asyncio
from collections.abc import Collection
from dataclasses import replace

import pytest

from custom_components.tuya_twin.core.errors import (
    HeldError,
    UnreachableError,
    WrongKeyError,
    WrongVersionError,
)
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.lan import (
    VERSIONS,
    Endpoint,
    HungUpError,
    LanConnection,
    knock,
)
from custom_components.tuya_twin.devices.probe import AUTO, Answer, NoAnswerError, probe
from custom_components.tuya_twin.devices.simulator import Absence, Fault, Manners
from tests.devices.link_kit import PATIENCE, endpoint_of
from tests.devices.simulator_kit import LOCAL_KEY, OTHER_KEY, running

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)
NOWHERE = Endpoint(host="127.0.0.1", device_id="id", local_key=LOCAL_KEY, version="3.3")
BRIEFLY = 0.3
"""How long a device may take here before it counts as silent."""


@all_versions
@pytest.mark.parametrize("kind", DeviceKind)
async def test_a_device_answers_with_its_data_points(version: str, kind: DeviceKind) -> None:
    async with running(version, kind) as device:
        answer = await probe(endpoint_of(device), answer_seconds=PATIENCE)

        assert answer == Answer(version=version, dps=device.appliance.status())


@pytest.mark.parametrize(
    ("spoken", "asked"),
    # A device that speaks 3.4 hangs up on 3.3 as if it were away.
    [("3.3", "3.3"), ("3.4", "3.4"), ("3.5", "3.5"), ("3.4", "3.3"), ("3.3", "3.5")],
)
async def test_a_wrong_key_is_named_whatever_version_is_asked_for(spoken: str, asked: str) -> None:
    async with running(spoken) as device:
        endpoint = endpoint_of(device, local_key=OTHER_KEY, version=asked)
        with pytest.raises(WrongKeyError):
            await probe(endpoint, answer_seconds=BRIEFLY)


@pytest.mark.parametrize(
    ("asked", "spoken"), [(a, b) for a in VERSIONS for b in VERSIONS if a != b]
)
async def test_a_wrong_version_is_named_with_the_right_one(asked: str, spoken: str) -> None:
    async with running(spoken) as device:
        with pytest.raises(WrongVersionError) as error:
            await probe(endpoint_of(device, version=asked), answer_seconds=BRIEFLY)

    assert error.value.found == spoken


@all_versions
async def test_a_key_of_the_wrong_length_is_a_wrong_key(version: str) -> None:
    async with running(version) as device:
        with pytest.raises(WrongKeyError):
            await probe(endpoint_of(device, local_key="short"), answer_seconds=BRIEFLY)


@all_versions
async def test_nobody_there_is_unreachable_and_not_silent(version: str) -> None:
    async with running(version) as device:
        await device.set_fault(Fault.OFFLINE)

        with pytest.raises(UnreachableError) as error:
            await probe(endpoint_of(device), answer_seconds=PATIENCE)

    assert not isinstance(error.value, HeldError | NoAnswerError)


@all_versions
async def test_whoever_accepts_and_says_nothing_is_silent(version: str) -> None:
    async with running(version) as device:
        await device.set_fault(Fault.HALF_OPEN)

        with pytest.raises(NoAnswerError):
            await probe(endpoint_of(device), answer_seconds=0.1)


@all_versions
async def test_whoever_drops_every_connection_is_held_by_somebody_else(version: str) -> None:
    async with running(version) as device:
        await device.set_fault(Fault.RESET)

        with pytest.raises(HeldError):
            await probe(endpoint_of(device), answer_seconds=PATIENCE)


@all_versions
async def test_the_version_is_found_out_where_it_is_not_known(version: str) -> None:
    async with running(version) as device:
        answer = await probe(endpoint_of(device, version=AUTO), answer_seconds=1.0)

    assert answer.version == version


@all_versions
async def test_a_wrong_key_is_named_where_the_version_is_not_known(version: str) -> None:
    async with running(version) as device:
        with pytest.raises(WrongKeyError):
            await probe(
                endpoint_of(device, local_key=OTHER_KEY, version=AUTO), answer_seconds=BRIEFLY
            )


@all_versions
async def test_a_probe_leaves_no_connection_behind(version: str) -> None:
    async with running(version) as device:
        # A device has three places for clients: more probes than that, one after another.
        for _ in range(5):
            await probe(endpoint_of(device), answer_seconds=PATIENCE)


@all_versions
async def test_a_device_that_wants_its_data_points_named_is_told_their_names(version: str) -> None:
    async with running(version, manners=Manners(device22=True)) as device:
        status = device.appliance.status()

        answer = await probe(endpoint_of(device), points=status.keys(), answer_seconds=PATIENCE)

    assert answer.dps == status


async def test_two_devices_can_be_probed_at_once() -> None:
    async with running("3.3") as one, running("3.5", DeviceKind.LOCK) as other:
        answers = await asyncio.gather(
            *(probe(endpoint_of(device), answer_seconds=PATIENCE) for device in (one, other))
        )

        assert [answer.dps for answer in answers] == [
            one.appliance.status(),
            other.appliance.status(),
        ]


async def test_whoever_takes_the_start_of_a_frame_and_hangs_up_has_no_place_for_us() -> None:
    async def show_out(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4)
        writer.close()

    async with await asyncio.start_server(show_out, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        endpoint = replace(NOWHERE, host=host, port=port)
        with pytest.raises(HungUpError):
            await asyncio.to_thread(knock, endpoint, answer_seconds=PATIENCE)


async def test_whoever_says_anything_to_a_knock_has_let_us_in() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(4)
        writer.write(b"hello")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        endpoint = replace(NOWHERE, host=host, port=port)
        await asyncio.to_thread(knock, endpoint, answer_seconds=PATIENCE)


async def test_where_nobody_is_nobody_lets_a_knock_in() -> None:
    async with running(absence=Absence.SILENT) as device:
        await device.set_fault(Fault.OFFLINE)

        with pytest.raises(UnreachableError) as error:
            await asyncio.to_thread(knock, endpoint_of(device), answer_seconds=0.1)

    assert type(error.value) is UnreachableError


def test_a_local_key_never_shows() -> None:
    assert LOCAL_KEY not in f"{NOWHERE} {NOWHERE!r}"


@all_versions
async def test_each_version_is_tried_once_so_none_is_named_wrong_for_a_moment_s_silence(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    class Counted(LanConnection):
        def __init__(
            self, endpoint: Endpoint, *, points: Collection[str], answer_seconds: float
        ) -> None:
            tried.append(endpoint.version)
            super().__init__(endpoint, points=points, answer_seconds=answer_seconds)

    monkeypatch.setattr("custom_components.tuya_twin.devices.probe.LanConnection", Counted)
    async with running(version) as device:
        with pytest.raises(WrongKeyError):
            await probe(endpoint_of(device, local_key=OTHER_KEY), answer_seconds=BRIEFLY)

    assert tried[0] == version
    assert sorted(tried) == sorted(VERSIONS)
