"""Texts that look different from their characters: right-to-left marks, invisible signs, stacked accents."""

from __future__ import annotations

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, ask, told_of

_TOWER = "А" + "\u0301" * 20 + "ппарат"
_TEXTS = (
    "Аппарат \u202eамика",
    "\u2066Аппарат акима",
    "Аппарат\U000e0041\U000e0042 акима",
    _TOWER,
    "\u3164\u3164",
    "Аппарат\u2065 акима",
    "Аппарат\ufff0\ufff8 акима",
    "Аппарат\U000e0000\U000e0fff акима",
    "Аппарат\ufffc акима",
    "Аппарат\u0378 акима",
)
_UNSEEN = (
    "\u202e",
    "\u2066",
    "\u034f",
    "\u3164",
    "\u2065",
    "\ufe0f",
    "\U000e0041",
    "\x00",
    "\u2028",
    "\ufffc",
    "\u0378",
)
_RENAME = """mutation($text: String!) { officeUpdate(id: "Office:akm-akkol-psc", expectedVersion: 1,
  patch: {nameRu: $text}, reason: "renamed") { office { id } userErrors { code } } }"""
_PROPOSE = """mutation($text: String!) { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
  patch: {nameRu: "Другое имя"}, evidence: [$text]) { correction { id } userErrors { code } } }"""


_KEYED = """mutation($key: String!, $dry: Boolean!) { officeUpdate(id: "Office:akm-akkol-psc",
  expectedVersion: 1, patch: {nameRu: "Другое имя"}, reason: "renamed", idempotencyKey: $key, dryRun: $dry) {
  office { id } userErrors { code } } }"""


@attack("idempotency keys with signs that nobody sees", refused="INVALID")
def unseen_keys(ground: Ground) -> str:
    """Idempotency keys with invisible characters, for a change and for its dry run."""
    with ground.client(ground.token("akm-akkol")) as editor:
        return told_of(
            ask(editor, ground.server.url, _KEYED, key=f"key{sign}1", dry=dry)
            for sign in _UNSEEN
            for dry in (False, True)
        )


@attack("tokens of accounts whose names look like another", refused="UNAUTHENTICATED")
def unseen_names(ground: Ground) -> str:
    """Tokens signed with the right key.

    Their account is `admin` with an invisible character or an unusual space.
    """
    names = [f"admin{sign}" for sign in (*_UNSEEN, " ", "\u00a0")]
    return told_of(
        ground.ask("{ viewer { subject } }", ground.token("akm", role="admin", subject=name))
        for name in names
    )


@attack("names and evidence with deceiving signs", refused="INVALID")
def deceiving(ground: Ground) -> str:
    """An editor sends such texts as a name, an anonymous client as evidence."""
    with ground.client(ground.token("akm-akkol")) as editor, ground.client() as stranger:
        answers = [ask(editor, ground.server.url, _RENAME, text=text) for text in _TEXTS]
        answers += [ask(stranger, ground.server.url, _PROPOSE, text=text) for text in _TEXTS]
    return told_of(answers)
