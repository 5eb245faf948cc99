"""The border: what the devices and rules raise becomes what Home Assistant shows its user."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN
from .core.errors import DeviceError
from .core.model import Device
from .core.run import Run


@contextmanager
def device_errors(device: Device) -> Iterator[None]:
    """Have an action say what happened to its device and what to do about it."""
    try:
        yield
    except DeviceError as error:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=f"device_{error.reason}",
            translation_placeholders={"device": device.name},
        ) from error


def raise_for_failed(run: Run) -> None:
    """Raise an error that names the devices that failed, if any did."""
    if not run.failed:
        return
    raise HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="run_failed",
        translation_placeholders={
            "protocol": run.protocol.value,
            "zone": run.zone,
            "devices": ", ".join(f"{step.device.name} ({step.reason})" for step in run.failed),
        },
    )
