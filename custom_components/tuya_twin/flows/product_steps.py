"""Which product a device is: chosen among those that fit, or found out in a test."""

from typing import Any

from homeassistant.config_entries import SubentryFlowResult
import probatio

from ..const import CONF_CLOUD
from ..core.model import DeviceKind
from ..devices.profiles import (
    BY_PRODUCT_ID,
    PRESETS,
    LockProfile,
    candidates,
    siren_trials,
)
from .forms import choice
from .lock_course import lock_trials
from .lock_steps import LockSteps
from .siren_steps import SirenSteps

_CONF_PRODUCT = "product"
_TEST = "test"


class ProductSteps(SirenSteps, LockSteps):
    """Finds out how a device speaks that has answered."""

    async def async_choose_product(self) -> SubentryFlowResult:
        """Take the product that fits best, or ask: two sirens may report alike and differ."""
        kind, dps = self.draft.kind, self.draft.dps
        if kind is DeviceKind.BULB:
            return await self.async_speaks(PRESETS[kind][candidates(kind, dps)[0]].refined(dps))
        return await self.async_step_product()

    async def async_step_product(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which product it is."""
        kind = self.draft.kind
        if user_input is not None:
            if (product := user_input[_CONF_PRODUCT]) == _TEST:
                return await self._async_test()
            return await self._async_chosen(product)
        fitting = self._fitting()
        if not fitting:
            return await self._async_test()
        testable = siren_trials if kind is DeviceKind.SIREN else lock_trials
        options = [*fitting, _TEST] if testable(self.draft.dps) else fitting
        field = probatio.Required(_CONF_PRODUCT, default=options[0])
        return self.form("product", {field: choice(options, f"{kind}_product")})

    def _fitting(self) -> list[str]:
        """The presets that fit what the device reported, best first."""
        kind = self.draft.kind
        fitting = [*candidates(kind, self.draft.dps)]
        known = BY_PRODUCT_ID.get(self.draft.product_id)
        if known is not None and known.kind is kind:
            fitting = [known.preset, *(name for name in fitting if name != known.preset)]
        return [name for name in fitting if self._is_possible(name)]

    def _is_possible(self, name: str) -> bool:
        """Whether there is a way to a product of this household: by the cloud needs an account."""
        preset = PRESETS[self.draft.kind][name]
        by_cloud = isinstance(preset, LockProfile) and (preset.cloud_lock or preset.cloud_unlock)
        return not by_cloud or CONF_CLOUD in self.entry.data

    async def _async_test(self) -> SubentryFlowResult:
        if self.draft.kind is DeviceKind.SIREN:
            return await self.async_step_siren_test()
        return await self.async_step_lock_test()

    async def _async_chosen(self, name: str) -> SubentryFlowResult:
        profile = PRESETS[self.draft.kind][name].refined(self.draft.dps)
        if isinstance(profile, LockProfile):
            return await self.async_lock_known(profile)
        return await self.async_speaks(profile)
