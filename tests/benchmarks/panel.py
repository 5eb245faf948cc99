"""The panel in Chromium, in front of real Home Assistants: with three devices, and with sixty.

The sixty live in thirty zones, all simulated in that Home Assistant's own process. Measured is what
the panel weighs, how long a change of status takes until it is on the screen, whether it stays
smooth in red on a slow machine, and what an hour of events leaves in memory.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
import gzip
from itertools import cycle, islice, pairwise
from pathlib import Path
import sys
import tempfile
from typing import Final

from playwright.async_api import CDPSession, Page, Response

from scripts.lib.big_home import Room, move_in
from scripts.lib.browser import browser_window, open_panel
from scripts.lib.home import Home
from scripts.lib.home_types import Owner, object_of, text_of
from scripts.lib.report import Figure, at_most, main, measured, percentile

COMPONENTS: Final = Path(__file__).parents[2] / "custom_components"
STATIC: Final = "/tuya_twin_static/"

SMALL: Final = ("LivingRoom", "Foyer", "MasterBedroom")
ZONES: Final = 30
CHANGES: Final = 30
AT_REST_SECONDS: Final = 1.2
"""A change fades in for a second; the next one within it would measure both."""
SLOWDOWN: Final = 4
SMOOTH_SECONDS: Final = 15
FRAME_GOAL: Final = 58.0
"""60 frames/s, less what a machine without a screen misses of them."""
REPORTS_AN_HOUR: Final = 3600
CHANGES_AN_HOUR: Final = 60
AT_ONCE: Final = 40

ROOM: Final = """(zone) => {
  const inside = (root) => {
    const found = root.querySelector(`[data-zone="${zone}"]`);
    if (found) return found;
    for (const element of root.querySelectorAll("*")) {
      const deeper = element.shadowRoot && inside(element.shadowRoot);
      if (deeper) return deeper;
    }
    return null;
  };
  return inside(document);
}"""

WATCH: Final = f"""([zone, status]) => {{
  const room = ({ROOM})(zone);
  const drawn = new Promise((done) => {{
    new MutationObserver((_, observer) => {{
      if (!room.classList.contains(status)) return;
      observer.disconnect();
      const now = () => performance.timeOrigin + performance.now();
      const frame = () => new Promise(requestAnimationFrame);
      // The panel draws right before a frame: the next task begins when that frame is handed over.
      // Two frames on is what the panel itself calls seen.
      const {{ port1, port2 }} = new MessageChannel();
      port1.onmessage = async () => {{
        const painted = now();
        await frame();
        await frame();
        done([painted, now()]);
      }};
      port2.postMessage(null);
    }}).observe(room, {{ attributes: true, attributeFilter: ["class"] }});
  }});
  window.painted = drawn;
}}"""
PAINTED: Final = "window.painted"

FRAMES: Final = """async (seconds) => {
  const times = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) times.push(await new Promise(requestAnimationFrame));
  return times;
}"""


def _rooms() -> list[Room]:
    """Two devices a zone: forty lamps, twelve sirens, eight locks."""
    kinds = list(islice(cycle(["bulb", "siren", "bulb", "lock", "bulb"]), ZONES))
    return [
        Room(
            id=f"zone{number}",
            name=f"Room {number + 1}",
            devices=[("bulb", f"Lamp {number + 1}"), (kind, f"Other {number + 1}")],
        )
        for number, kind in enumerate(kinds)
    ]


class _Weight:
    """What the page fetched of ours, as it would come through a server that compresses."""

    def __init__(self) -> None:
        self._answers: list[Response] = []

    def watch(self, page: Page) -> None:
        page.on("response", self._answered)

    def _answered(self, response: Response) -> None:
        if STATIC in response.url:
            self._answers.append(response)

    async def kilobytes(self) -> float:
        bodies = [await response.body() for response in self._answers]
        return sum(len(gzip.compress(body, 9)) for body in bodies) / 1000


async def _measure() -> list[Figure]:
    return [*await _in_small_house(), *await _in_big_house()]


async def _in_small_house() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with Home.create(Path(folder), custom_components=COMPONENTS) as home:
            await home.onboard(Owner())
            await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
            async with browser_window(home, size=(1280, 900)) as page:
                await open_panel(page, home)
                painted, seen = await _painted(home, page, SMALL)
    return [
        measured("status -> painted, three devices, p50", percentile(painted, 50)),
        at_most("status -> painted, three devices, p95", percentile(painted, 95), 100),
        measured("status -> seen, three devices, p95", percentile(seen, 95)),
    ]


async def _in_big_house() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        home = Home.create(Path(folder), custom_components=COMPONENTS)
        try:
            await move_in(home, Owner(), _rooms())
            return await _look(home)
        finally:
            await home.stop()


async def _look(home: Home) -> list[Figure]:
    async with browser_window(home, size=(1280, 900)) as page:
        weight = _Weight()
        weight.watch(page)
        await open_panel(page, home)
        kilobytes = await weight.kilobytes()
        painted, _ = await _painted(home, page, [f"zone{number}" for number in range(ZONES)])
        session = await page.context.new_cdp_session(page)
        frames = await _frames(home, page, session)
        memory = await _memory(home, page, session)
    return [
        at_most("first view, all files of ours, gzip", kilobytes, 150, "kB"),
        *_parts(),
        measured("status -> painted, sixty devices, p50", percentile(painted, 50)),
        measured("status -> painted, sixty devices, p95", percentile(painted, 95)),
        *frames,
        *memory,
    ]


def _parts() -> list[Figure]:
    """Each file of the build by itself."""
    files = sorted((COMPONENTS / "tuya_twin" / "frontend" / "dist").glob("tuya-twin-*.js"))
    return [
        # Its name without what changes with each build.
        measured(
            f"  {file.name.split('.')[0]}, gzip",
            len(gzip.compress(file.read_bytes(), 9)) / 1000,
            "kB",
        )
        for file in files
    ]


async def _painted(home: Home, page: Page, zones: Sequence[str]) -> tuple[list[float], list[float]]:
    """From the moment on record until it is painted, and until it is called seen, in ms."""
    painted, seen = [], []
    for zone in islice(cycle(zones), CHANGES):
        for protocol, status in (("yellow", "YELLOW_WARNING"), ("green", "GREEN_SAFE")):
            await page.evaluate(WATCH, [zone, status])
            run = object_of(
                await home.call_service(
                    "tuya_twin",
                    f"execute_{protocol}_protocol",
                    {"zone": zone},
                    return_response=True,
                )
            )
            at = datetime.fromisoformat(text_of(run["started_at"])).timestamp() * 1000
            moments: tuple[float, float] = await page.evaluate(PAINTED)
            painted.append(moments[0] - at)
            seen.append(moments[1] - at)
            await asyncio.sleep(AT_REST_SECONDS)
    return painted, seen


async def _frames(home: Home, page: Page, session: CDPSession) -> list[Figure]:
    """How smooth red is once all devices have answered, on a CPU that is slowed down."""
    await home.call_service("tuya_twin", "execute_red_protocol", {}, return_response=True)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    times: Sequence[float] = await page.evaluate(FRAMES, SMOOTH_SECONDS)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    await home.call_service("tuya_twin", "execute_green_protocol", {}, return_response=True)
    gaps = [after - before for before, after in pairwise(times)]
    rate = 1000 * len(gaps) / (times[-1] - times[0])
    return [
        Figure(
            name=f"frames a second in red, {SLOWDOWN} times slower CPU",
            value=round(rate, 1),
            unit="/s",
            goal=f">= {FRAME_GOAL}",
            holds=rate >= FRAME_GOAL,
        ),
        measured("  longest 1 % of frames", percentile(gaps, 99)),
    ]


async def _memory(home: Home, page: Page, session: CDPSession) -> list[Figure]:
    """What an hour of reports and changes leaves behind, at as many a second as come through."""
    await _live(home, 200)  # until everything is loaded that such a life needs
    before = await _heap(session)
    await _live(home, REPORTS_AN_HOUR)
    for number in range(CHANGES_AN_HOUR // 2):
        for protocol in ("yellow", "green"):
            await home.call_service(
                "tuya_twin",
                f"execute_{protocol}_protocol",
                {"zone": f"zone{number % ZONES}"},
                return_response=True,
            )
    after = await _heap(session)
    await page.get_by_role("button", name="Hold for red").wait_for()
    return [
        measured("heap before the hour", before["JSHeapUsedSize"] / 1e6, "MB"),
        at_most(
            "heap after / before an hour of events",
            after["JSHeapUsedSize"] / before["JSHeapUsedSize"],
            1.1,
            "x",
        ),
        at_most("nodes after / before", after["Nodes"] / before["Nodes"], 1.1, "x"),
    ]


async def _live(home: Home, reports: int) -> None:
    lamps = sorted(name for name in await home.states() if name.startswith("light."))
    orders = [
        (lamp, 1 + number % 100) for number, lamp in zip(range(reports), cycle(lamps), strict=False)
    ]
    for at in range(0, reports, AT_ONCE):
        await asyncio.gather(
            *(
                home.call_service(
                    "light", "turn_on", {"entity_id": lamp, "brightness_pct": brightness}
                )
                for lamp, brightness in orders[at : at + AT_ONCE]
            )
        )


async def _heap(session: CDPSession) -> dict[str, float]:
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    metrics = (await session.send("Performance.getMetrics"))["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}


if __name__ == "__main__":
    sys.exit(main(__doc__ or "", lambda: asyncio.run(_measure())))
