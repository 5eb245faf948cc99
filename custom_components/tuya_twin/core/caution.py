"""What is under way is taken back as soon as it must not be any more."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from .chronicle import Chronicle
from .errors import DeviceError, HazardError
from .house import House, HouseUpdate

type Objection = Callable[[House], DeviceError | None]
"""Why something must not be done in this house; `None` while it may."""


async def unless[T](chronicle: Chronicle, objection: Objection, work: Coroutine[Any, Any, T]) -> T:
    """Carry out the work, but take it back as soon as there is an objection, and raise that.

    What was taken back is not sent any more, and may have been before.
    """
    if (error := objection(chronicle.house)) is not None:
        work.close()
        raise error
    objected: asyncio.Future[DeviceError] = asyncio.get_running_loop().create_future()

    def look(_update: HouseUpdate) -> None:
        error = objection(chronicle.house)
        if error is not None and not objected.done():
            objected.set_result(error)

    unsubscribe = chronicle.subscribe(look)
    # Eager: what is to be heard first goes first.
    task = asyncio.create_task(work, eager_start=True)
    either: list[asyncio.Future[Any]] = [task, objected]
    try:
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise objected.result()
        return task.result()
    finally:
        unsubscribe()
        objected.cancel()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def hazard(house: House) -> DeviceError | None:
    """The objection to locking a door: smoke, carbon monoxide or gas in the house."""
    return HazardError() if house.hazards else None


async def unless_hazard[T](chronicle: Chronicle, locking: Coroutine[Any, Any, T]) -> T:
    """Carry out what locks a door, unless, or until, a sensor tells of a hazard.

    Raises `HazardError`.
    """
    return await unless(chronicle, hazard, locking)
