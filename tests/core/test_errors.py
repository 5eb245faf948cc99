"""Every way a device can fail is told apart from every other."""

from collections.abc import Iterator
import inspect

from custom_components.tuya_twin.core import errors
from custom_components.tuya_twin.core.errors import (
    CloudError,
    DeviceError,
    LockedOutError,
    StandsOpenError,
    UnknownRegionError,
    UnknownZoneError,
    WrongCodeError,
    WrongVersionError,
)
from custom_components.tuya_twin.core.model import Reason
from tests.core.kit import NIGHT

NEVER_SENT = {Reason.CAP_REACHED, Reason.UNKNOWN_STATE}
"""Why a step is not even tried: no device has failed."""


def device_errors() -> Iterator[type[DeviceError]]:
    for _, member in inspect.getmembers(errors, inspect.isclass):
        if issubclass(member, DeviceError):
            yield member


def test_every_device_error_has_a_reason_of_its_own() -> None:
    reasons = [error.reason for error in device_errors()]

    assert len(reasons) == len(set(reasons))


def test_every_reason_is_that_of_an_error_or_of_a_step_that_was_never_sent() -> None:
    reasons = {error.reason for error in device_errors()}

    assert reasons == set(Reason) - NEVER_SENT


def test_a_wrong_version_names_the_right_one() -> None:
    error = WrongVersionError("3.4")

    assert error.found == "3.4"
    assert "3.4" in str(error)


def test_an_unknown_zone_is_named_beside_the_known_ones() -> None:
    error = UnknownZoneError("Attic", ("HOUSE", "Foyer"))

    assert (error.zone, error.known) == ("Attic", ("HOUSE", "Foyer"))
    assert str(error) == "unknown zone 'Attic'; known: HOUSE, Foyer"


def test_an_unknown_region_is_named_beside_the_known_ones() -> None:
    error = UnknownRegionError("mars", ("eu", "us"))

    assert str(error) == "unknown region 'mars'; known: eu, us"


def test_what_stands_open_is_named() -> None:
    error = StandsOpenError(("Window", "Back door"))

    assert error.names == ("Window", "Back door")
    assert "Window, Back door" in str(error)


def test_a_code_that_is_not_taken_says_what_is_left() -> None:
    assert "2" in str(WrongCodeError(2))
    assert "2026-11-22T02:14" in str(LockedOutError(NIGHT))


def test_an_error_of_the_cloud_says_its_code_or_that_it_had_none() -> None:
    refused, silent = CloudError(1010), CloudError()

    assert (refused.code, str(refused)) == (1010, "code 1010")
    assert (silent.code, str(silent)) == (None, "no code")
