"""What has to be right of a device before anything about it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_KIND, CONF_LOCAL_KEY, CONF_VERSION, CONF_ZONE, DOMAIN, LOCAL_KEY_LENGTH
from ..core.errors import (
    DeviceError,
    HandshakeError,
    HeldError,
    WrongVersionError,
)
from ..core.model import HOUSE, DeviceKind
from ..devices.lan import ANSWER_SECONDS, Endpoint
from ..devices.probe import Answer, NoAnswerError, probe
from ..devices.profiles import PRESETS, Dps, candidates, siren_trials
from .households import is_configured
from .lock_course import lock_trials

type Errors = dict[str, str]
"""By field, the key of the message; `base` for what is not of one field."""
type Placeholders = dict[str, str]
"""What the messages need to know."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """For how many seconds a flow waits for a device."""

    answer: float = ANSWER_SECONDS
    bolt: float = 6.0
    """For a bolt that moves to be reported; no motor takes longer."""
    brief_sound: float = 3.0
    """For how long a siren sounds that does not stop by itself."""
    sound: float = 8.0
    """After so long a siren that ought to stop by itself is silenced; plainly more than three."""


DATA_PATIENCE: HassKey[Patience] = HassKey(f"{DOMAIN}_patience")


@callback
def patience(hass: HomeAssistant) -> Patience:
    """How long to wait here."""
    return hass.data.get(DATA_PATIENCE, Patience())


class Checked(NamedTuple):
    """What came of a check; there is an answer if there are no errors."""

    errors: Errors
    placeholders: Placeholders
    answer: Answer | None


async def async_check_device(
    hass: HomeAssistant, data: Mapping[str, Any], *, own_id: str | None = None
) -> Checked:
    """Check what is known of a device on the LAN, at last by asking it for its data points.

    `data` is that of its subentry, with the name. The version may be `AUTO`. `own_id` is the id
    of the device that is changed, which is no duplicate of itself.
    """
    if errors := mistakes(hass, data, own_id=own_id):
        return Checked(errors, {}, None)
    kind = DeviceKind(data[CONF_KIND])
    try:
        answer = await probe(
            endpoint_of(data), points=points_of(kind), answer_seconds=patience(hass).answer
        )
    except DeviceError as error:
        return Checked(*told(error), None)
    if not could_be(kind, answer.dps):
        points = ", ".join(sorted(answer.dps, key=int))
        return Checked({CONF_KIND: "wrong_kind"}, {"points": points}, None)
    return Checked({}, {}, answer)


@callback
def mistakes(hass: HomeAssistant, data: Mapping[str, Any], *, own_id: str | None = None) -> Errors:
    """What is wrong without asking anybody. A local key that is missing is none of it."""
    if errors := place_mistakes(data):
        return errors
    for field in (CONF_HOST, CONF_DEVICE_ID):
        if not data.get(field):
            return {field: "blank"}
    device_id, local_key = data[CONF_DEVICE_ID], data.get(CONF_LOCAL_KEY)
    if device_id != own_id and is_configured(hass, device_id):
        return {CONF_DEVICE_ID: "device_already_configured"}
    if local_key is not None and not (local_key.isascii() and len(local_key) == LOCAL_KEY_LENGTH):
        return {CONF_LOCAL_KEY: "key_length"}
    return {}


@callback
def place_mistakes(data: Mapping[str, Any]) -> Errors:
    """What is wrong with a device's name and zone."""
    for field in (CONF_NAME, CONF_ZONE):
        if not data[field]:
            return {field: "blank"}
    return {CONF_ZONE: "zone_is_house"} if data[CONF_ZONE] == HOUSE else {}


def told(error: DeviceError) -> tuple[Errors, Placeholders]:
    """How to tell the user that a device did not answer as it should."""
    match error:
        case WrongVersionError():
            return {CONF_VERSION: "wrong_version"}, {"found": error.found}
        case HandshakeError():
            return {CONF_LOCAL_KEY: "wrong_key"}, {}
        case HeldError():
            return {"base": "held"}, {}
        case NoAnswerError():
            return {"base": "no_answer"}, {}
        case _:
            return {CONF_HOST: "cannot_connect"}, {}


def could_be(kind: DeviceKind, dps: Dps) -> bool:
    """Whether a device with these data points could be of this kind at all."""
    if kind is DeviceKind.SIREN:
        return bool(siren_trials(dps))
    return bool(candidates(kind, dps)) or (kind is DeviceKind.LOCK and bool(lock_trials(dps)))


def endpoint_of(data: Mapping[str, Any]) -> Endpoint:
    """Where the device is that is being set up, and what opens it."""
    return Endpoint(
        host=data[CONF_HOST],
        port=data[CONF_PORT],
        device_id=data[CONF_DEVICE_ID],
        local_key=data[CONF_LOCAL_KEY],
        version=data[CONF_VERSION],
    )


def points_of(kind: DeviceKind) -> frozenset[str]:
    """All data points that a product of this kind may have, for devices that want them named."""
    return frozenset(point for preset in PRESETS[kind].values() for point in preset.shapes())
