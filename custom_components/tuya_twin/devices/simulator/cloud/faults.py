"""What can be wrong with the cloud."""

from enum import StrEnum


class CloudFault(StrEnum):
    """A fault to switch on, for every request from then on."""

    NONE = "none"
    HANG = "hang"
    """Takes the request and never answers."""
    SLOW = "slow"
    SERVER_ERROR = "server_error"
    """Answers with status 502."""
    NOT_JSON = "not_json"
    """Answers with a page that a proxy might put in between."""
    TOO_MANY = "too_many"
    """Says that there are too many requests."""
    ENDED = "ended"
    """The subscription has expired."""


class Service(StrEnum):
    """A part of the cloud that a project is authorised for, or not."""

    HOMES = "homes"
    PROJECT_DEVICES = "project_devices"
    """The lists of devices by project."""
    LOCKS = "locks"
