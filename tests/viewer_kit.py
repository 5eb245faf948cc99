"""Viewer tokens in a test."""

from datetime import timedelta

from custom_components.tuya_twin.core.viewers import Grant, ViewerToken
from custom_components.tuya_twin.viewer_tokens import ViewerTokens

HOUSEHOLD = "01JHOUSEHOLD"


async def given_out(
    tokens: ViewerTokens,
    *,
    name: str = "Hall tablet",
    household: str = HOUSEHOLD,
    zones: tuple[str, ...] | None = None,
    kiosk: bool = False,
    days: int = 30,
) -> tuple[ViewerToken, str]:
    """A token, and what its holder shows."""
    grant = Grant(
        name=name, household=household, zones=zones, kiosk=kiosk, lifetime=timedelta(days=days)
    )
    return await tokens.async_create(grant)
