"""Entities' services and states to the words of the house and back: no hass, no waiting.

Attribute names and feature flags are those of Home Assistant's siren, switch and lock integrations.
"""

from collections.abc import Mapping

from homeassistant.components.homeassistant import SERVICE_UPDATE_ENTITY
from homeassistant.components.light.const import DOMAIN as LIGHT
from homeassistant.components.lock.const import (
    DOMAIN as LOCK,
    LockEntityStateAttribute,
    LockState as BoltState,
)
from homeassistant.components.siren.const import (
    ATTR_AVAILABLE_TONES,
    ATTR_DURATION,
    ATTR_TONE,
    ATTR_VOLUME_LEVEL,
    DOMAIN as SIREN,
    SirenEntityFeature,
)
from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.const import (
    ATTR_SUPPORTED_FEATURES,
    SERVICE_LOCK,
    SERVICE_UNLOCK,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import DOMAIN as HOMEASSISTANT, State

from .core.errors import UnsupportedError
from .core.model import (
    Bolt,
    BulbCommand,
    BulbState,
    CheckCommand,
    Command,
    DeviceKind,
    DeviceState,
    LockCommand,
    LockState,
    PutBackCommand,
    SirenCommand,
    SirenState,
)
from .light_states import ask_light, bulb_of, light_of
from .service_ask import ServiceAsk, is_on, switched

LENDING_DOMAINS: Mapping[DeviceKind, tuple[str, ...]] = {
    DeviceKind.BULB: (LIGHT, SWITCH),
    DeviceKind.SIREN: (SIREN, SWITCH),
    DeviceKind.LOCK: (LOCK,),
}
"""The domains whose entities can stand for a kind of device, the best first."""


def ask_of(command: Command, now: State) -> ServiceAsk:
    """The whole command, as well as an entity in the state it is `now` can carry it out.

    Raises `UnsupportedError` where it cannot in any way.
    """
    match command, now.domain:
        case CheckCommand(), _:
            return _ASK_AFTER
        case BulbCommand(), "light":
            return ask_light(light_of(command), now)
        case PutBackCommand(state=state), "light":
            return ask_light(state, now)
        case SirenCommand(), "siren":
            return _ask_siren(command, now)
        case (
            BulbCommand(on=on) | SirenCommand(on=on) | PutBackCommand(state=BulbState(on=bool(on))),
            "switch",
        ):
            return switched(on=on)
        case LockCommand(), "lock":
            return _ask_lock(command)
    raise UnsupportedError


def unknown_state(kind: DeviceKind) -> DeviceState:
    """The state of a device of which nothing is known."""
    return _UNKNOWN[kind]


def state_of(kind: DeviceKind, now: State) -> DeviceState:
    """What an entity's state says of the device it stands for."""
    match kind:
        case DeviceKind.BULB:
            return bulb_of(now)
        case DeviceKind.SIREN:
            return SirenState(sounding=is_on(now))
        case DeviceKind.LOCK:
            changed_by = now.attributes.get(LockEntityStateAttribute.CHANGED_BY)
            return LockState(
                bolt=_BOLTS.get(now.state, Bolt.UNKNOWN),
                changed_by=None if changed_by is None else str(changed_by),
            )


def is_jammed(now: State) -> bool:
    """Whether this is a lock whose bolt is stuck."""
    return now.domain == LOCK and now.state == BoltState.JAMMED


_UNKNOWN: Mapping[DeviceKind, DeviceState] = {
    DeviceKind.BULB: BulbState(),
    DeviceKind.SIREN: SirenState(),
    DeviceKind.LOCK: LockState(),
}
_ASK_AFTER = ServiceAsk(
    domain=HOMEASSISTANT,
    service=SERVICE_UPDATE_ENTITY,
    shown_by=lambda state: state.state not in (STATE_UNAVAILABLE, STATE_UNKNOWN),
)


# Sirens -------------------------------------------------------------------------------------


def _ask_siren(command: SirenCommand, now: State) -> ServiceAsk:
    features = SirenEntityFeature(now.attributes.get(ATTR_SUPPORTED_FEATURES) or 0)
    needed = SirenEntityFeature.TURN_ON if command.on else SirenEntityFeature.TURN_OFF
    if needed not in features:
        raise UnsupportedError
    data: dict[str, object] = {}
    if command.on:
        if command.volume is not None and SirenEntityFeature.VOLUME_SET in features:
            data[ATTR_VOLUME_LEVEL] = command.volume / 100
        if command.duration is not None and SirenEntityFeature.DURATION in features:
            data[ATTR_DURATION] = command.duration
        if (tone := _tone(command.tone, now)) is not None and SirenEntityFeature.TONES in features:
            data[ATTR_TONE] = tone
    return switched(on=command.on, data=data)


def _tone(wanted: str | None, now: State) -> object | None:
    """The tone as the entity counts it; none rather than one it would refuse to sound with."""
    offered = now.attributes.get(ATTR_AVAILABLE_TONES) or ()
    names = [*offered, *offered.values()] if isinstance(offered, Mapping) else [*offered]
    return next((name for name in names if str(name) == wanted), None)


# Locks --------------------------------------------------------------------------------------

_BOLTS: Mapping[str, Bolt] = {
    BoltState.LOCKED: Bolt.LOCKED,
    BoltState.UNLOCKED: Bolt.UNLOCKED,
    BoltState.OPEN: Bolt.UNLOCKED,
    BoltState.JAMMED: Bolt.JAMMED,
}
"""A bolt on its way is nowhere yet."""


def _ask_lock(command: LockCommand) -> ServiceAsk:
    wanted = Bolt.LOCKED if command.lock else Bolt.UNLOCKED
    return ServiceAsk(
        service=SERVICE_LOCK if command.lock else SERVICE_UNLOCK,
        shown_by=lambda state: _BOLTS.get(state.state) is wanted,
    )
