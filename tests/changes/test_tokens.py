"""What a token proves, and all tokens that prove nothing."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import given
from hypothesis import strategies as st

from changes.identity import AccountRole, Identity
from changes.keys import FixedKeys, VerifyingKey, read_key_file, verifying_key
from changes.tokens import Expected, TokenError, Verifier
from model.errors import BadSettingError
from tests.issuer import (
    AUDIENCE,
    ISSUER,
    claims,
    ec_key,
    forged,
    jwk,
    key_file,
    public_pem,
    rsa_key,
    signed,
)

GOOD = Identity("aigul", frozenset({AccountRole.EDITOR}), frozenset({"akm-akkol"}))


def must_key(key: object, kid: str | None = None) -> VerifyingKey:
    found = verifying_key(key, kid)
    assert found is not None
    return found


def verifier(*keys: VerifyingKey, **expected: Any) -> Verifier:
    return Verifier(FixedKeys(keys or (must_key(rsa_key()),)), Expected(ISSUER, AUDIENCE, **expected))


def identity_of(token: str, by: Verifier | None = None) -> Identity:
    by = by or verifier()
    return by.verify(token, by.known_key(token) or by.find_key(token))


def refusal_of(token: str, by: Verifier | None = None) -> str:
    with pytest.raises(TokenError) as caught:
        identity_of(token, by)
    return str(caught.value)


def test_a_token_names_account_roles_and_territories() -> None:
    assert identity_of(signed(claims())) == GOOD
    by = verifier(must_key(ec_key()))
    assert identity_of(signed(claims(), ec_key(), "ES256"), by) == GOOD
    assert identity_of(signed(claims(aud=["other", AUDIENCE]))) == GOOD


NOW = int(time.time())


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": NOW - 60}, "the token has expired"),
        ({"exp": None}, "the token lacks the claim exp"),
        ({"exp": "soon"}, "the token cannot be read"),
        ({"exp": 1e400}, "the token cannot be read"),
        ({"exp": NOW * 1000}, "the token expires after the year 9999"),
        ({"exp": 253_402_300_800}, "the token expires after the year 9999"),
        ({"exp": 1e308}, "the token expires after the year 9999"),
        ({"nbf": NOW + 86_400}, "the token is not valid yet"),
        ({"iat": NOW + 86_400}, "the token is not valid yet"),
        ({"aud": "another"}, "the token is not for this audience"),
        ({"aud": None}, "the token lacks the claim aud"),
        ({"aud": []}, "the token lacks the claim aud"),
        ({"aud": {"kense": True}}, "the token is not for this audience"),
        ({"iss": "https://id.example.kz.evil.example"}, "the token is of another issuer"),
        ({"iss": None}, "the token lacks the claim iss"),
        ({"iss": [ISSUER]}, "the token is of another issuer"),
        ({"sub": None}, "the token lacks the claim sub"),
        ({"sub": ""}, "the claim sub of the token is not 1 to 200 characters long"),
        ({"sub": "x" * 201}, "the claim sub of the token is not 1 to 200 characters long"),
        *(
            ({"sub": f"a{sign}b"}, "the claim sub of the token holds control characters, invisible")
            for sign in (
                "\n",
                "\x00",
                "\x85",
                "\u200b",
                "\u202e",
                "\u2066",
                "\u3164",
                "\u034f",
                "\U000e0041",
                "  ",
            )
        ),
        ({"sub": "admin "}, "unusual spaces"),
        ({"sub": "anonymous:192.0.2.7"}, "as no account may"),
        ({"sub": 7}, "the token cannot be read"),
        ({"roles": {"editor": True}}, "the claim roles of the token is neither"),
        ({"territories": [["akm"]]}, "the claim territories of the token is neither"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(changed: dict[str, Any], reason: str) -> None:
    # The library refuses to write some of these: they are signed directly.
    said = {key: value for key, value in {**claims(), **changed}.items() if value is not None}
    assert reason in refusal_of(_signed_as_is(said))


def _signed_as_is(said: dict[str, Any]) -> str:
    unsigned = forged({"alg": "RS256", "typ": "JWT"}, said).rpartition(".")[0]
    signature = rsa_key().sign(unsigned.encode(), PKCS1v15(), SHA256())
    return forged({"alg": "RS256", "typ": "JWT"}, said, signature)


def test_the_clock_of_the_issuer_may_differ_a_little() -> None:
    late = signed(claims(exp=int(time.time()) - 20))
    assert identity_of(late, verifier(clock_skew_s=30)) == GOOD
    assert refusal_of(late, verifier(clock_skew_s=5)) == "the token has expired"


NOT_SIGNED = "the token is not signed by RS256 or ES256"


def test_an_unsigned_token_is_refused() -> None:
    for algorithm in ("none", "None", "NONE", "", None, 0, ["RS256"]):
        assert refusal_of(forged({"alg": algorithm, "typ": "JWT"}, claims())) == NOT_SIGNED
    assert refusal_of(forged({"typ": "JWT"}, claims())) == NOT_SIGNED
    # The signature of a good token cut off, and its algorithm kept.
    assert "signature" in refusal_of(signed(claims()).rpartition(".")[0] + ".")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_public_key_is_no_shared_secret(algorithm: str) -> None:
    digest = getattr(hashlib, f"sha{algorithm[2:]}")
    unsigned = forged({"alg": algorithm, "typ": "JWT"}, claims()).rpartition(".")[0]
    signature = hmac.new(public_pem(rsa_key()), unsigned.encode(), digest).digest()
    assert refusal_of(forged({"alg": algorithm, "typ": "JWT"}, claims(), signature)) == NOT_SIGNED


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256", "ES384", "EdDSA", "RS256 "])
def test_other_algorithms_are_refused_even_with_the_right_key(algorithm: str) -> None:
    assert refusal_of(forged({"alg": algorithm}, claims(), b"x")) == NOT_SIGNED


def test_the_algorithm_follows_from_the_key_and_not_from_the_token() -> None:
    as_elliptic = forged({"alg": "ES256"}, claims(), b"x" * 64)
    assert refusal_of(as_elliptic) == "the token cannot be read"
    as_rsa = signed(claims())
    assert refusal_of(as_rsa, verifier(must_key(ec_key()))) == "the token cannot be read"


def test_a_token_of_a_foreign_key_is_refused() -> None:
    assert "signature" in refusal_of(signed(claims(), rsa_key("foreign")))
    named = verifier(must_key(rsa_key(), "k1"), must_key(ec_key(), "k2"))
    assert identity_of(signed(claims(), headers={"kid": "k1"}), named) == GOOD
    assert "signature" in refusal_of(signed(claims(), rsa_key("foreign"), headers={"kid": "k1"}), named)
    assert "a key that is not known here" in refusal_of(signed(claims(), headers={"kid": "k3"}), named)
    assert "a key that is not known here" in refusal_of(signed(claims()), named)


@pytest.mark.parametrize(
    "kid", ["../../../../dev/null", "/etc/passwd", "' OR 1=1 --", "k1\x00", "http://evil.example/jwks", ""]
)
def test_a_kid_is_a_name_and_nothing_else(kid: str) -> None:
    named = verifier(must_key(rsa_key(), "k1"), must_key(ec_key(), "k2"))
    token = signed(claims(), rsa_key("foreign"), headers={"kid": kid})
    assert refusal_of(token, named) == "the token is signed with a key that is not known here"


@pytest.mark.parametrize("kid", [["k1"], {"k1": 1}, 1, None, True])
def test_a_kid_that_is_no_text_is_refused(kid: Any) -> None:
    token = forged({"alg": "RS256", "kid": kid}, claims(), b"x")
    assert refusal_of(token) == "the token is not a signed JWT"


ODD_HEADERS: dict[str, Any] = {
    "alg none": {"alg": "none"},
    "alg in capitals": {"alg": "rs256"},
    "alg a number": {"alg": 256},
    "alg true": {"alg": True},
    "alg a list": {"alg": ["RS256"]},
    "alg an object": {"alg": {"RS256": "RS256"}},
    "alg long": {"alg": "RS256" * 1_000},
    "crit unknown": {"alg": "RS256", "crit": ["b64"], "b64": False},
    "crit empty": {"alg": "RS256", "crit": []},
    "crit no list": {"alg": "RS256", "crit": "exp"},
    "crit of numbers": {"alg": "RS256", "crit": [1, None, {}]},
    "kid unknown": {"alg": "RS256", "kid": "k9"},
    "kid long": {"alg": "RS256", "kid": "k" * 6_000},
    "kid with a lone surrogate": {"alg": "RS256", "kid": "\ud83d"},
    "kid with NUL": {"alg": "RS256", "kid": "\x00"},
    "typ an object": {"alg": "RS256", "typ": {}},
    "a list": ["RS256"],
    "a number": 7,
    "null": None,
    "a text": "RS256",
}
ODD_TEXTS = {
    "nested without end": b"[" * 5_000,
    "objects without end": b'{"alg":' * 800 + b"1" + b"}" * 800,
    "digits without end": b'{"alg":"RS256","kid":"k1","x":' + b"9" * 5_000 + b"}",
    "NaN": b'{"alg":NaN}',
    "twice": b'{"alg":"none","alg":"RS256"}',
    "empty": b"",
    "no UTF-8": b"\xff\xfe",
    "with a mark": b'\xef\xbb\xbf{"alg":"RS256"}',
}


@pytest.mark.parametrize("name", [*ODD_HEADERS, *ODD_TEXTS])
def test_a_token_with_an_odd_header_is_refused_and_nothing_else_happens(name: str) -> None:
    header = ODD_TEXTS[name] if name in ODD_TEXTS else json.dumps(ODD_HEADERS[name]).encode()
    token = f"{base64.urlsafe_b64encode(header).rstrip(b'=').decode()}.{signed(claims()).partition('.')[2]}"
    for by in (verifier(), verifier(must_key(rsa_key(), "k1"), must_key(ec_key(), "k2"))):
        assert "the token" in refusal_of(token, by)


def test_a_signed_token_nested_without_end_is_refused() -> None:
    parts = (b'{"alg":"RS256"}', b'{"a":' * 900 + b"1" + b"}" * 900)
    unsigned = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    signature = base64.urlsafe_b64encode(rsa_key().sign(unsigned, PKCS1v15(), SHA256())).rstrip(b"=")
    assert refusal_of(f"{unsigned.decode()}.{signature.decode()}")


def test_keys_in_the_token_itself_are_never_used() -> None:
    foreign = rsa_key("foreign")
    for header in (
        {"jwk": jwk(foreign, "k1")},
        {"jku": "http://127.0.0.1:9/jwks", "kid": "k1"},
        {"x5u": "http://127.0.0.1:9/cert", "x5c": ["MIIB"]},
    ):
        assert "signature" in refusal_of(signed(claims(), foreign, headers=header))
    critical = forged({"alg": "RS256", "crit": ["exp"], "exp": 1}, claims(), b"x")
    assert refusal_of(critical) == "the token is not a signed JWT"


def test_an_oversized_token_is_refused_unread() -> None:
    assert refusal_of("e" * 8_193) == "the token is longer than 8192 characters"
    many = [f"unit-{number}" for number in range(2_000)]
    assert refusal_of(signed(claims(territories=many))) == "the token is longer than 8192 characters"


@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_what_is_no_token_is_told_so(text: str) -> None:
    assert refusal_of(text) in ("the token is not a signed JWT", NOT_SIGNED)


@given(st.data())
def test_a_changed_character_breaks_the_token(data: st.DataObject) -> None:
    token = signed(claims())
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABCDabcd0189-_.").filter(lambda one: one != token[at]))
    assert refusal_of(token[:at] + other + token[at + 1 :])


# An account has only the rights that its token names.


def test_words_that_are_no_role_give_nothing() -> None:
    found = identity_of(signed(claims(roles=["offline_access", "Editor", "superuser", "reviewer"])))
    assert found.roles == {AccountRole.REVIEWER}
    assert identity_of(signed(claims(roles=None, territories=None))) == Identity(
        "aigul", frozenset(), frozenset()
    )


def test_claims_may_be_texts_and_lie_in_objects() -> None:
    deep = verifier(roles_claim="realm_access.roles", territories_claim="https://kense.kz/units")
    said = claims(
        roles=None,
        territories=None,
        realm_access={"roles": ["admin"]},
        **{"https://kense.kz/units": "akm kar-abai"},
    )
    found = identity_of(signed(said), deep)
    assert found == Identity("aigul", frozenset({AccountRole.ADMIN}), frozenset({"akm", "kar-abai"}))
    # A claim in the wrong place is ignored.
    assert identity_of(signed(claims(realm_access="admin")), deep).roles == frozenset()


# Files of keys.


def test_keys_are_read_from_pem_and_from_a_jwks(tmp_path: Path) -> None:
    file = Path(key_file(tmp_path, public_pem(ec_key()))["KENSE_AUTH_KEYS"])
    assert [(key.kid, key.algorithm) for key in read_key_file("X", file)] == [(None, "ES256")]
    published = [
        jwk(rsa_key(), "k1"),
        jwk(ec_key(), "k2", alg="ES256"),
        jwk(rsa_key("other"), "k3", alg="PS256"),
        jwk(rsa_key("other"), "k4", use="enc"),
        jwk(rsa_key("small", 1024), "k5"),
        {"kty": "oct", "kid": "k6", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"},
        {"kty": "unknown", "kid": "k7"},
    ]
    key_file(tmp_path, {"keys": published})
    found = [(key.kid, key.algorithm) for key in read_key_file("X", file)]
    assert found == [("k1", "RS256"), ("k2", "ES256")]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[]",
        b'{"keys": []}',
        b"{" * 100_000,
        b"\xff\xfe",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        public_pem(rsa_key("small", 1024)),
    ],
)
def test_a_file_without_a_usable_key_is_told_so(tmp_path: Path, text: bytes) -> None:
    file = Path(key_file(tmp_path, text)["KENSE_AUTH_KEYS"])
    with pytest.raises(BadSettingError, match=r"KENSE_AUTH_KEYS is .*holds no public key for RS256"):
        read_key_file("KENSE_AUTH_KEYS", file)
    with pytest.raises(BadSettingError, match="No such file"):
        read_key_file("KENSE_AUTH_KEYS", tmp_path / "absent")
