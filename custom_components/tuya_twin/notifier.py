"""The people of the house."""

from typing import override

from .core.ports import Notifier
from .core.run import Run


class SilentNotifier(Notifier):
    """Tells nobody: the screens and the action's answer say it all for now."""

    @override
    async def announce(self, run: Run) -> None:
        return
