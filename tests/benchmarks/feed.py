"""The feed inside a real Home Assistant, against other ways to reach as many clients.

One run for all, in turns, on loopback: each server in a process of its own, all clients in
another. Only the server whose turn it is has clients. Broadcasts go out in lock-step, the next
when every client has the last. For latency, processor time and joining the clients offer no
compression, which favours the servers that would use it; for memory they do, as browsers do.
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
import math
from pathlib import Path
import sys
import tempfile
from typing import Final

from scripts.lib.report import make_parser, percentile, report
from tests.benchmarks.feed_crowd import Clients, clients, prepare
from tests.benchmarks.feed_figures import Cell, Cells, Round, figures
from tests.benchmarks.feed_orders import CrowdError
from tests.benchmarks.feed_servers import Contestant, Name, Server, contestants

SIZES: Final = (10, 100, 1_000, 2_000)
ROUNDS: Final = 3
BROADCASTS: Final = 25
"""Of each round."""
WARM_UP: Final = 5
LOAD: Final = 0.35
"""The share of what a server can do at which its processor time is taken."""
LOAD_SECONDS: Final = 1.0
FEWEST: Final = 8
"""Broadcasts of such a run at least."""
TRIES: Final = 3


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


class Bench:
    """What is done to each server, and what was found."""

    def __init__(self, crowd: Clients) -> None:
        """Use these clients."""
        self._crowd = crowd
        self.cells: Cells = defaultdict(Cell)

    async def weigh(self, server: Server, sizes: Sequence[int]) -> None:
        """Let more and more clients come to a server that is new, and see how it grows."""
        await self._crowd.fill(server, WARM_UP, compression=True)
        await self._crowd.leave()
        await server.quiet()
        before = server.memory
        for size in sizes:
            await self._crowd.fill(server, size, compression=True)
            # What it keeps to compress with comes with the first event.
            await self._crowd.tell(server, WARM_UP)
            await server.settle()
            self.cells[server.name, size].memory = (server.memory - before) / size
        await self._crowd.leave()

    async def turn(self, server: Server, size: int) -> None:
        """One server's turn in one round."""
        filled = await self._crowd.fill(server, size, compression=False)
        await server.settle()
        for _ in range(WARM_UP):
            await self._crowd.fan_out(server)
        times = [(await self._crowd.fan_out(server))[0] for _ in range(BROADCASTS)]
        p50 = percentile(times, 50)
        self.cells[server.name, size].rounds.append(
            Round(
                p50=p50,
                p99=percentile(times, 99),
                cpu=await self._cpu(server, size, p50),
                joins=size / filled.seconds,
                refused=filled.refused,
            )
        )
        await self._crowd.leave()

    async def _cpu(self, server: Server, size: int, fan_out: float) -> float:
        """Microseconds of processor time for each delivery, while it is not waited for any."""
        gap = fan_out / 1000 / LOAD
        count = max(FEWEST, math.ceil(LOAD_SECONDS / gap))
        before = server.cpu
        await self._crowd.fan_out(server, count, gap)
        return (server.cpu - before) * 1e6 / (count * size)


async def measure(sizes: Sequence[int], rounds: int) -> Cells:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with contestants(Path(folder)) as all_of_them, clients() as crowd:
            bench = Bench(crowd)
            for contestant in all_of_them:
                _say(f"memory: {contestant.name}")
                async with contestant.turn() as server:
                    await bench.weigh(server, sizes)
            for size, number in product(sizes, range(rounds)):
                for contestant in all_of_them if number % 2 else reversed(all_of_them):
                    _say(f"{size:,} clients, round {number + 1} of {rounds}: {contestant.name}")
                    await _turn(bench, contestant, size)
            return bench.cells


async def _turn(bench: Bench, contestant: Contestant, size: int) -> None:
    """Have a turn; again if a server that is not ours cut clients off."""
    for _ in range(TRIES):
        try:
            async with contestant.turn() as server:
                await bench.turn(server, size)
        except CrowdError as error:
            if contestant.name is Name.FEED:
                raise
            _say(f"once more: {error}")
        else:
            return
    msg = f"{contestant.name} cannot serve {size} clients here"
    raise CrowdError(msg)


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(sorted({int(size) for size in text.split(",")}))
    if sizes[0] < 1:
        msg = "at least one client"
        raise argparse.ArgumentTypeError(msg)
    return sizes


def main() -> int:
    """The command; 0 if every goal holds."""
    parser = make_parser("The feed against other ways to reach as many clients.")
    parser.add_argument("--clients", type=_sizes, default=SIZES, metavar="N,N")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    prepare()
    cells = asyncio.run(measure(arguments.clients, arguments.rounds))
    return report(figures(cells, arguments.clients), arguments.json)


if __name__ == "__main__":
    sys.exit(main())
