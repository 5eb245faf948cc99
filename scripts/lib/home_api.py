"""What a Home Assistant can be asked for: services, commands, config flows, states."""

from collections.abc import Callable, Mapping
import contextlib
from datetime import datetime

import aiohttp

from scripts.lib.home_session import REQUEST_SECONDS, HomeSession
from scripts.lib.home_types import (
    JSON,
    CommandError,
    FlowError,
    HomeError,
    JSONObject,
    State,
    list_of,
    object_of,
    text_of,
)


class HomeApi(HomeSession):
    """A Home Assistant that does what it is asked by the user who is signed in."""

    async def long_lived_token(self, name: str) -> str:
        """Return a new token that is good for a year, listed under the name in the profile."""
        token = await self.command(
            {"type": "auth/long_lived_access_token", "client_name": name, "lifespan": 365}
        )
        return text_of(token)

    async def call_service(
        self,
        domain: str,
        service: str,
        data: Mapping[str, JSON],
        *,
        return_response: bool = False,
    ) -> JSON:
        """Call a service, wait until it is done, and return its response if it is asked for.

        Over the websocket: REST hides why a service failed.
        """
        message: JSONObject = {
            "type": "call_service",
            "domain": domain,
            "service": service,
            "service_data": dict(data),
            "return_response": return_response,
        }
        return object_of(await self.command(message)).get("response")

    async def command(self, message: Mapping[str, JSON]) -> JSON:
        """Return the result of one websocket command, sent over a connection of its own."""
        token = await self.access_token()
        async with self.running_session().ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        ) as websocket:
            await _receive(websocket, lambda answer: answer["type"] == "auth_required")
            await websocket.send_json({"type": "auth", "access_token": token})
            signed_in = await _receive(websocket, lambda _: True)
            if signed_in["type"] != "auth_ok":
                raise CommandError({"code": signed_in["type"], **signed_in})
            await websocket.send_json({"id": 1, **message})
            answer = await _receive(websocket, lambda answer: answer["type"] == "result")
        if answer["success"] is not True:
            raise CommandError(object_of(answer["error"]))
        return answer.get("result")

    async def config_flow(self, handler: str, *answers: Mapping[str, JSON]) -> JSONObject:
        """Add an integration, answering each step in turn; return the last step's result.

        A menu's answer is {"next_step_id": ...}. A flow that fails is cleared away.
        """
        flows = "/api/config/config_entries/flow"
        result = await self._past_progress(
            flows, object_of(await self.post(flows, {"handler": handler}))
        )
        for answer in answers:
            if result["type"] not in {"form", "menu", "external"}:
                raise FlowError(result)
            flow = f"{flows}/{text_of(result['flow_id'])}"
            try:
                result = await self._past_progress(flows, object_of(await self.post(flow, answer)))
                if result.get("errors"):
                    raise FlowError(result)
            except HomeError:
                with contextlib.suppress(HomeError):
                    await self.delete(flow)
                raise
        return result

    async def states(self) -> dict[str, State]:
        """Return all entities' states by entity id."""
        found = (object_of(state) for state in list_of(await self.get("/api/states")))
        return {
            text_of(state["entity_id"]): State(
                entity_id=text_of(state["entity_id"]),
                state=text_of(state["state"]),
                attributes=object_of(state["attributes"]),
                last_changed=datetime.fromisoformat(text_of(state["last_changed"])),
                last_updated=datetime.fromisoformat(text_of(state["last_updated"])),
            )
            for state in found
        }

    async def _past_progress(self, flows: str, result: JSONObject) -> JSONObject:
        while result["type"] in {"progress", "progress_done"}:
            await self.pause()
            result = object_of(await self.get(f"{flows}/{text_of(result['flow_id'])}"))
        return result


async def _receive(
    websocket: aiohttp.ClientWebSocketResponse, wanted: Callable[[JSONObject], bool]
) -> JSONObject:
    """Return the first message that is wanted; drop the ones before it."""
    while True:
        answer: JSON = await websocket.receive_json(timeout=REQUEST_SECONDS)
        if wanted(found := object_of(answer)):
            return found
