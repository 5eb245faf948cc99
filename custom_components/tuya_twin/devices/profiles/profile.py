"""What every profile of a product has: the words of the house to data points, and back."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import ClassVar, Self

from ...core.errors import DeviceError, InvalidProfileError
from ...core.model import Command, DeviceKind, DeviceState
from ...core.wire import Json
from .fields import FieldReader, to_json
from .values import Dps, DpValue

type Shape = Callable[[DpValue], bool]
"""Whether a value could be one of a certain data point."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What to write, all in one frame, and what the device reports once it is done."""

    writes: Dps
    proof: Dps
    repeats: bool = True
    """Whether it may be written twice: not what happens anew each time, such as a pulse."""


def proven_by_echo(writes: Dps) -> Ask:
    """What the device reports back as it was written."""
    return Ask(writes=writes, proof=writes)


@dataclass(frozen=True, kw_only=True)
class Profile(ABC):
    """How one product speaks. Without arguments, as the standard product of its kind does.

    Raises `InvalidProfileError` if the parts do not go together.
    """

    kind: ClassVar[DeviceKind]
    readers: ClassVar[Mapping[str, FieldReader]]
    """How each field is read from JSON."""

    @property
    @abstractmethod
    def hallmark(self) -> str:
        """The data point that every such product reports."""

    @abstractmethod
    def encode(self, command: Command) -> Ask:
        """How a command is said over the LAN.

        Raises `UnsupportedError` for a command the product has no way to carry out.
        """

    @abstractmethod
    def decode(self, dps: Dps) -> DeviceState:
        """The state of all data points known so far; what was never reported stays unknown."""

    @abstractmethod
    def shapes(self) -> Mapping[str, Shape]:
        """What the values of its data points look like."""

    def trouble(self, _reported: Dps) -> DeviceError | None:
        """What a report after a command says about why it will not be carried out."""
        return None

    def follow(self, _before: DeviceState, _report: Dps, known: Dps) -> DeviceState:
        """The state after a report, which is part of what is `known` by now.

        Differs from `decode` where a report says what the sum of all reports cannot.
        """
        return self.decode(known)

    def refined(self, _dps: Dps) -> Self:
        """This profile with what the device's own values decide, such as their ranges."""
        return self

    @property
    def essential(self) -> frozenset[str]:
        """The data points without which a device is no such product."""
        return frozenset({self.hallmark})

    def as_dict(self) -> dict[str, Json]:
        """Everything about it as JSON, for `profile_from`."""
        return {field.name: to_json(getattr(self, field.name)) for field in fields(self)}

    def with_fields(self, data: Mapping[str, object]) -> Self:
        """This profile, but for these fields, as they are in JSON.

        Raises `InvalidProfileError`.
        """
        if unknown := sorted(data.keys() - self.readers.keys()):
            msg = f"a {self.kind} has no {', '.join(unknown)}"
            raise InvalidProfileError(msg)
        changes: dict[str, object] = {}
        for name, value in data.items():
            try:
                changes[name] = self.readers[name](value)
            except ValueError as error:
                msg = f"{name}: {error}, not {value!r}"
                raise InvalidProfileError(msg) from error
        return replace(self, **changes)
