"""Tuya's cloud, for what the LAN cannot do: names and keys, lock tickets, a second way in.

Every call raises a `CloudError`, and is made once: who calls decides whether to call again. A
permanent failure is remembered, and answered from memory until `retry`.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import aiohttp

from ...core.errors import CloudError, CloudUnsupportedError
from ...core.ports import Clock
from ...core.wire import Json
from .account import CloudAccount
from .budget import CallBudget, CallKind
from .caller import CALL_SECONDS, Caller, OnOutcome
from .codes import ACCOUNT_WIDE
from .models import CloudDevice, CloudProperty, CloudRoom, CloudSpecification, RemoteUnlock
from .reading import optional_text, record, records, text


class CloudClient:
    """One account of Tuya's cloud. Holds no task and no connection of its own."""

    def __init__(  # noqa: PLR0913 - whom to call, who counts, who is told
        self,
        session: aiohttp.ClientSession,
        account: CloudAccount,
        *,
        clock: Clock,
        budget: CallBudget | None = None,
        call_seconds: float = CALL_SECONDS,
        on_outcome: OnOutcome | None = None,
    ) -> None:
        """Know the account; nothing is called yet. `on_outcome` is told how each call went."""
        self.budget = budget or CallBudget(clock)
        self._account = account
        self._calls = Caller(
            session,
            account,
            clock=clock,
            budget=self.budget,
            call_seconds=call_seconds,
            on_outcome=on_outcome,
        )

    @property
    def ended(self) -> CloudError | None:
        """Why no call at all is made any more, until `retry`; `None` while they are."""
        return self._calls.ended

    @property
    def refuses(self) -> bool:
        """Whether there is anything that is not called any more, until `retry`."""
        return self._calls.refuses

    def retry(self) -> None:
        """Forget the permanent failures: somebody has acted."""
        self._calls.retry()

    # Devices --------------------------------------------------------------------------------

    async def devices(self) -> tuple[CloudDevice, ...]:
        """Every device of the account's user, or of all users linked to the project."""
        if self._account.user_id is not None:
            path = f"/v1.0/users/{_in_path(self._account.user_id)}/devices"
            return tuple(map(CloudDevice.read, records(await self._calls.get(path))))
        linked = await self._paged(
            "/v1.0/iot-01/associated-users/devices", {"size": "50"}, "devices"
        )
        found = {device.id: device for device in linked}
        for user_id in sorted({device.user_id for device in linked if device.user_id}):
            # Only this list is sure to hold the local keys.
            query = {"page_size": "75", "source_type": "tuyaUser", "source_id": user_id}
            found |= {
                device.id: device
                for device in await self._optional_page("/v1.3/iot-03/devices", query)
                if device.local_key or device.id not in found
            }
        return tuple(found.values())

    async def rooms(self, devices: Iterable[CloudDevice]) -> Mapping[str, CloudRoom]:
        """The rooms of these devices by device id; none where the project may not know them."""
        users = {self._account.user_id} | {device.user_id for device in devices}
        rooms: dict[str, CloudRoom] = {}
        try:
            for user_id in sorted(user_id for user_id in users if user_id):
                rooms |= await self._rooms_of(user_id)
        except CloudError as error:
            if not _of_this_call(error):
                raise
        return rooms

    async def device(self, device_id: str, *, kind: CallKind = CallKind.IMPORT) -> CloudDevice:
        """One device, with the local key it has now."""
        path = f"/v1.0/devices/{_in_path(device_id)}"
        return CloudDevice.read(record(await self._calls.get(path, kind=kind)))

    async def specification(
        self, device_id: str, *, kind: CallKind = CallKind.IMPORT
    ) -> CloudSpecification:
        """What the device can be told and tells."""
        path = f"/v1.1/devices/{_in_path(device_id)}/specifications"
        return CloudSpecification.read(await self._calls.get(path, kind=kind))

    async def properties(
        self, device_id: str, *, kind: CallKind = CallKind.PROOF
    ) -> tuple[CloudProperty, ...]:
        """What the device last reported, and when."""
        path = f"/v2.0/cloud/thing/{_in_path(device_id)}/shadow/properties"
        result = record(await self._calls.get(path, kind=kind))
        return tuple(map(CloudProperty.read, records(result.get("properties"))))

    async def command(self, device_id: str, values: Mapping[str, Json]) -> int:
        """Have the cloud send values by code to a device.

        Returns when that was, as `Answer.sent_at`. It is no proof of anything.
        """
        commands: Json = [{"code": code, "value": value} for code, value in values.items()]
        path = f"/v1.0/iot-03/devices/{_in_path(device_id)}/commands"
        return (await self._calls.post(path, {"commands": commands}, CallKind.COMMAND)).sent_at

    # Locks ----------------------------------------------------------------------------------

    async def remote_unlock_types(self, device_id: str) -> tuple[RemoteUnlock, ...]:
        """The ways in which a lock may be unlocked from afar."""
        path = f"/v1.0/devices/{_in_path(device_id)}/door-lock/remote-unlocks"
        result = await self._calls.get(path, kind=CallKind.IMPORT)
        # The documents call it an object, and there are locks with several.
        return tuple(
            map(RemoteUnlock.read, records(result if isinstance(result, list) else [result]))
        )

    async def operate_door(self, device_id: str, *, open: bool) -> int:  # noqa: A002
        """Lock a lock, or unlock it, by a ticket; in the second of two ways it can only unlock.

        Returns when that was, as `Answer.sent_at`. It is no proof of anything.
        """
        lock = _in_path(device_id)
        try:
            path = f"/v1.0/smart-lock/devices/{lock}/password-free/door-operate"
            return await self._by_ticket(lock, path, {"open": open})
        except CloudError as error:
            if not (open and _of_this_call(error)):
                raise
        path = f"/v1.0/devices/{lock}/door-lock/password-free/open-door"
        return await self._by_ticket(lock, path, {})

    async def _by_ticket(self, lock: str, path: str, body: Mapping[str, Json]) -> int:
        """A ticket opens once, and only for minutes: each attempt asks for its own."""
        asked = f"/v1.0/devices/{lock}/door-lock/password-ticket"
        answer = await self._calls.post(asked, None, CallKind.COMMAND)
        ticket = text(record(answer.result), "ticket_id")
        ordered = {"ticket_id": ticket, **body}
        return (await self._calls.post(path, ordered, CallKind.COMMAND)).sent_at

    # What they share ------------------------------------------------------------------------

    async def _rooms_of(self, user_id: str) -> dict[str, CloudRoom]:
        rooms: dict[str, CloudRoom] = {}
        for home in records(await self._calls.get(f"/v1.0/users/{_in_path(user_id)}/homes")):
            path = f"/v1.0/homes/{_in_path(text(home, 'home_id'))}/rooms"
            for room in records(record(await self._calls.get(path)).get("rooms")):
                known = CloudRoom(
                    home=optional_text(home, "name") or "", name=optional_text(room, "name") or ""
                )
                inside = await self._calls.get(f"{path}/{_in_path(text(room, 'room_id'))}/devices")
                rooms |= {text(device, "id"): known for device in records(inside)}
        return rooms

    async def _optional_page(self, path: str, query: Mapping[str, str]) -> list[CloudDevice]:
        try:
            return await self._paged(path, query, "list")
        except CloudError as error:
            if not _of_this_call(error):
                raise
            return []

    async def _paged(self, path: str, query: Mapping[str, str], field: str) -> list[CloudDevice]:
        """All pages of a list of devices."""
        devices: list[CloudDevice] = []
        seen: set[str] = set()
        asked = dict(query)
        while True:
            page = record(await self._calls.get(path, asked))
            devices += map(CloudDevice.read, records(page.get(field)))
            row = optional_text(page, "last_row_key")
            # A cloud that repeats itself must not be asked for ever.
            if page.get("has_more") is not True or row is None or row in seen:
                return devices
            seen.add(row)
            asked["last_row_key"] = row


def _of_this_call(error: CloudError) -> bool:
    """Whether the failure says something of this way only, and another may do."""
    if error.code in ACCOUNT_WIDE:
        return False
    return error.permanent or isinstance(error, CloudUnsupportedError) or type(error) is CloudError


def _in_path(identifier: str) -> str:
    return quote(identifier, safe="")
