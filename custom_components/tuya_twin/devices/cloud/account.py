"""Whose cloud project is used, and in which of Tuya's data centres it lives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from ...core.errors import UnknownRegionError

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        "central_europe": "https://openapi.tuyaeu.com",
        "western_europe": "https://openapi-weaz.tuyaeu.com",
        "western_america": "https://openapi.tuyaus.com",
        "eastern_america": "https://openapi-ueaz.tuyaus.com",
        "china": "https://openapi.tuyacn.com",
        "india": "https://openapi.tuyain.com",
        "singapore": "https://openapi-sg.iotbing.com",
    }
)
"""Tuya's data centres. There is no default: an account exists in one of them only."""


@dataclass(frozen=True, kw_only=True)
class CloudAccount:
    """A cloud project as its page on Tuya's developer platform shows it."""

    client_id: str
    secret: str = field(repr=False)
    base_url: str
    """Scheme and host, without a path."""
    user_id: str | None = None
    """The app account whose devices count; `None` for every account linked to the project."""

    @classmethod
    def in_region(
        cls, region: str, *, client_id: str, secret: str, user_id: str | None = None
    ) -> Self:
        """The account in one of `REGIONS`.

        Raises:
            UnknownRegionError: there is no such region.
        """
        if region not in REGIONS:
            raise UnknownRegionError(region, tuple(REGIONS))
        return cls(client_id=client_id, secret=secret, base_url=REGIONS[region], user_id=user_id)
