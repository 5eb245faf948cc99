"""As much of JSON Schema (draft 2020-12) as our schemas use, strictly: an unknown word is an error.

What it accepts was held against the package jsonschema 4.26, which is not among what tests need.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

type Schema = Mapping[str, Any]

_WORDS = frozenset(
    {
        "$defs",
        "$id",
        "$ref",
        "$schema",
        "additionalProperties",
        "anyOf",
        "const",
        "description",
        "enum",
        "format",
        "items",
        "maximum",
        "minimum",
        "oneOf",
        "properties",
        "required",
        "title",
        "type",
    }
)
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "number": (int, float),
    "object": dict,
    "string": str,
}


def mistakes(value: Any, schema: Schema, root: Schema | None = None, at: str = "$") -> list[str]:
    """Everything in which a value does not fit a schema, and where; nothing if it does."""
    root = schema if root is None else root
    if unknown := schema.keys() - _WORDS:
        msg = f"the schema has words that are not understood: {sorted(unknown)}"
        raise ValueError(msg)
    found = [f"{at}: {problem}" for problem in _own(value, schema)]
    if "$ref" in schema:
        found += mistakes(value, _resolved(schema["$ref"], root), root, at)
    for word, most in (("anyOf", len(schema)), ("oneOf", 1)):
        if word in schema:
            tried = [mistakes(value, option, root, at) for option in schema[word]]
            good = sum(not each for each in tried)
            if not 1 <= good <= max(most, 1) and not (word == "anyOf" and good >= 1):
                found += [f"{at}: fits {word} not", *min(tried, key=len)]
    return found + list(_inside(value, schema, root, at))


def _own(value: Any, schema: Schema) -> Iterator[str]:
    """What is wrong with the value itself."""
    if "type" in schema and not _is_a(value, schema["type"]):
        yield f"{value!r} is no {schema['type']}"
        return
    if "const" in schema and not _same(value, schema["const"]):
        yield f"{value!r} is not {schema['const']!r}"
    if "enum" in schema and not any(_same(value, each) for each in schema["enum"]):
        yield f"{value!r} is none of {schema['enum']}"
    if _is_a(value, "number"):
        if value < schema.get("minimum", value):
            yield f"{value!r} is too small"
        if value > schema.get("maximum", value):
            yield f"{value!r} is too large"
    if "format" in schema and isinstance(value, str):
        yield from _not_a_moment(value, schema["format"])


def _inside(value: Any, schema: Schema, root: Schema, at: str) -> Iterator[str]:
    """What is wrong with the parts of the value."""
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from mistakes(item, schema["items"], root, f"{at}[{number}]")
    if not isinstance(value, dict):
        return
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: {name} is missing"
    for name, item in value.items():
        if name in known:
            yield from mistakes(item, known[name], root, f"{at}.{name}")
        elif schema.get("additionalProperties", True) is False:
            yield f"{at}: {name} is not known"


def _is_a(value: Any, kinds: str | Sequence[str]) -> bool:
    if not isinstance(kinds, str):
        return any(_is_a(value, kind) for kind in kinds)
    if isinstance(value, bool):
        return kinds == "boolean"
    return isinstance(value, _TYPES[kinds])


def _same(value: Any, wanted: Any) -> bool:
    return bool(value == wanted) and isinstance(value, bool) is isinstance(wanted, bool)


def _not_a_moment(value: str, kind: str) -> Iterator[str]:
    if kind != "date-time":
        msg = f"the format {kind} is not understood"
        raise ValueError(msg)
    try:
        known = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        known = False
    if not known:
        yield f"{value!r} is no moment"


def _resolved(reference: str, root: Schema) -> Schema:
    target: Any = root
    for part in reference.removeprefix("#/").split("/"):
        target = target[part]
    resolved: Schema = target
    return resolved
