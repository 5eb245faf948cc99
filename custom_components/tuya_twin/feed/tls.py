"""The certificate of the feed's own port, and its renewal while clients are connected."""

import asyncio
from pathlib import Path
import ssl

from ..core.errors import CertificateError

type _Stamp = tuple[tuple[int, int, int], ...] | None


class Certificate:
    """A certificate in two files, which somebody may write anew at any time."""

    def __init__(self, certificate: str, key: str) -> None:
        """Read nothing yet."""
        self._paths = (Path(certificate), Path(key))
        self._stamp: _Stamp = None
        self._newest: ssl.SSLContext

    async def load(self) -> ssl.SSLContext:
        """What a server takes to present the certificate, and after a `renew` the new one.

        Raises `CertificateError`.
        """
        await self.renew()
        first = self._newest

        def present(line: ssl.SSLObject | ssl.SSLSocket, _name: str | None, _: object) -> None:
            line.context = self._newest

        # Called at each handshake. Loading another chain into a context that is in use could
        # leave it with neither: of two files, one is always written first.
        first.sni_callback = present
        return first

    async def renew(self) -> bool:
        """Present what the files hold now; says whether that is something else.

        Raises `CertificateError`, and goes on with what there was.
        """
        stamp = await asyncio.to_thread(_stamp, self._paths)
        if stamp is not None and stamp == self._stamp:
            return False
        self._newest = await asyncio.to_thread(load_pair, *self._paths)
        # Taken before they were read: if they were written meanwhile, they are read again.
        self._stamp = stamp
        return True


def load_pair(certificate: Path, key: Path) -> ssl.SSLContext:
    """A server's TLS with this certificate. Reads files. Raises `CertificateError`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # An empty password, else the terminal is asked for one.
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        raise CertificateError(_reason(error, certificate, key)) from None
    return context


def _reason(error: OSError | ValueError, certificate: Path, key: Path) -> str:
    """Why, in words that hold nothing of what is in the files."""
    for path in (certificate, key):
        try:
            path.open("rb").close()
        except OSError as unreadable:
            return f"{path}: {unreadable.strerror}"
    reason = error.reason if isinstance(error, ssl.SSLError) else None
    if reason == "KEY_VALUES_MISMATCH":
        return f"{key} is not the key of {certificate}"
    return f"{certificate} and {key} are not a certificate and its key, or the key has a password"


def _stamp(paths: tuple[Path, ...]) -> _Stamp:
    try:
        stats = [path.stat() for path in paths]
    except OSError:
        return None
    return tuple((stat.st_mtime_ns, stat.st_size, stat.st_ino) for stat in stats)
