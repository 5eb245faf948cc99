"""Names and numbers that more than one part of the integration needs."""

from typing import Final

from homeassistant.util.hass_dict import HassKey

DOMAIN: Final = "tuya_twin"

CONF_SIMULATED: Final = "simulated"
CONF_ZONE: Final = "zone"
CONF_ZONES: Final = "zones"
CONF_PLAN: Final = "plan"
CONF_KIND: Final = "kind"
CONF_LOCAL_KEY: Final = "local_key"
CONF_VERSION: Final = "version"
CONF_AUTO_VERSION: Final = "auto_version"
"""Whether another version is adopted without asking when the device speaks one."""
CONF_PROFILE: Final = "profile"
CONF_STAND_INS: Final = "stand_ins"
CONF_CLOUD: Final = "cloud"
CONF_SECRET: Final = "secret"  # noqa: S105 - its name
CONF_USER_ID: Final = "user_id"

ATTR_SIMULATED_IN: Final = "simulated_in"
"""The household, by entry id, in which alone it is true what a sensor says."""

LOCAL_KEY_LENGTH: Final = 16
"""Bytes of an AES-128 key, which is what Tuya's local key is."""

SUBENTRY_DEVICE: Final = "device"

DEFAULT_ZONES: Final = (
    ("LivingRoom", "Living room"),
    ("Foyer", "Foyer"),
    ("MasterBedroom", "Master bedroom"),
)
"""Id on the wire and name of the zones a new household has."""

DATA_SHOWN: HassKey[dict[str, object]] = HassKey(f"{DOMAIN}_shown")
"""What the screens of each household were last shown of what only a snapshot tells."""
