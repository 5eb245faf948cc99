"""What Tuya's cloud knows of a household."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from ...core.errors import CloudUnreachableError
from ...core.wire import Json
from .reading import optional_text, record, records, text, unpacked, whole


@dataclass(frozen=True, kw_only=True)
class CloudDevice:
    """A device as it is registered; `local_key` is empty where the cloud keeps it back."""

    id: str
    name: str
    category: str
    product_id: str
    product_name: str
    local_key: str = field(repr=False)
    user_id: str | None
    is_sub_device: bool
    """Whether it is reached through a hub, and has no address of its own."""

    @classmethod
    def read(cls, source: Mapping[str, Json]) -> Self:
        """A device from the cloud's answer."""
        return cls(
            id=text(source, "id"),
            name=optional_text(source, "name") or "",
            category=optional_text(source, "category") or "",
            product_id=optional_text(source, "product_id") or "",
            product_name=optional_text(source, "product_name") or "",
            local_key=optional_text(source, "local_key") or "",
            user_id=optional_text(source, "uid"),
            is_sub_device=source.get("sub") is True,
        )


@dataclass(frozen=True, kw_only=True)
class CloudRoom:
    """A room of a home, as it was named in the app."""

    home: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CloudPoint:
    """A data point of a product; `number` is its number over LAN."""

    code: str
    number: str | None
    values: Mapping[str, Json]
    """Its range: `min`, `max`, `scale`, `step` and `unit`, or `range` with the words."""
    writable: bool


@dataclass(frozen=True, kw_only=True)
class CloudSpecification:
    """What a device can be told and tells, by code."""

    points: Mapping[str, CloudPoint]

    @classmethod
    def read(cls, result: Json) -> Self:
        """A specification from the cloud's answer."""
        source = record(result)
        points = {
            text(each, "code"): _read_point(each, writable=writable)
            for key, writable in (("status", False), ("functions", True))
            for each in records(source.get(key))
        }
        return cls(points=points)


def _read_point(source: Mapping[str, Json], *, writable: bool) -> CloudPoint:
    return CloudPoint(
        code=text(source, "code"),
        number=text(source, "dp_id") if source.get("dp_id") is not None else None,
        values=unpacked(source.get("values")),
        writable=writable,
    )


@dataclass(frozen=True, kw_only=True)
class CloudProperty:
    """The last value of a data point that the device reported to the cloud."""

    code: str
    number: str
    time: int
    """When it did: milliseconds on the cloud's clock."""
    value: Json

    @classmethod
    def read(cls, source: Mapping[str, Json]) -> Self:
        """A property from the cloud's answer."""
        if "value" not in source:
            raise CloudUnreachableError
        return cls(
            code=text(source, "code"),
            number=text(source, "dp_id"),
            time=whole(source, "time"),
            value=source["value"],
        )


@dataclass(frozen=True, kw_only=True)
class RemoteUnlock:
    """A way to unlock a lock from afar, and whether its owner has switched it on."""

    type: str
    """`remoteUnlockWithoutPwd` or `remoteUnlockWithPwd`."""
    open: bool

    @classmethod
    def read(cls, source: Mapping[str, Json]) -> Self:
        """A way from the cloud's answer."""
        return cls(type=text(source, "remote_unlock_type"), open=source.get("open") is True)
