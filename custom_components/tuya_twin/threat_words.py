"""Why the analyzer has found what it has, in Home Assistant's language."""

from homeassistant.core import HomeAssistant

from .core.assessment import Assessment, Ground, Why
from .words import translated

_FACTORS = (Why.LESS_TRUSTED, Why.FADED, Why.NIGHT, Why.DAY)


class ThreatWords:
    """Puts assessments into words; the texts are `common.threat_…`."""

    def __init__(self, hass: HomeAssistant) -> None:
        """The translations are loaded with the integration."""
        self._hass = hass

    def text(self, key: str, **values: str) -> str:
        """One of the texts of the analysis."""
        return translated(self._hass, "common", f"threat_{key}", **values)

    def grounds(self, found: Assessment) -> list[str]:
        """Every reason, in the order in which they make the score."""
        return [self._ground(ground) for ground in found.grounds]

    def reason(self, found: Assessment) -> str:
        """The whole sum as one line."""
        grounds = " · ".join(self.grounds(found))
        if not any(ground.why in _FACTORS for ground in found.grounds):
            return grounds
        return self.text("sum", grounds=grounds, score=_number(found.score))

    def _ground(self, ground: Ground) -> str:
        role = "" if ground.role is None else self.text(f"role_{ground.role}")
        return self.text(
            ground.why,
            name=ground.name,
            role=role,
            value=_number(ground.value),
            percent=str(round(ground.value * 100)),
            # Nothing happens 0 seconds later.
            seconds=str(max(1, round(ground.seconds))),
        )


def _number(value: float) -> str:
    """A number as people write it: no more digits than it takes."""
    return f"{round(value, 2):g}"
