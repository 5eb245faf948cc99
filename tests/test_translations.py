"""Every language says all that English says, leaves open what it leaves open, and is that language.

What Home Assistant shows and what the panel shows are held alike: both are JSON, and whoever
translates does both.
"""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re

import pytest

INTEGRATION = Path(__file__).parents[1] / "custom_components" / "tuya_twin"
ENTITIES = INTEGRATION / "translations"
PANEL = INTEGRATION / "frontend" / "src" / "translations"

SAME_EVERYWHERE = frozenset({"ID", "MB", "Qnect SH-SI01", "Twin"})
"""Names and units."""

SAME_IN: Mapping[str, frozenset[str]] = {
    "de": frozenset({"China", "Code", "Kiosk", "Link", "Live", "Name", "Port", "Status", "Zone"})
    | {"Gas", "Problem", "Sensor", "live", "live, {ms} ms", "orange"},
    "es": frozenset({"China", "Gas", "India", "Sensor", "gas"}),
    "fr": frozenset({"Action", "Actions", "Code", "Incident", "Incidents", "Pause", "Port"})
    | {"Sirena WS902+ (minutes)", "Volume", "Zone", "Zones", "cyan", "orange", "vibration"},
}
"""Words that a language happens to share with English."""

type Texts = dict[str, str]


def _flat(tree: Mapping[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", str(value)


def _texts(file: Path) -> Texts:
    return dict(_flat(json.loads(file.read_text(encoding="utf-8"))))


def _files(language: str) -> list[Path]:
    entities = ENTITIES / f"{language}.json"
    return [*([entities] if entities.exists() else []), *sorted((PANEL / language).glob("*.json"))]


def _language(file: Path) -> str:
    return file.stem if file.parent == ENTITIES else file.parent.name


def _english(file: Path) -> Texts:
    return _texts(ENTITIES / "en.json" if file.parent == ENTITIES else PANEL / "en" / file.name)


def _sections(language: str) -> list[str]:
    return ["Home Assistant" if file.parent == ENTITIES else file.stem for file in _files(language)]


def _placeholders(texts: Texts) -> dict[str, list[str]]:
    return {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in texts.items()}


def _says_something(text: str) -> bool:
    return re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", text)) is not None


def _shared(file: Path) -> set[str]:
    """What reads the same in English."""
    english = _english(file)
    return {text for key, text in _texts(file).items() if text == english.get(key)}


LANGUAGES = sorted(
    {file.stem for file in ENTITIES.glob("*.json")}
    | {folder.name for folder in PANEL.iterdir() if folder.is_dir()}
)
TRANSLATIONS = [language for language in LANGUAGES if language != "en"]
each_translation = pytest.mark.parametrize("language", TRANSLATIONS)
each_file = pytest.mark.parametrize(
    "file",
    [
        pytest.param(file, id=f"{language}-{section}")
        for language in TRANSLATIONS
        for file, section in zip(_files(language), _sections(language), strict=True)
    ],
)


@each_translation
def test_a_language_has_all_files_and_no_other(language: str) -> None:
    assert _sections(language) == _sections("en")


@each_file
def test_a_language_has_all_texts_in_the_order_of_english(file: Path) -> None:
    assert list(_texts(file)) == list(_english(file))


@each_file
def test_a_language_leaves_open_what_english_leaves_open(file: Path) -> None:
    assert _placeholders(_texts(file)) == _placeholders(_english(file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    texts = [text for file in _files(language) for text in _texts(file).values()]
    assert texts
    assert all(text.strip() for text in texts)


@each_file
def test_nothing_is_left_in_english(file: Path) -> None:
    allowed = SAME_EVERYWHERE | SAME_IN.get(_language(file), frozenset())
    assert {text for text in _shared(file) if _says_something(text)} - allowed == set()


@each_translation
def test_what_may_be_the_same_still_is(language: str) -> None:
    """The lists above stay short."""
    shared = {text for file in _files(language) for text in _shared(file)}
    assert SAME_IN.get(language, frozenset()) - shared == set()
