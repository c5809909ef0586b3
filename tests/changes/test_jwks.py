"""Sets of keys: a bad entry, whatever it holds, does not affect the others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changes.jwks import MOST_ENTRIES, UnreadableJwksError, read_jwks
from tests.issuer import GOOD, ec_key, jwk

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["AQAB", "sig"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(["kty", "alg", "use", "kid", "n", "e", "d", "crv", "x", "y", "k"]), json_values
    ),
    st.sampled_from([GOOD, jwk(ec_key(), "k1"), {"kty": "RSA"}, {"kty": "EC", "crv": "P-256"}, {}]),
)
def test_whatever_an_entry_holds_the_others_are_read(changed: dict[str, Any], base: dict[str, Any]) -> None:
    last = jwk(ec_key("last"), "last")
    found = read_jwks(json.dumps({"keys": [{**base, **changed}, last]}).encode())
    assert found.keys[-1].public == ec_key("last").public_key()
    assert len(found.keys) + len(found.passed_over) == 2


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"7",
        b"null",
        b"[]",
        b"{}",
        b'{"keys": null}',
        b'{"keys": {}}',
        b"[" * 99_999,
        b"9" * 9_999,
        b"\xff",
    ],
)
def test_a_text_that_is_no_set_is_told_so(text: bytes) -> None:
    with pytest.raises(UnreadableJwksError):
        read_jwks(text)


def test_of_thousands_of_entries_the_first_hundred_are_read() -> None:
    many = [{"kid": str(number)} for number in range(5_000)]
    found = read_jwks(json.dumps({"keys": [GOOD, *many]}).encode())
    assert len(found.keys) == 1
    assert len(found.passed_over) == MOST_ENTRIES
    assert found.passed_over[-1] == "4901 entries after the first 100"
