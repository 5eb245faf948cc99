"""What the simulated cloud tells of data points, and has devices do."""

from aiohttp import web

from . import points
from .account import Refusal
from .faults import Service
from .registry import Registry
from .routes import Route, body_of
from .tickets import Tickets


class Control:
    """Data points, commands and doors."""

    def __init__(self, registry: Registry, tickets: Tickets) -> None:
        """Control what is in the registry."""
        self._registry = registry
        self._tickets = tickets

    def routes(self) -> tuple[Route, ...]:
        """What can be asked here."""
        lock = "/v1.0/devices/{device}/door-lock"
        operate = "/v1.0/smart-lock/devices/{device}/password-free/door-operate"
        return (
            Route("GET", "/v1.1/devices/{device}/specifications", self._specification),
            Route("GET", "/v2.0/cloud/thing/{device}/shadow/properties", self._properties),
            Route("POST", "/v1.0/iot-03/devices/{device}/commands", self._command),
            Route("GET", f"{lock}/remote-unlocks", self._remote_unlocks),
            Route("POST", f"{lock}/password-ticket", self._ticket),
            Route("POST", f"{lock}/password-free/open-door", self._open_door),
            Route("POST", operate, self._operate_door),
        )

    async def _specification(self, request: web.Request) -> object:
        device_id = request.match_info["device"]
        category = self._registry.described(device_id)["category"]
        if device_id in self._registry.unspecified:
            raise Refusal(2009, "not support this device")
        appliance = self._registry.device(device_id).appliance
        return {"category": category, **points.specification(appliance)}

    async def _properties(self, request: web.Request) -> object:
        return {"properties": self._registry.shadow(request.match_info["device"]).properties()}

    async def _command(self, request: web.Request) -> object:
        shadow = self._registry.shadow(request.match_info["device"])
        commands = (await body_of(request)).get("commands")
        if not isinstance(commands, list) or not commands:
            raise Refusal(1100, "param is empty")
        if not all(isinstance(each, dict) for each in commands):
            raise Refusal(1109, "param is illegal, please check it")
        shadow.command([(each.get("code"), each.get("value")) for each in commands])
        return True

    async def _remote_unlocks(self, request: web.Request) -> object:
        self._registry.check_service(Service.LOCKS)
        settings = self._registry.lock(request.match_info["device"])
        return [{"remote_unlock_type": "remoteUnlockWithoutPwd", "open": settings.remote_unlock}]

    async def _ticket(self, request: web.Request) -> object:
        self._registry.check_service(Service.LOCKS)
        device_id = request.match_info["device"]
        self._registry.lock(device_id)
        return self._tickets.issue(device_id)

    async def _open_door(self, request: web.Request) -> object:
        await self._with_ticket(request)
        self._registry.shadow(request.match_info["device"]).operate(locked=False)
        return True

    async def _operate_door(self, request: web.Request) -> object:
        wants_open = (await self._with_ticket(request)).get("open")
        device_id = request.match_info["device"]
        if not self._registry.lock(device_id).operable:
            raise Refusal(1045, "remote unlocking is not supported")
        if not isinstance(wants_open, bool):
            raise Refusal(1104, "type is incorrect")
        self._registry.shadow(device_id).operate(locked=not wants_open)
        return True

    async def _with_ticket(self, request: web.Request) -> dict[str, object]:
        """The order that came with a ticket, which is spent whatever comes of it."""
        self._registry.check_service(Service.LOCKS)
        device_id = request.match_info["device"]
        settings = self._registry.lock(device_id)
        body = await body_of(request)
        self._tickets.spend(body.get("ticket_id"), device_id)
        if not settings.remote_unlock:
            raise Refusal(1046, "remote unlocking is not enabled")
        return body
