"""axe-core: what keeps somebody from reading or using a part of the page."""

from pathlib import Path
from typing import Final

from playwright.async_api import Locator

_AXE: Final = (
    Path(__file__).parents[2]
    / "custom_components/tuya_twin/frontend/node_modules/axe-core/axe.min.js"
)
_LOOK: Final = """async (part) => {
  const { violations } = await axe.run(part, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}"""


async def flaws(part: Locator) -> list[str]:
    """What axe finds in one element, with all that is in it, shadows included."""
    await part.page.evaluate(_AXE.read_text(encoding="utf-8"))
    found: list[str] = await part.evaluate(_LOOK)
    return found
