"""The viewer tokens of all households: kept on disk, run out, revoked.

Home Assistant's auth does not know them, so that they open nothing but the feed.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import Final, override

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.viewers import Grant, ViewerToken, id_and_secret, issue
from .core.wire import Payload
from .feed.gate import Viewers
from .feed.guest import Rights

_LOGGER = logging.getLogger(__name__)

DATA_VIEWER_TOKENS: HassKey[ViewerTokens] = HassKey(f"{DOMAIN}_viewer_tokens")

STORAGE_KEY: Final = f"{DOMAIN}.viewers"
_VERSION: Final = 1
_UNREADABLE: Final = (HomeAssistantError, OSError, KeyError, TypeError)
"""What Home Assistant's store raises for a file that it cannot read, or that is not of its kind."""
_SAVE_USE_SECONDS: Final = 300.0
"""When a token was last used may lose this much to a power cut; nothing else may."""
_LOOK_AGAIN: Final = timedelta(hours=1)
"""How late the end of a token may be noticed if the machine's clock is put forward."""


class ViewerTokens(Viewers):
    """All viewer tokens of this Home Assistant; see `async_viewer_tokens`."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know none before `async_load`."""
        self._hass = hass
        # Atomic also means that it is waited for the disk: what was revoked stays so without power.
        self._store: Store[Payload] = Store(
            hass, _VERSION, STORAGE_KEY, private=True, atomic_writes=True
        )
        self._tokens: dict[str, ViewerToken] = {}
        self._watchers: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)
        self._still_on_disk: set[str] = set()
        """Tokens that have ended but would be good again after a restart."""
        self._unschedule: Callable[[], None] | None = None
        self._ends = HassJob(self._end_due, "tuya_twin ends viewer tokens", cancel_on_shutdown=True)

    async def async_load(self) -> None:
        """Take up what was saved and is still good. What cannot be read is no reason to fail."""
        try:
            saved = await self._store.async_load()
        except _UNREADABLE:
            _LOGGER.exception("The viewer tokens cannot be read; their screens are refused")
            # Perhaps a newer version wrote them, which will want them back.
            self._store.make_read_only()
            return
        for each in _listed(saved):
            try:
                token = ViewerToken.restore(each)
            except ValueError:
                _LOGGER.warning("A viewer token on disk is damaged; its screen is refused")
                continue
            if self._is_good(token):
                self._tokens[token.id] = token
        self._schedule()

    @property
    def all(self) -> list[ViewerToken]:
        """The tokens that are good, the oldest first."""
        return [token for token in self._tokens.values() if self._is_good(token)]

    def kiosks(self, household: str) -> list[ViewerToken]:
        """The screens of a household that have to show every red, whether they listen or not."""
        return [token for token in self.all if token.kiosk and token.household == household]

    def connections(self, token_id: str) -> int:
        """How many listen with this token now."""
        return len(self._watchers.get(token_id, ()))

    @override
    def rights(self, token: str) -> Rights | None:
        if (shown := id_and_secret(token)) is None:
            return None
        token_id, secret = shown
        found = self._tokens.get(token_id)
        if found is None or not found.is_opened_by(secret) or not self._is_good(found):
            return None
        return Rights(
            user=found.id,
            name=found.name,
            household=found.household,
            zones=None if found.zones is None else frozenset(found.zones),
            kiosk=found.id if found.kiosk else None,
        )

    @override
    def is_valid(self, token_id: str) -> bool:
        token = self._tokens.get(token_id)
        return token is not None and self._is_good(token)

    @override
    def watch(self, token_id: str, on_ended: Callable[[], None]) -> Callable[[], None]:
        watchers = self._watchers[token_id]
        watchers.append(on_ended)
        self._used(token_id)

        def leave() -> None:
            watchers.remove(on_ended)
            self._used(token_id)

        return leave

    async def async_create(self, grant: Grant) -> tuple[ViewerToken, str]:
        """A new token, and what its holder has to show, which is not known from then on.

        Raises `HomeAssistantError` if it cannot be written down.
        """
        token, shown = issue(grant, dt_util.utcnow())
        self._tokens[token.id] = token
        saved = await self._async_save()
        if saved is None or token.id not in saved:
            self._drop(token.id)
            raise _not_saved()
        self._schedule()
        return token, shown

    async def async_revoke(self, token_id: str) -> bool:
        """End a token, at once and for good; `False` if there is none with this id.

        Raises `HomeAssistantError` if it has ended but that cannot be written down: try again.
        """
        if token_id not in self._tokens and token_id not in self._still_on_disk:
            return False
        await self._async_end({token_id})
        return True

    async def async_forget_household(self, household: str) -> None:
        """End the tokens of a household, and leave no file behind with the last household."""
        ended = {token.id for token in self._tokens.values() if token.household == household}
        entries = self._hass.config_entries.async_entries(DOMAIN)
        if any(entry.entry_id != household for entry in entries):
            if ended:
                await self._async_end(ended)
            return
        for token_id in ended:
            self._drop(token_id)
        await self._store.async_remove()

    def _is_good(self, token: ViewerToken) -> bool:
        lasts = dt_util.utcnow() < token.expires_at
        return lasts and self._hass.config_entries.async_get_entry(token.household) is not None

    def _used(self, token_id: str) -> None:
        if (token := self._tokens.get(token_id)) is not None:
            self._tokens[token_id] = replace(token, last_used_at=dt_util.utcnow())
            self._store.async_delay_save(self._as_saved, _SAVE_USE_SECONDS)

    def _drop(self, token_id: str) -> None:
        """Forget a token, and tell whoever listens with it."""
        self._tokens.pop(token_id, None)
        for on_ended in tuple(self._watchers.pop(token_id, ())):
            on_ended()

    @callback
    def _end_due(self, _now: datetime) -> None:
        now = dt_util.utcnow()
        due = [token.id for token in self._tokens.values() if token.expires_at <= now]
        for token_id in due:
            self._drop(token_id)
        if due:
            self._store.async_delay_save(self._as_saved, _SAVE_USE_SECONDS)
        self._schedule()

    def _schedule(self) -> None:
        """Look again when the next token runs out."""
        if self._unschedule is not None:
            self._unschedule()
            self._unschedule = None
        if self._tokens:
            runs_out = min(token.expires_at for token in self._tokens.values())
            delay = min(runs_out - dt_util.utcnow(), _LOOK_AGAIN)
            self._unschedule = async_call_later(self._hass, delay, self._ends)

    async def _async_end(self, ended: set[str]) -> None:
        """Raises `HomeAssistantError` if one of these is still on disk."""
        for token_id in ended:
            self._drop(token_id)
        self._still_on_disk |= ended
        saved = await self._async_save()
        if saved is None or not saved.isdisjoint(ended):
            raise _not_saved()
        self._still_on_disk -= ended

    async def _async_save(self) -> frozenset[str] | None:
        """Write them down, and return whose ids are on disk then; `None` if nobody can tell."""
        await self._store.async_save(self._as_saved())
        # Saving does not say whether it succeeded.
        disk: Store[Payload] = Store(self._hass, _VERSION, STORAGE_KEY)
        try:
            saved = await disk.async_load()
        except _UNREADABLE:
            return None
        return frozenset(str(each.get("id")) for each in _listed(saved))

    def _as_saved(self) -> Payload:
        return {"viewers": [token.as_saved() for token in self._tokens.values()]}


def _listed(saved: object) -> list[Mapping[str, object]]:
    listed = saved.get("viewers") if isinstance(saved, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _not_saved() -> HomeAssistantError:
    return HomeAssistantError(translation_domain=DOMAIN, translation_key="viewer_tokens_not_saved")


@singleton(DATA_VIEWER_TOKENS, async_=True)
async def async_viewer_tokens(hass: HomeAssistant) -> ViewerTokens:
    """The viewer tokens; whoever asks first has them read from disk."""
    tokens = ViewerTokens(hass)
    await tokens.async_load()
    return tokens
