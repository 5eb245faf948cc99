"""A viewer token by itself: its form, its secret, and what is kept of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import hashlib
import json
from typing import Any

import pytest

from custom_components.tuya_twin.core.viewers import Grant, ViewerToken, id_and_secret, issue

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
GRANT = Grant(
    name="Hall tablet",
    household="01H",
    zones=("Foyer",),
    kiosk=True,
    lifetime=timedelta(days=30),
)


def test_whoever_has_the_secret_is_recognised_and_nobody_else() -> None:
    token, shown = issue(GRANT, NOW)
    _, other = issue(GRANT, NOW)

    assert shown.startswith(f"twin_{token.id}_")
    mine, theirs = id_and_secret(shown), id_and_secret(other)
    assert mine is not None
    assert theirs is not None
    assert mine[0] == token.id != theirs[0]
    assert token.is_opened_by(mine[1])
    assert not token.is_opened_by(theirs[1])


def test_what_is_kept_has_a_hash_in_place_of_the_secret() -> None:
    token, shown = issue(GRANT, NOW)
    secret = shown.split("_", 2)[2]

    assert secret not in json.dumps(token.as_saved())
    assert token.as_saved()["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert token.digest not in repr(token)
    assert "digest" not in token.described()


def test_a_token_is_for_what_was_granted_from_now_on_and_never_used_yet() -> None:
    token, _ = issue(GRANT, NOW)

    assert {**token.described(), "id": ""} == {
        "id": "",
        "name": "Hall tablet",
        "household": "01H",
        "zones": ["Foyer"],
        "kiosk": True,
        "created_at": "2026-10-01T12:00:00.000000+00:00",
        "expires_at": "2026-10-31T12:00:00.000000+00:00",
        "last_used_at": None,
    }


@pytest.mark.parametrize("grant", [GRANT, Grant(name="Ü", household="01H", lifetime=timedelta(1))])
@pytest.mark.parametrize("used", [None, NOW + timedelta(hours=1)])
def test_what_is_kept_comes_back_as_it_was(grant: Grant, used: datetime | None) -> None:
    token = replace(issue(grant, NOW)[0], last_used_at=used)

    assert ViewerToken.restore(json.loads(json.dumps(token.as_saved()))) == token


@pytest.mark.parametrize(
    "shown",
    ["twin_", "twin_0123456789abcdef_", "", "twin", "TWIN_{}", "{}\n", " {}", "{}é", "\ud800"],
)
def test_anything_of_another_form_is_no_viewer_token(shown: str) -> None:
    _, good = issue(GRANT, NOW)

    assert id_and_secret(shown.replace("{}", good)) is None


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        ({"id": None}, "no id"),
        ({"id": []}, "no id"),
        ({"name": 5}, "no name"),
        ({"digest": None}, "no digest"),
        ({"zones": "Foyer"}, "no list"),
        ({"expires_at": "soon"}, "soon"),
        ({"expires_at": "2027-01-01T00:00:00"}, "time zone"),
        ({"last_used_at": "never"}, "never"),
    ],
)
def test_a_damaged_token_is_none(damage: dict[str, Any], complaint: str) -> None:
    token, _ = issue(GRANT, NOW)

    with pytest.raises(ValueError, match=complaint):
        ViewerToken.restore({**token.as_saved(), **damage})
