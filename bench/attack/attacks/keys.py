"""An issuer whose key set contains an unusable key: tokens of its good keys are still accepted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, told_of
from tests.issuer import claims, jwk, key_file, rsa_key, signed


def _with_an_odd_key(home: Path) -> Mapping[str, str]:
    """Settings with a key set of two keys, one of which cannot be used."""
    odd = jwk(rsa_key("odd"), "odd", alg="none")
    return key_file(home, {"keys": [odd, jwk(rsa_key(), "good")]})


@attack("keys of an issuer, one with alg none", refused="ANSWERED", settings=_with_an_odd_key)
def odd_key(ground: Ground) -> str:
    """A user with a token of the usable key is identified."""
    token = signed(claims(), headers={"kid": "good"})
    answer = ground.ask("{ viewer { subject } }", token)
    viewer = (answer.get("data") or {}).get("viewer")
    return told_of([answer]) if answer.get("errors") or viewer else "NOT_KNOWN"
