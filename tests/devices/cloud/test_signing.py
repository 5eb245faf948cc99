"""The signature, held against Tuya's own software development kit for Python."""

from hypothesis import given, strategies as st
import pytest
from tuya_connector import TuyaOpenAPI, openapi

from custom_components.tuya_twin.devices.cloud import CloudAccount
from custom_components.tuya_twin.devices.cloud.signing import Request, Stamp, headers, signature

ACCOUNT = CloudAccount(
    client_id="1KAD46OrT9HafiKdsXeg",
    secret="4OHBOnWOqaEC1mWXOpVL3yV50s0qGSRC",
    base_url="http://127.0.0.1",
)
STAMP = Stamp(milliseconds=1588925778000, nonce="")
TOKEN = "3f4eda2bdec17232f67c0b188af3eec1"

words = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def official() -> TuyaOpenAPI:
    """Tuya's client, with a token but without anybody to talk to."""
    api = TuyaOpenAPI(ACCOUNT.base_url, ACCOUNT.client_id, ACCOUNT.secret)
    api.token_info = openapi.TuyaTokenInfo({"result": {"access_token": TOKEN}})
    return api


@given(query=st.dictionaries(words, st.text(max_size=20), max_size=5), path=words)
def test_requests_are_signed_as_tuya_signs_them(
    official: TuyaOpenAPI, query: dict[str, str], path: str
) -> None:
    theirs, milliseconds = official._calculate_sign("GET", f"/v1.0/{path}", query)
    request = Request(method="GET", path=f"/v1.0/{path}", query=query)
    stamp = Stamp(milliseconds=milliseconds, nonce="")

    assert signature(request, ACCOUNT, stamp, token=TOKEN) == theirs


def test_a_body_is_signed_as_tuya_signs_it(official: TuyaOpenAPI) -> None:
    theirs, milliseconds = official._calculate_sign("POST", "/v1.0/x", None, {"code": "é"})
    request = Request(method="POST", path="/v1.0/x", body=b'{"code": "\\u00e9"}')
    stamp = Stamp(milliseconds=milliseconds, nonce="")

    assert signature(request, ACCOUNT, stamp, token=TOKEN) == theirs


def test_a_request_for_a_token_is_signed_without_one() -> None:
    request = Request(method="GET", path="/v1.0/token", query={"grant_type": "1"})
    api = TuyaOpenAPI(ACCOUNT.base_url, ACCOUNT.client_id, ACCOUNT.secret)
    theirs, milliseconds = api._calculate_sign("GET", "/v1.0/token", {"grant_type": "1"})
    stamp = Stamp(milliseconds=milliseconds, nonce="")

    assert signature(request, ACCOUNT, stamp, token="") == theirs
    assert "access_token" not in headers(request, ACCOUNT, stamp, token="")


def test_what_is_sent_is_encoded_and_what_is_signed_is_not() -> None:
    request = Request(method="GET", path="/v1.0/a%20b", query={"b": "x&y=z", "a": "1/2"})

    assert request.target == "/v1.0/a%20b?a=1%2F2&b=x%26y%3Dz"
    assert request.signed_target == "/v1.0/a b?a=1/2&b=x&y=z"


changes = st.sampled_from(["method", "path", "query", "body", "token", "nonce", "milliseconds"])


@given(changed=changes)
def test_the_signature_covers_everything(changed: str) -> None:
    def sign(different: str) -> str:
        request = Request(
            method="PUT" if different == "method" else "POST",
            path="/v1.0/y" if different == "path" else "/v1.0/x",
            query={"a": "2" if different == "query" else "1"},
            body=b"{ }" if different == "body" else b"{}",
        )
        stamp = Stamp(
            milliseconds=STAMP.milliseconds + (different == "milliseconds"),
            nonce="m" if different == "nonce" else "n",
        )
        return signature(request, ACCOUNT, stamp, token="b" if different == "token" else "a")

    assert sign(changed) != sign("")


def test_the_secret_is_in_no_header() -> None:
    sent = headers(Request(method="GET", path="/"), ACCOUNT, STAMP, token=TOKEN)

    assert ACCOUNT.secret not in "".join(sent.values())
