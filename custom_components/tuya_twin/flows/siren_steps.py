"""The guided test of a siren: it sounds, and the person beside it tells what was heard."""

from enum import StrEnum
from typing import Any

from homeassistant.config_entries import SubentryFlowResult
import probatio

from ..core.errors import DeviceError
from ..devices.profiles import SirenProfile, learned_siren, siren_trials
from .base import DeviceFlow
from .checks import Errors, told
from .forms import choice
from .trial import StillSoundingError, async_silence, async_sound, async_trial, released

_CONF_HEARD = "heard"


class Heard(StrEnum):
    """What was heard of a siren."""

    NOTHING = "nothing"
    SOUND = "sound"
    """Of one that is not known to stop by itself."""
    STOPPED = "stopped"
    """It fell silent after about three seconds."""
    WENT_ON = "went_on"
    """It sounded until it was silenced."""


class SirenSteps(DeviceFlow):
    """Tries a siren as one product after the other until somebody hears it."""

    _tried: int = 0
    """How many of the sirens it could be were tried and not heard."""

    async def async_step_siren_test(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Announce the sound, and make it."""
        errors: Errors = {}
        if user_input is not None:
            try:
                async with (
                    released(self.entry, self.subentry_id),
                    async_trial(self.hass, self.draft.data) as device,
                ):
                    await async_sound(self.hass, device, self._siren)
            except StillSoundingError:
                return self._loud({})
            except DeviceError as error:
                errors, _ = told(error)
            else:
                return await self.async_step_siren_heard()
        return self._announce(errors)

    async def async_step_siren_heard(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what was heard; it is silent again by now."""
        siren = self._siren
        if user_input is not None:
            match Heard(user_input[_CONF_HEARD]):
                case Heard.NOTHING:
                    return self._next_siren()
                case Heard.SOUND:
                    return await self.async_speaks(siren)
                case heard:
                    stopped = heard is Heard.STOPPED
                    return await self.async_speaks(learned_siren(siren, stopped_by_itself=stopped))
        timed = [Heard.STOPPED, Heard.WENT_ON] if siren.duration else [Heard.SOUND]
        options = [heard.value for heard in (*timed, Heard.NOTHING)]
        field = probatio.Required(_CONF_HEARD)
        return self.form("siren_heard", {field: choice(options, _CONF_HEARD)})

    async def async_step_siren_loud(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Try to silence a siren that may still sound, until it says that it is silent."""
        try:
            async with (
                released(self.entry, self.subentry_id),
                async_trial(self.hass, self.draft.data) as device,
            ):
                await async_silence(self.hass, device, self._siren)
        except StillSoundingError:
            return self._loud({"base": "still_sounding"})
        except DeviceError as error:
            return self._loud(told(error)[0])
        return await self.async_step_siren_heard()

    @property
    def _siren(self) -> SirenProfile:
        """What the siren is tried as."""
        return siren_trials(self.draft.dps)[self._tried]

    def _next_siren(self) -> SubentryFlowResult:
        self._tried += 1
        if self._tried < len(siren_trials(self.draft.dps)):
            return self._announce({})
        self._tried = 0
        return self._announce({"base": "none_was_heard"})

    def _announce(self, errors: Errors) -> SubentryFlowResult:
        progress = {
            "number": str(self._tried + 1),
            "count": str(len(siren_trials(self.draft.dps))),
        }
        return self.form("siren_test", {}, errors=errors, placeholders=progress)

    def _loud(self, errors: Errors) -> SubentryFlowResult:
        return self.form("siren_loud", {}, errors=errors)
