"""Texts that show other letters than they hold: backwards, invisible, or under a tower of marks."""

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
)
_RENAME = """mutation($text: String!) { officeUpdate(id: "Office:akm-akkol-psc", expectedVersion: 1,
  patch: {nameRu: $text}, reason: "renamed") { office { id } userErrors { code } } }"""
_PROPOSE = """mutation($text: String!) { correctionSubmit(officeId: "Office:akm-akkol-psc", baseVersion: 1,
  patch: {nameRu: "Другое имя"}, evidence: [$text]) { correction { id } userErrors { code } } }"""


@attack("names and evidence with deceiving signs", refused="INVALID")
def deceiving(ground: Ground) -> str:
    """By an editor as a name, by a stranger as evidence."""
    with ground.client(ground.token("akm-akkol")) as editor, ground.client() as stranger:
        answers = [ask(editor, ground.server.url, _RENAME, text=text) for text in _TEXTS]
        answers += [ask(stranger, ground.server.url, _PROPOSE, text=text) for text in _TEXTS]
    return told_of(answers)
