"""The fields that the forms of devices share."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from homeassistant.const import CONF_DEVICE_ID, CONF_ENTITY_ID, CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ..const import CONF_KIND, CONF_LOCAL_KEY, CONF_STAND_INS, CONF_VERSION, CONF_ZONE
from ..core.model import DeviceKind, Zone
from ..devices.lan import TUYA_PORT, VERSIONS
from ..devices.probe import AUTO
from ..entity_states import LENDING_DOMAINS
from ..stand_in import STAND_IN_DOMAINS

type Fields = dict[probatio.Marker, object]

CONF_CHOOSE_PRODUCT = "choose_product"


def kind_selector() -> SelectSelector:
    """What a device is to the protocols."""
    return choice([kind.value for kind in DeviceKind], "device_kind")


def zone_selector(zones: Iterable[Zone]) -> SelectSelector:
    """One of the household's zones, or a new one."""
    return SelectSelector(
        SelectSelectorConfig(
            options=[SelectOptionDict(value=zone.id, label=zone.name) for zone in zones],
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )


def local_key_selector() -> TextSelector:
    """A local key, which does not show while it is typed."""
    return TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))


def choice(options: list[str], translation_key: str) -> SelectSelector:
    """One of a few things, all in sight."""
    return SelectSelector(
        SelectSelectorConfig(
            options=options, translation_key=translation_key, mode=SelectSelectorMode.LIST
        )
    )


def place_fields(zones: Iterable[Zone]) -> Fields:
    """What every device has: its kind, its name and its zone."""
    return {
        probatio.Required(CONF_KIND): kind_selector(),
        probatio.Required(CONF_NAME): TextSelector(),
        probatio.Required(CONF_ZONE): zone_selector(zones),
    }


def connection_fields(*, host_known: bool = True, key_needed: bool = True) -> Fields:
    """What it takes to reach a device on the LAN.

    `host_known` is false for a device that has yet to announce itself, `key_needed` where a key
    is there already or can be fetched.
    """
    host = probatio.Required if host_known else probatio.Optional
    local_key = probatio.Required if key_needed else probatio.Optional
    return {
        host(CONF_HOST): TextSelector(),
        probatio.Required(CONF_DEVICE_ID): TextSelector(),
        local_key(CONF_LOCAL_KEY): local_key_selector(),
        probatio.Required(CONF_VERSION, default=AUTO): SelectSelector(
            SelectSelectorConfig(
                options=[AUTO, *VERSIONS],
                translation_key="protocol_version",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        probatio.Required(CONF_PORT, default=TUYA_PORT): NumberSelector(
            NumberSelectorConfig(min=1, max=65535, mode=NumberSelectorMode.BOX)
        ),
    }


def lent_fields(among: Collection[str] = ()) -> Fields:
    """The entity that is lent, where given `among` a few."""
    domains = sorted({domain for kind in LENDING_DOMAINS.values() for domain in kind})
    config = EntitySelectorConfig(filter=EntityWithDeviceFilterSelectorConfig(domain=domains))
    if among:
        config = EntitySelectorConfig(include_entities=list(among))
    return {probatio.Required(CONF_ENTITY_ID): EntitySelector(config)}


def stand_in_fields() -> Fields:
    """The entities that sound in place of a siren."""
    domains = EntityWithDeviceFilterSelectorConfig(domain=list(STAND_IN_DOMAINS))
    selector = EntitySelector(EntitySelectorConfig(filter=domains, multiple=True))
    return {probatio.Optional(CONF_STAND_INS): selector}


def cleaned(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """What the user typed, without the blanks that come with copying."""
    stripped = {
        key: value.strip() if isinstance(value, str) else value for key, value in user_input.items()
    }
    if CONF_PORT in stripped:
        stripped[CONF_PORT] = int(stripped[CONF_PORT])
    return stripped
