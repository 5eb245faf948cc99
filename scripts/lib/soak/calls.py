"""What is asked of the house in a soak, and what becomes of each call."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import aiohttp

from scripts.lib.home_types import JSON, CommandError, HomeError, list_of, object_of, text_of
from scripts.lib.soak.home import SoakHome
from scripts.lib.soak.plan import Call, Switch

PATIENCE: Final = 45.0
"""Seconds after which a call hangs; deadlines are a few seconds, a reload makes it wait."""
_FINAL: Final = {"confirmed", "failed", "skipped"}


class Outcome(StrEnum):
    """What can become of a call."""

    DONE = "done"
    REFUSED = "failed with a reason"
    CUT_OFF = "cut off by a kill or a reload"
    AWAY = "not made, as Home Assistant was away"
    HANGS = "hangs"
    UNEXPLAINED = "failed without a reason"
    UNFINISHED = "answered with steps that have no result"


class Calls:
    """Makes calls, and counts what became of them."""

    def __init__(self, home: SoakHome) -> None:
        """Call this home."""
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        self.words: Counter[str] = Counter()
        """What was said of those that failed."""
        self._home = home

    async def protocol(self, call: Call) -> None:
        """Run a protocol, and see that every step has a result."""
        data: dict[str, JSON] = {} if call.zone is None else {"zone": call.zone}
        service = f"execute_{call.protocol}_protocol"
        outcome = await self._make("tuya_twin", service, data, answered=True)
        self.outcomes["protocol", outcome] += 1

    async def switch(self, switch: Switch) -> None:
        """Switch a device."""
        device = self._home.furnished[switch.device]
        data: dict[str, JSON] = {"entity_id": device.entity_id}
        outcome = await self._make(*device.service(on=switch.on), data, answered=False)
        self.outcomes["command", outcome] += 1

    async def _make(
        self, domain: str, service: str, data: Mapping[str, JSON], *, answered: bool
    ) -> Outcome:
        home, before = self._home.home, self._home.disruptions
        if self._home.is_away:
            return Outcome.AWAY
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await home.call_service(domain, service, data, return_response=answered)
        except TimeoutError:
            return Outcome.HANGS
        except CommandError as error:
            key = error.error.get("translation_key")
            self.words[str(key or error)] += 1
            return Outcome.REFUSED if key else Outcome.UNEXPLAINED
        except (HomeError, aiohttp.ClientError, OSError, TypeError) as error:
            if self._home.disruptions != before:
                return Outcome.CUT_OFF
            self.words[f"{type(error).__name__}: {error}"] += 1
            return Outcome.UNEXPLAINED
        return Outcome.DONE if not answered or _is_finished(answer) else Outcome.UNFINISHED


def _is_finished(answer: JSON) -> bool:
    run = object_of(answer)
    results = {text_of(object_of(step)["result"]) for step in list_of(run["steps"])}
    return run["finished"] is True and results <= _FINAL
