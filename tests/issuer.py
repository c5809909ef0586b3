"""An issuer of tokens for tests: real keys, real signatures, and a small server that publishes the keys."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER = "https://id.example.kz"
AUDIENCE = "kense"


@cache
def rsa_key(name: str = "first", bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, bits)


@cache
def ec_key(name: str = "first") -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def jwk(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, kid: str, **more: Any) -> dict[str, Any]:
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        told = RSAAlgorithm.to_jwk(public, as_dict=True)
    else:
        told = ECAlgorithm.to_jwk(public, as_dict=True)
    return {**told, "kid": kid, "use": "sig", **more}


GOOD = jwk(rsa_key(), "k1")
BAD: dict[str, Any] = {
    "alg none": {**GOOD, "kid": "x", "alg": "none"},
    "alg None of EC": {**jwk(ec_key(), "x"), "alg": "None"},
    "alg of a secret": {**GOOD, "kid": "x", "alg": "HS256"},
    "alg of the other kind": {**GOOD, "kid": "x", "alg": "ES256"},
    "alg no text": {**GOOD, "kid": "x", "alg": ["RS256"]},
    "alg an object": {**GOOD, "kid": "x", "alg": {"RS256": 1}},
    "kty unknown": {"kty": "AKP", "kid": "x", "pub": "AAAA"},
    "kty missing": {name: value for name, value in GOOD.items() if name != "kty"},
    "kty no text": {**GOOD, "kty": ["RSA"]},
    "oct": {"kty": "oct", "kid": "x", "k": "c2VjcmV0"},
    "OKP": {"kty": "OKP", "crv": "Ed25519", "kid": "x", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    "n missing": {name: value for name, value in GOOD.items() if name != "n"},
    "n no text": {**GOOD, "n": 7},
    "n null": {**GOOD, "n": None},
    "n no base64": {**GOOD, "n": "\u0000!"},
    "n empty": {**GOOD, "n": ""},
    "n small": jwk(rsa_key("small", 1024), "x"),
    "n enormous": {**GOOD, "n": "_" * 100_000},
    "e one": {**GOOD, "e": "AQ"},
    "e enormous": {**GOOD, "e": "_" * 10_000},
    "d broken": {**GOOD, "d": "AQ"},
    "crv unknown": {**jwk(ec_key(), "x"), "crv": "P-999"},
    "crv no text": {**jwk(ec_key(), "x"), "crv": ["P-256"]},
    "point on no curve": {**jwk(ec_key(), "x"), "x": "A" * 43},
    "point no text": {**jwk(ec_key(), "x"), "y": [1]},
    "use enc": {**GOOD, "kid": "x", "use": "enc"},
    "use no text": {**GOOD, "kid": "x", "use": ["sig"]},
    "kid no text": {**GOOD, "kid": 7},
    "kid a list": {**GOOD, "kid": ["k1"]},
    "a number": 7,
    "a text": "k1",
    "null": None,
    "a list": [GOOD],
    "empty": {},
}
"""Entries of a JWKS of which none verifies a token, by what is wrong with each."""


def claims(**changed: Any) -> dict[str, Any]:
    """Claims of a good token; a claim that is None is left out."""
    now = int(time.time())
    good = {
        "iss": ISSUER, "aud": AUDIENCE, "sub": "aigul", "iat": now, "exp": now + 7_200,
        "roles": ["editor"], "territories": ["akm-akkol"],
    }  # fmt: skip
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def signed(
    said: dict[str, Any], key: Any = None, algorithm: str = "RS256", headers: dict[str, Any] | None = None
) -> str:
    """A token signed by the first RSA key, or by another one."""
    return jwt.encode(said, key if key is not None else rsa_key(), algorithm, headers)


def forged(header: dict[str, Any], said: dict[str, Any], signature: bytes = b"") -> str:
    """A token of any parts, which libraries refuse to make."""
    parts = (json.dumps(header).encode(), json.dumps(said).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def key_file(folder: Path, text: bytes | dict[str, Any]) -> dict[str, str]:
    """The settings of a server that accepts the keys of a file."""
    file = folder / "keys"
    file.write_bytes(text if isinstance(text, bytes) else json.dumps(text).encode())
    return {"KENSE_AUTH_KEYS": str(file), "KENSE_AUTH_ISSUER": ISSUER, "KENSE_HOME": str(folder)}


@dataclass
class PublishedKeys:
    """The body that the server returns, or only an error, and the number of its requests."""

    url: str = ""
    body: bytes = b'{"keys": []}'
    status: int = 200
    asked: int = 0
    delay_s: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def publish(self, *keys: dict[str, Any]) -> None:
        self.body = json.dumps({"keys": keys}).encode()


@contextmanager
def published_keys() -> Iterator[PublishedKeys]:
    """A server of keys on a free port of this machine."""
    published = PublishedKeys()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with published.lock:
                published.asked += 1
            time.sleep(published.delay_s)
            self.send_response(published.status)
            for name, value in published.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(published.body)))
            self.end_headers()
            self.wfile.write(published.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    published.url = f"http://127.0.0.1:{server.server_address[1]}/jwks"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield published
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
