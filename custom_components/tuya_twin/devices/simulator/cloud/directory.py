"""What the simulated cloud tells of devices, homes and rooms."""

from aiohttp import web

from .account import Refusal
from .faults import Service
from .registry import HOME_ID, Registry
from .routes import Route

_LARGEST_PAGE = 200


class Directory:
    """Lists and details."""

    def __init__(self, registry: Registry) -> None:
        """Tell what is in the registry."""
        self._registry = registry

    def routes(self) -> tuple[Route, ...]:
        """What can be asked here."""
        home = "/v1.0/homes/{home}"
        return (
            Route("GET", "/v1.0/iot-01/associated-users/devices", self._linked),
            Route("GET", "/v1.3/iot-03/devices", self._listed),
            Route("GET", "/v1.0/users/{user}/devices", self._of_user),
            Route("GET", "/v1.0/users/{user}/homes", self._homes),
            Route("GET", f"{home}/rooms", self._rooms),
            Route("GET", f"{home}/rooms/{{room}}/devices", self._inside),
            Route("GET", "/v1.0/devices/{device}", self._device),
        )

    async def _linked(self, request: web.Request) -> object:
        """This list holds no local keys, so that nobody relies on it for them."""
        devices = self._registry.all_described()
        for device in devices:
            del device["local_key"]
        shown, more = _page(devices, request, "size")
        return {"devices": shown, **more}

    async def _listed(self, request: web.Request) -> object:
        self._registry.check_service(Service.PROJECT_DEVICES)
        if request.query.get("source_type") == "tuyaUser":
            self._registry.check_user(request.query.get("source_id", ""))
        shown, more = _page(self._registry.all_described(), request, "page_size")
        return {"list": shown, **more}

    async def _of_user(self, request: web.Request) -> object:
        self._registry.check_user(request.match_info["user"])
        return self._registry.all_described()

    async def _homes(self, request: web.Request) -> object:
        self._registry.check_service(Service.HOMES)
        self._registry.check_user(request.match_info["user"])
        return [{"home_id": HOME_ID, "name": "Home"}]

    async def _rooms(self, request: web.Request) -> object:
        self._check_home(request)
        rooms = [
            {"room_id": number, "name": name}
            for number, name in enumerate(self._registry.room_names)
        ]
        return {"home_id": HOME_ID, "name": "Home", "rooms": rooms}

    async def _inside(self, request: web.Request) -> object:
        self._check_home(request)
        for number, name in enumerate(self._registry.room_names):
            if request.match_info["room"] == str(number):
                return self._registry.inside(name)
        raise Refusal(1000, "data not exist")

    async def _device(self, request: web.Request) -> object:
        return self._registry.described(request.match_info["device"])

    def _check_home(self, request: web.Request) -> None:
        self._registry.check_service(Service.HOMES)
        if request.match_info["home"] != str(HOME_ID):
            raise Refusal(1106, "permission deny")


def _page(
    devices: list[dict[str, object]], request: web.Request, size_name: str
) -> tuple[list[dict[str, object]], dict[str, object]]:
    """One page, and where the next one begins."""
    size, row = request.query.get(size_name, "20"), request.query.get("last_row_key") or "row=0"
    start = row.removeprefix("row=")
    if not (size.isdecimal() and start.isdecimal() and 0 < int(size) <= _LARGEST_PAGE):
        raise Refusal(1101, "params range invalid")
    end = int(start) + int(size)
    more = {
        "has_more": end < len(devices),
        "last_row_key": f"row={end}",
        "total": len(devices),
    }
    return devices[int(start) : end], more
