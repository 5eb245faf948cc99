"""What Tuya's numeric codes mean to us.

From "Global Error Codes" of Tuya's documents and, for what has to do with locks, from the error
list of its door lock kit. Codes that are not here are plain `CloudError`s.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ...core.errors import (
    CloudBusyError,
    CloudClockError,
    CloudCredentialsError,
    CloudDeniedError,
    CloudDeviceOfflineError,
    CloudEndedError,
    CloudError,
    CloudFailedError,
    CloudRefusedError,
    CloudUnsupportedError,
    DeviceError,
    UnreachableError,
    UnsupportedError,
)

STALE_TOKEN = frozenset({1010, 1011, 1012})
"""The token is expired, invalid or of a wrong status: another one helps."""

ACCOUNT_WIDE = frozenset({28841002, 28841004})
"""The subscription has expired, the trial's quota is used up: no call will do."""

_MEANINGS: Mapping[type[CloudError], tuple[int, ...]] = MappingProxyType(
    {
        # Secret, signature, client id or access id is invalid.
        CloudCredentialsError: (1001, 1004, 1005, 1008),
        CloudClockError: (1013,),
        # The third: a service is not authorised for the project.
        CloudEndedError: (*ACCOUNT_WIDE, 28841105),
        CloudDeniedError: (1106, 2406),
        CloudDeviceOfflineError: (2001,),
        CloudBusyError: (1110, 1199),
        # Function, value or device is not supported; the lock's remote unlocking is not there, is
        # switched off, is not permitted; no locking over LAN.
        CloudUnsupportedError: (2003, 2008, 2009, 1045, 1046, 1047, 1064),
    }
)
_BY_CODE = {code: error for error, codes in _MEANINGS.items() for code in codes}


def error_for(code: int | None) -> CloudError:
    """The error that an answer with this code stands for."""
    kind = CloudError if code is None else _BY_CODE.get(code, CloudError)
    return kind(code)


def as_device_error(error: CloudError) -> DeviceError:
    """What a failed call means for the device it was about."""
    match error:
        case CloudDeviceOfflineError():
            return UnreachableError()
        case CloudUnsupportedError():
            return UnsupportedError()
        case CloudEndedError() | CloudDeniedError() | CloudCredentialsError():
            return CloudRefusedError()
        case _:
            return CloudFailedError()
