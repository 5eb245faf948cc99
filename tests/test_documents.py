"""The documents: nothing they lead to is missing, and nothing that users meet is left out."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any
from urllib.parse import quote

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest

ROOT = Path(__file__).parents[1]
INTEGRATION = ROOT / "custom_components" / "tuya_twin"
BLUEPRINTS = ROOT / "blueprints" / "automation" / "tuya_twin"
HOME = "https://github.com/tuya-twin/tuya_twin/blob/main/"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
EVERY_OPTION = (ROOT / "docs" / "options.md").read_text(encoding="utf-8")
ENGLISH = json.loads((INTEGRATION / "translations" / "en.json").read_text(encoding="utf-8"))
ALL = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
PLAIN = " ".join(README.split())
"""The README without its line breaks."""

NAMED_BY_HOME_ASSISTANT = {
    *Platform,
    "backup",
    "condition",
    "config_flow",
    "diagnostics",
    "logbook",
    "repairs",
    "services",
    "system_health",
    "trigger",
}

PAGES = [
    page
    for page, step in ENGLISH["options"]["step"].items()
    if {"data", "sections"} & set(step) and not page.startswith("choose_")
]
"""Where something is decided."""

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def _mapping(text: str) -> dict[str, Any]:
    told = parse_yaml(text)
    assert isinstance(told, dict)
    return told


def _yaml(name: str) -> dict[str, Any]:
    told = _mapping((INTEGRATION / name).read_text(encoding="utf-8"))
    return {key: each for key, each in told.items() if not key.startswith(".")}


def _prose(document: Path) -> str:
    """A document without its examples of code."""
    text = document.read_text(encoding="utf-8")
    return re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)


def _anchors(document: Path) -> set[str]:
    """What GitHub makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", _prose(document), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def _links(document: Path) -> Iterator[str]:
    text = _prose(document)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)
    yield from re.findall(r"(?:src|srcset|href)=\"([^\"]+)\"", text)


def _pictures(document: Path) -> Iterator[tuple[str, str]]:
    """What is said of each picture of ours, and where it lies."""
    text = _prose(document)
    yield from re.findall(r"!\[([^\]]*)\]\(((?!https:)[^)]+)\)", text)
    for tag in re.findall(r"<img [^>]+>", text):
        told = dict(re.findall(r"(\w+)=\"([^\"]*)\"", tag))
        yield told.get("alt", ""), told["src"]


@each_document
def test_a_link_leads_to_something(document: Path) -> None:
    for link in _links(document):
        if link.startswith(("https://", "http://")):
            continue
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


@each_document
def test_a_heading_is_there_once(document: Path) -> None:
    headings = re.findall(r"^## .+$", _prose(document), re.MULTILINE)
    assert len(headings) == len(set(headings))


@each_document
def test_every_picture_says_what_is_on_it(document: Path) -> None:
    assert [picture for words, picture in _pictures(document) if len(words) < 10] == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        (document.parent / picture).resolve()
        for document in DOCUMENTS
        for picture in re.findall(r"[\w./-]+\.(?:png|webp)", _prose(document))
    }
    assert set((ROOT / "docs" / "pictures").iterdir()) <= shown


def test_the_readme_has_no_markup_that_home_assistant_shows_as_text() -> None:
    # HACS in Home Assistant 2026.10 does not know <picture>, nor where a relative `src` leads.
    assert re.findall(r"<(?:picture|source|img)\b", README) == []


def test_every_module_has_its_room() -> None:
    rooms = set(re.findall(r"`(\w+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    modules = {path.stem for path in INTEGRATION.glob("*.py")} - {"__init__"}
    assert modules - NAMED_BY_HOME_ASSISTANT - rooms == set()


@pytest.mark.parametrize("action", _yaml("services.yaml"))
def test_the_readme_names_every_action_and_field(action: str) -> None:
    assert f"`{action}`" in README
    fields = _yaml("services.yaml")[action].get("fields", {})
    assert [name for name in fields if f"`{name}`" not in README] == []


@pytest.mark.parametrize("name", [*_yaml("triggers.yaml"), *_yaml("conditions.yaml")])
def test_the_readme_names_every_trigger_and_condition(name: str) -> None:
    assert f"`{name}`" in README or f"`tuya_twin.{name}`" in README


@pytest.mark.parametrize(
    "name",
    [each["name"] for entities in ENGLISH["entity"].values() for each in entities.values()],
)
def test_the_readme_names_every_entity(name: str) -> None:
    assert f"*{name.replace('{sensor}', '…')}*" in PLAIN


@pytest.mark.parametrize("page", ENGLISH["options"]["step"]["init"]["menu_options"].values())
def test_the_readme_names_every_page_of_the_options(page: str) -> None:
    # A row of the table, which may stand for several pages.
    rows = re.findall(r"^\| (.+?) \|", README, re.MULTILINE)
    assert page in {each.strip() for row in rows for each in row.split(" · ")}


def _labels(step: dict[str, Any]) -> Iterator[str]:
    yield from step.get("data", {}).values()
    for section in step.get("sections", {}).values():
        # Points have their own table, in words.
        if section["name"] != "Points of each sign":
            yield from section["data"].values()


@pytest.mark.parametrize("page", PAGES)
def test_there_is_a_word_on_every_option(page: str) -> None:
    cells = re.findall(r"^\| (.+?) \|", EVERY_OPTION, re.MULTILINE)
    told = {label for cell in cells for label in re.split(r": |, (?=[A-Z])", cell)} | set(cells)
    assert [label for label in _labels(ENGLISH["options"]["step"][page]) if label not in told] == []


@pytest.mark.parametrize("blueprint", BLUEPRINTS.glob("*.yaml"), ids=lambda path: path.stem)
def test_the_readme_has_a_badge_for_every_blueprint(blueprint: Path) -> None:
    address = quote(f"{HOME}{blueprint.relative_to(ROOT)}", safe="")
    assert f"blueprint_import/?blueprint_url={address})" in README


@pytest.mark.parametrize("issue", ENGLISH["issues"])
def test_the_readme_names_every_repair_by_its_title(issue: str) -> None:
    title = re.sub(r"\{\w+\}", "…", ENGLISH["issues"][issue]["title"])
    assert f"*{title}*" in PLAIN


@pytest.mark.usefixtures("coordinator")
async def test_home_assistant_takes_every_automation_of_the_documents(hass: HomeAssistant) -> None:
    examples = re.findall(r"^```yaml\n(automation:.+?)^```$", ALL, re.MULTILINE | re.DOTALL)
    parts = [_mapping(example)["automation"] for example in examples]
    automations = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    named = [{"id": str(number), **each} for number, each in enumerate(automations)]

    assert await async_setup_component(hass, "automation", {"automation": named})
    await hass.async_block_till_done()

    states = hass.states.async_all("automation")
    assert [state.state for state in states] == ["on"] * len(named)
    registry = er.async_get(hass)
    for state in states:
        # What waits for a time of the day would go on waiting.
        registry.async_remove(state.entity_id)
    await hass.async_block_till_done()


@pytest.mark.usefixtures("coordinator")
def test_every_entity_of_ours_in_an_example_is_there(hass: HomeAssistant) -> None:
    named = set(re.findall(r"\b(?:binary_sensor|event|select|sensor)\.home_\w+", ALL))
    assert named
    assert {entity_id for entity_id in named if hass.states.get(entity_id) is None} == set()
