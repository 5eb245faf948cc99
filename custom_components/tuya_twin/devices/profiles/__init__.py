"""Tuya data points to the words of the house and back: a profile for every product.

A profile is a value. It can be stored as JSON, chosen by product id or by what a device reports,
or learned in a short test with a person beside the device.
"""

from .battery import Battery
from .bulb import BulbProfile
from .catalog import BY_PRODUCT_ID, PRESETS, PROFILES, Product, candidates, profile_from
from .colour import Colour, ColourFormat
from .learning import LockTrial, learned_lock, learned_siren, siren_test, siren_trials
from .lock import LockProfile
from .profile import Ask, Profile
from .siren import SirenProfile
from .values import Dps, DpValue, Range, only_values

__all__ = [
    "BY_PRODUCT_ID",
    "PRESETS",
    "PROFILES",
    "Ask",
    "Battery",
    "BulbProfile",
    "Colour",
    "ColourFormat",
    "DpValue",
    "Dps",
    "LockProfile",
    "LockTrial",
    "Product",
    "Profile",
    "Range",
    "SirenProfile",
    "candidates",
    "learned_lock",
    "learned_siren",
    "only_values",
    "profile_from",
    "siren_test",
    "siren_trials",
]
