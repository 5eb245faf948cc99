"""A night in which somebody tries the door: what the rules make of it, each part seen from outside.

Nobody calls a protocol here, and there is no AI.
"""

import asyncio
from collections.abc import Collection
import contextlib
from functools import partial
from typing import Final, TypedDict

from scripts.lib.home import Home
from scripts.lib.home_types import object_of, text_of
from scripts.lib.screen import ANSWER_SECONDS, Screen
from scripts.lib.watch import SOMEBODY_MOVES, SOMETHING_SHAKES, come_home, go_away, press
from scripts.lib.witness import (
    GREEN,
    RED,
    UNLOCKED,
    Observation,
    Witness,
    find_witnesses,
    in_words,
)

HOUR: Final = 2
"""When it has to be for it."""


class Moment(TypedDict):
    """What happened, what the screen was shown, why, and what was seen at the devices."""

    what: str
    status: str
    reason: str
    observed: dict[str, Observation]


class Night(TypedDict):
    """The night; `ok` only if the house did what it had to, as seen from outside."""

    ok: bool
    moments: list[Moment]


_WARNED: Final[dict[str, Observation]] = {"siren": GREEN["siren"], "lock": UNLOCKED}
_CLEARED: Final[dict[str, Observation]] = {**GREEN, "lock": UNLOCKED}

_COURSE: Final = (
    ("somebody walks by", partial(press, button=SOMEBODY_MOVES), "YELLOW_WARNING", _WARNED),
    ("the door is shaken", partial(press, button=SOMETHING_SHAKES), "RED_CRITICAL", RED),
    ("the owner unlocks it", come_home, "GREEN_SAFE", _CLEARED),
)


async def pass_a_night(home: Home) -> Night:
    """Have it happen in a house that was just moved into, where it is `HOUR`."""
    await go_away(home)
    witnesses = (await find_witnesses(home.folder)).values()
    screen = Screen()
    await screen.connect(home)
    moments: list[Moment] = []
    ok = True
    try:
        for what, happen, status, expected in _COURSE:
            await happen(home)
            update = await screen.shown(status, "Foyer")
            observed = await _until_seen(witnesses, expected)
            ok = ok and observed == expected
            reason = text_of(object_of(update["cause"])["reason"])
            moments.append({"what": what, "status": status, "reason": reason, "observed": observed})
    finally:
        await screen.disconnect()
    return {"ok": ok, "moments": moments}


async def _until_seen(
    witnesses: Collection[Witness], expected: dict[str, Observation]
) -> dict[str, Observation]:
    """What the devices do once that is as expected, or at last."""
    observed: dict[str, Observation] = {}
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_SECONDS):
            while observed != expected:
                observed = {
                    each.kind: await each.look() for each in witnesses if each.kind in expected
                }
    return observed


def story(night: Night) -> str:
    """The night for people."""
    lines = ["\nat night, nobody home, no AI: the rules alone"]
    for moment in night["moments"]:
        lines.append(f"  {moment['what']}: the screen was shown {moment['status']} for Foyer")
        lines.append(f"    because: {moment['reason']}")
        lines.extend(
            f"    seen at the {kind}: {in_words(observed)}"
            for kind, observed in moment["observed"].items()
        )
    if not night["ok"]:
        lines.append("  NOT all of it was so.")
    return "\n".join(lines)
