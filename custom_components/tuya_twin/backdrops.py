"""The pictures that are drawn over in the editor, by floor.

They are too large for the options, and no screen's business.
"""

import asyncio
from collections.abc import Collection
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .core.errors import InvalidPictureError
from .core.picture import require_picture

MOST_PICTURES: Final = 20
"""As many as there can be floors, and as many that are drawn and not saved yet."""
_FEWER: Final = f"one of {MOST_PICTURES}"
_VERSION: Final = 1

type _Pictures = dict[str, str]


class Backdrops:
    """The pictures of one household, read from disk each time: they are seldom asked for."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Read nothing yet."""
        self._store = _store(hass, entry_id)
        self._changing = asyncio.Lock()

    async def async_picture(self, floor: str) -> str | None:
        """The picture of a floor, as a data URL."""
        async with self._changing:
            return (await self._async_load()).get(floor)

    async def async_put(self, floor: str, picture: str | None) -> None:
        """Keep a picture, or none any more. Raises `InvalidPictureError`."""
        if picture is not None:
            require_picture(picture)
        async with self._changing:
            pictures = await self._async_load()
            others = {each: kept for each, kept in pictures.items() if each != floor}
            if picture is not None and len(others) >= MOST_PICTURES:
                raise InvalidPictureError(_FEWER)
            await self._async_replace(
                pictures, others if picture is None else {**others, floor: picture}
            )

    async def async_keep(self, floors: Collection[str]) -> None:
        """Drop the pictures of all but these floors."""
        async with self._changing:
            pictures = await self._async_load()
            kept = {floor: picture for floor, picture in pictures.items() if floor in floors}
            await self._async_replace(pictures, kept)

    async def _async_load(self) -> _Pictures:
        return await self._store.async_load() or {}

    async def _async_replace(self, old: _Pictures, new: _Pictures) -> None:
        if new == old:
            return
        if new:
            await self._store.async_save(new)
        else:
            await self._store.async_remove()


async def async_forget_backdrops(hass: HomeAssistant, entry_id: str) -> None:
    """Leave none of a household's pictures on disk."""
    await _store(hass, entry_id).async_remove()


def _store(hass: HomeAssistant, entry_id: str) -> Store[_Pictures]:
    return Store(hass, _VERSION, f"{DOMAIN}.backdrops.{entry_id}", private=True)
