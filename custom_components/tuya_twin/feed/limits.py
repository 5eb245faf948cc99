"""How much one client may ask of the feed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds on what a client may do, and on what is kept for one; all times in seconds."""

    ping_interval: int = 25
    """How often a client is asked whether it is there, as engine.io does."""
    ping_timeout: int = 20
    """How long its answer may take."""
    join_within: float = 10.0
    """How long a connection may last without a token that was checked."""
    upgrade_within: float = 10.0
    """How long a websocket may take to replace polling."""
    body_within: float = 10.0
    """How long the body of a request may take."""
    message_bytes: int = 16 * 1024
    """What a client may say at once; a token and all else fit in a tenth of it."""
    messages_at_once: int = 100
    messages_per_second: float = 20.0
    strange_namespaces: int = 10
    """How many namespaces that are not there a client may ask for."""
    per_address: int = 100
    """Connections from one address."""
    unjoined_per_address: int = 20
    """Of those, how many may be without a checked token."""
    per_user: int = 100
    """Connections of one user, or of one viewer token."""
    buffer_bytes: int = 256 * 1024
    """What may wait in a connection's own buffer before events are held back and merged."""
    send_buffer_bytes: int = 64 * 1024
    """What the kernel may hold; its own choice would hide a reader that has stopped for megabytes.
    """
    polled_packets: int = 64
    """How many packets may wait for a client that polls before events are held back."""
    held_messages: int = 1_500
    """How many events are held back for one client; it is sent away when there are more."""
    lag: float = 15.0
    """How long a client may be behind without taking anything."""
    farewell: float = 1.0
    """How long a client that is sent away may take to go."""

    @property
    def silence(self) -> float:
        """How long a client may say nothing at all."""
        return self.ping_interval + self.ping_timeout
