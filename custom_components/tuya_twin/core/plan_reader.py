"""Reads the parts of a plan from JSON, and says what is wrong and where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from .errors import InvalidPlanError

WHOLE: Final = "the plan"
"""Where something is that is in no part of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """An object in JSON; `where` names it in what is said about it.

    Everything here raises `InvalidPlanError`. Keys that nobody asks for are passed over.
    """

    value: Mapping[str, object]
    where: str

    @classmethod
    def of(cls, value: object, where: str) -> Self:
        """The part, if it is an object at all."""
        if not isinstance(value, Mapping):
            raise InvalidPlanError(where, "it has to be an object")
        return cls(value=value, where=where)

    def parts(self, key: str, most: int) -> Iterator[Part]:
        """The objects of a list."""
        for number, each in enumerate(self._list(key, most), 1):
            yield Part.of(each, f"{self._place} {key}, number {number}".strip())

    def texts(self, key: str, most: int, longest: int) -> tuple[str, ...]:
        """The texts of a list."""
        texts = self._list(key, most)
        return tuple(self._text(f"a text in {key}", each, longest) for each in texts)

    def text(self, key: str, longest: int) -> str:
        """A text that is neither blank nor too long."""
        return self._text(key, self.value.get(key), longest)

    def word[T: str](self, key: str, words: Sequence[T]) -> T:
        """One of some words."""
        for word in words:
            if word == self.value.get(key):
                return word
        raise self._wrong(key, f"one of {', '.join(words)}")

    def whole(self, key: str, least: int, most: int | None = None) -> int:
        """A whole number within limits."""
        value = self.value.get(key)
        if type(value) is not int or value < least or (most is not None and value > most):
            limits = f"of at least {least}" if most is None else f"from {least} to {most}"
            raise self._wrong(key, f"a whole number {limits}")
        return value

    def number(self, key: str, least: int, most: int, *, above: bool = False) -> float:
        """A number within limits; with `above` it may not be the least itself."""
        value = self.value.get(key)
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not least <= value <= most  # nor is NaN
            or (above and value == least)
        ):
            raise self._wrong(key, f"a number {'above' if above else 'from'} {least} to {most}")
        return value

    @property
    def _place(self) -> str:
        """Where its own parts are."""
        return "" if self.where == WHOLE else f"{self.where}:"

    def _list(self, key: str, most: int) -> Sequence[object]:
        value = self.value.get(key)
        if not isinstance(value, list | tuple) or len(value) > most:
            raise self._wrong(key, f"a list of at most {most}")
        return value

    def _text(self, what: str, value: object, longest: int) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise self._wrong(what, f"a text of 1 to {longest} characters")
        return value

    def _wrong(self, what: str, right: str) -> InvalidPlanError:
        return InvalidPlanError(self.where, f"{what} has to be {right}")
