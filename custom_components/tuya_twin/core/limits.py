"""How far what the user decides may go."""

from .errors import InvalidPolicyError


def within(name: str, value: float, low: float, high: float) -> None:
    """Raise `InvalidPolicyError` for a value beyond its limits."""
    if not low <= value <= high:
        msg = f"{name} must be from {low} to {high}, not {value}"
        raise InvalidPolicyError(msg)
