"""Somebody who is signed in to a Home Assistant, and what they ask over REST."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
import contextlib
from dataclasses import dataclass, field
from http import HTTPStatus
import json
import time
from typing import Final, Literal, Self

import aiohttp

from scripts.lib.home_types import (
    JSON,
    FlowError,
    HomeError,
    JSONObject,
    Owner,
    RestError,
    object_of,
    text_of,
)

REQUEST_SECONDS: Final = 60
REFRESH_BEFORE_SECONDS: Final = 120
"""An access token lives for 1800 s; a caller may hold one for a while before it is used."""


@dataclass(frozen=True, kw_only=True)
class _Tokens:
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_in: int
    expires: float  # time.time()

    @classmethod
    def of(cls, answer: JSONObject, *, refresh: str | None = None) -> Self:
        """Read /auth/token's answer; one that refreshes has no refresh token in it."""
        expires_in = answer["expires_in"]
        if not isinstance(expires_in, int):
            raise TypeError(expires_in)
        return cls(
            access=text_of(answer["access_token"]),
            refresh=refresh or text_of(answer["refresh_token"]),
            expires_in=expires_in,
            expires=time.time() + expires_in,
        )


class HomeSession(ABC):
    """A Home Assistant at an address, and one user signed in to it."""

    def __init__(self, url: str) -> None:
        """Nobody is signed in yet."""
        self.url = url
        # The frontend signs in under this name too, so it can use our tokens.
        self._client_id = f"{self.url}/"
        self._session: aiohttp.ClientSession | None = None
        self._tokens: _Tokens | None = None

    @abstractmethod
    async def pause(self) -> None:
        """Wait a moment before asking again; raises `StartError` if nobody will answer."""

    async def onboard(self, owner: Owner) -> None:
        """Create the owner of a fresh folder and sign in; the frontend shows no wizard."""
        answer = await self._request(
            "POST",
            "/api/onboarding/users",
            body={
                "client_id": self._client_id,
                "name": owner.name,
                "username": owner.username,
                "password": owner.password,
                "language": "en",
            },
        )
        await self._sign_in(text_of(object_of(answer)["auth_code"]))

    async def login(self, owner: Owner) -> None:
        """Sign in to a folder that was onboarded in an earlier run."""
        client: JSONObject = {"client_id": self._client_id}
        flow = object_of(
            await self._request(
                "POST",
                "/auth/login_flow",
                body={
                    **client,
                    "handler": ["homeassistant", None],
                    "redirect_uri": f"{self.url}/?auth_callback=1",
                },
            )
        )
        result = object_of(
            await self._request(
                "POST",
                f"/auth/login_flow/{text_of(flow['flow_id'])}",
                body={**client, "username": owner.username, "password": owner.password},
            )
        )
        if result["type"] != "create_entry":
            raise FlowError(result)
        await self._sign_in(text_of(result["result"]))

    async def access_token(self) -> str:
        """Return a token that is good for two minutes at least."""
        tokens = self._signed_in()
        if tokens.expires - time.time() < REFRESH_BEFORE_SECONDS:
            answer = await self._token(grant_type="refresh_token", refresh_token=tokens.refresh)
            self._tokens = tokens = _Tokens.of(answer, refresh=tokens.refresh)
        return tokens.access

    def tokens_for_browser(self) -> JSONObject:
        """Return what the frontend keeps as `hassTokens` in the localStorage of `url`."""
        tokens = self._signed_in()
        return {
            "access_token": tokens.access,
            "clientId": self._client_id,
            "expires": int(tokens.expires * 1000),
            "expires_in": tokens.expires_in,
            "hassUrl": self.url,
            "refresh_token": tokens.refresh,
            "token_type": "Bearer",
        }

    async def get(self, path: str) -> JSON:
        """GET a path such as /api/config."""
        return await self._request("GET", path, token=await self.access_token())

    async def post(self, path: str, body: Mapping[str, JSON]) -> JSON:
        """POST a body to a path such as /api/events/my_event."""
        return await self._request("POST", path, body=body, token=await self.access_token())

    async def delete(self, path: str) -> JSON:
        """DELETE a path such as /api/config/config_entries/entry/<entry id>."""
        return await self._request("DELETE", path, token=await self.access_token())

    async def until_running(self) -> None:
        """Wait until everything is started; somebody has to be signed in."""
        while True:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                if object_of(await self.get("/api/core/state"))["state"] == "RUNNING":
                    return
            await self.pause()

    async def _sign_in(self, code: str) -> None:
        self._tokens = _Tokens.of(await self._token(grant_type="authorization_code", code=code))
        await self.until_running()

    async def _token(self, **form: str) -> JSONObject:
        form["client_id"] = self._client_id
        return object_of(await self._request("POST", "/auth/token", form=form))

    async def _request(
        self,
        method: Literal["GET", "POST", "DELETE"],
        path: str,
        *,
        body: Mapping[str, JSON] | None = None,
        form: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> JSON:
        async with self.running_session().request(
            method,
            f"{self.url}{path}",
            json=body,
            data=form,
            headers={"Authorization": f"Bearer {token}"} if token else None,
        ) as response:
            text = await response.text()
            if response.status >= HTTPStatus.BAD_REQUEST:
                raise RestError(response.status, text)
            if response.content_type != "application/json":
                return text
            answer: JSON = json.loads(text)
            return answer

    def running_session(self) -> aiohttp.ClientSession:
        """What requests go by. Raises `HomeError` while it is not started."""
        if self._session is None:
            msg = "not started"
            raise HomeError(msg)
        return self._session

    def _signed_in(self) -> _Tokens:
        if self._tokens is None:
            msg = "nobody is signed in: onboard or login comes first"
            raise HomeError(msg)
        return self._tokens
