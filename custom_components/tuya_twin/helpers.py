"""The border: what the devices and rules raise becomes what Home Assistant shows its user."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .const import DOMAIN
from .core.errors import (
    DeviceError,
    DrillRefusedError,
    StandsOpenError,
    UnknownIncidentError,
    UnknownZoneError,
)
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


@contextmanager
def refusals() -> Iterator[None]:
    """Have an action say why the house does not take what was asked of it."""
    try:
        yield
    except UnknownZoneError as error:
        raise refused(key="unknown_zone", zone=error.zone, known=", ".join(error.known)) from error
    except DrillRefusedError as error:
        raise refused(key="drill_refused") from error
    except UnknownIncidentError as error:
        raise refused(key="no_incident") from error
    except StandsOpenError as error:
        raise refused(key="stands_open", names=", ".join(error.names)) from error


def refused(*, key: str, **placeholders: str) -> ServiceValidationError:
    """The error for a request that is not taken, by the key of its translation."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders=placeholders
    )


def raise_for_failed(run: Run) -> None:
    """Raise an error that names the devices that failed, if any did."""
    if not run.failed:
        return
    raise HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="drill_failed" if run.drill else "run_failed",
        translation_placeholders={
            "protocol": run.protocol.value,
            "zone": run.zone,
            "devices": ", ".join(f"{step.device.name} ({step.reason})" for step in run.failed),
        },
    )
