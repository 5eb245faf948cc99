"""Who may use the simulated cloud, and the words in which it says no."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class SimulatedAccount:
    """A cloud project, and the one user of the app who is linked to it."""

    client_id: str
    secret: str = field(repr=False)
    user_id: str = "eu1600000000000Abcde"


class Refusal(Exception):  # noqa: N818 - it is an answer, given with status 200
    """An answer of no success, with one of Tuya's global error codes."""

    def __init__(self, code: int, message: str) -> None:
        """Keep the code and Tuya's words for it."""
        super().__init__(message)
        self.code = code
        self.message = message
