"""What `stubs/` says of libraries without types is so: the names are there, and take as much."""

import ast
from collections.abc import Iterator
from importlib import import_module
import inspect
from pathlib import Path
from types import ModuleType

import pytest

STUBS = Path(__file__).parents[1] / "stubs"
FILES = sorted(STUBS.rglob("*.pyi"))
EMPTY = "__getattr__"
"""Stands for all names of a module."""


def _module(file: Path) -> ModuleType:
    parts = file.relative_to(STUBS).with_suffix("").parts
    return import_module(".".join(part for part in parts if part != "__init__"))


def _functions(node: ast.Module | ast.ClassDef, there: object) -> Iterator[tuple[str, str]]:
    """Each function of a stub whose counterpart is not there or lacks a parameter, and what."""
    for each in node.body:
        if isinstance(each, ast.ClassDef):
            yield from _functions(each, getattr(there, each.name))
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name != EMPTY:
            takes = inspect.signature(getattr(there, each.name)).parameters
            if any(one.kind is one.VAR_KEYWORD for one in takes.values()):
                continue
            told = {one.arg for one in (*each.args.args, *each.args.kwonlyargs)}
            yield from ((each.name, name) for name in told - takes.keys())


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(STUBS)))
def test_every_function_of_a_stub_takes_what_it_says(file: Path) -> None:
    assert list(_functions(ast.parse(file.read_text(encoding="utf-8")), _module(file))) == []
