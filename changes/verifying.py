"""The verifier of tokens according to the settings."""

from __future__ import annotations

from collections.abc import Iterable

from changes.development import AUDIENCE, ISSUER, DevelopmentKeys, issue_token, read_development_key
from changes.identity import AccountRole
from changes.keys import FetchedKeys, FixedKeys, Keys, VerifyingKey, read_key_file, verifying_key
from changes.tokens import Expected, Verifier, what_no_account_is_called
from model.errors import BadSettingError
from model.settings import Environment, Settings

_HOW = (
    "set KENSE_AUTH_KEYS to the address of the issuer's JWKS or to a file with its keys, with"
    " KENSE_AUTH_ISSUER and KENSE_AUTH_AUDIENCE, or to none for a registry that only answers"
)


def make_verifier(settings: Settings) -> Verifier | None:
    """The verifier of the settings; None if they let nobody sign in. Raises BadSettingError.

    A production server accepts no key that was made for development.
    """
    auth = settings.auth
    if auth.is_off:
        return None
    is_production = settings.environment is Environment.PRODUCTION
    if auth.keys_url is None and auth.keys_file is None:
        if is_production:
            raise BadSettingError(f"KENSE_ENV is production, which takes no development key: {_HOW}")
        return Verifier(DevelopmentKeys(settings.home), Expected(ISSUER, AUDIENCE, auth.clock_skew_s))
    if is_production and auth.issuer == ISSUER:
        raise BadSettingError(f"KENSE_AUTH_ISSUER is {ISSUER!r}, and KENSE_ENV is production: {_HOW}")
    refused = _development_key(settings) if is_production else None
    expected = Expected(
        auth.issuer, auth.audience, auth.clock_skew_s, auth.roles_claim, auth.territories_claim
    )
    return Verifier(_keys(settings, refused), expected)


def development_token(
    settings: Settings, subject: str, roles: Iterable[AccountRole], territories: Iterable[str], hours: int
) -> str:
    """A token, signed with the development key, that a server with these settings accepts.

    Raises BadSettingError in production, with other keys, and for a bad name.
    """
    auth = settings.auth
    if settings.environment is Environment.PRODUCTION:
        raise BadSettingError("KENSE_ENV is production: its tokens come from the issuer of KENSE_AUTH_ISSUER")
    if auth.is_off or auth.keys_url is not None or auth.keys_file is not None:
        raise BadSettingError("KENSE_AUTH_KEYS is set: a server with these settings takes no development key")
    wrong = what_no_account_is_called(subject)
    if wrong is not None:
        raise BadSettingError(f"--subject {wrong}: no server takes such a token")
    return issue_token(settings.home, subject, roles, territories, hours)


def _keys(settings: Settings, refused: VerifyingKey | None) -> Keys:
    """The issuer's keys: fetched from an address, or read from a file.

    Raises BadSettingError if neither is set, and for the development key `refused`.
    """
    auth = settings.auth
    if auth.keys_url is not None:
        # Half of the time of a request: the other half is for its answer, or for waiting requests.
        return FetchedKeys(auth.keys_url, refused, settings.request_deadline_s / 2)
    if auth.keys_file is None:
        raise BadSettingError(f"KENSE_AUTH_KEYS is not set: {_HOW}")
    keys = read_key_file("KENSE_AUTH_KEYS", auth.keys_file)
    if refused is not None and any(key.public == refused.public for key in keys):
        raise BadSettingError(f"KENSE_AUTH_KEYS holds the development key of KENSE_HOME: {_HOW}")
    return FixedKeys(keys)


def _development_key(settings: Settings) -> VerifyingKey | None:
    key = read_development_key(settings.home)
    return None if key is None else verifying_key(key)
