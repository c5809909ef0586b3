"""The passport of a service: what one act's standard states of it.

Texts are short wordings of our own in the act's language; `printed` quotes the few words that contain a
number. Every statement cites its place: a numbered paragraph of the standard (with its sub-item) or an annex.
The same classes read the YAML of seeds and the JSON of the store; data that does not fit is refused with the
name of the key.
"""

from __future__ import annotations

import msgspec

from model.enums import Channel, Language, TermUnit
from model.errors import RegistryError


class BadPassportError(RegistryError):
    """A passport lacks a key, has an unknown key, or holds a value of a wrong type; the message names it."""


class Placed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The place of a statement in the standard, as printed."""

    paragraph: int | None = None
    item: str | None = None
    annex: str | None = None


class Statement(Placed, frozen=True, kw_only=True):
    """A statement of the act, in the registry's own words."""

    text: str


class Form(Placed, frozen=True, kw_only=True):
    """A form of an annex by its printed title."""

    title: str


class Term(Placed, frozen=True, kw_only=True):
    """A time limit; `value` is None where the act gives a rule, a date or "at once"."""

    value: int | None
    unit: TermUnit
    printed: str


class Wait(Placed, frozen=True, kw_only=True):
    """The longest wait, in minutes."""

    minutes: int
    printed: str


class Hours(Placed, frozen=True, kw_only=True):
    """Hours of a channel as OSM opening_hours; None where the act refers elsewhere."""

    opening_hours: str | None
    printed: str


class ChannelPassport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the standard states for one way of asking for the service."""

    channel: Channel
    terms: tuple[Term, ...]
    max_wait: Wait | None
    max_service: Wait | None
    hours: Hours | None
    documents: tuple[Statement, ...]
    further_hours: tuple[Hours, ...] = ()
    """Other hours that the act gives to some of the offices without naming these offices."""
    max_pickup_wait: Wait | None = None
    """Longest wait when the result is handed out."""


class Fee(Placed, frozen=True, kw_only=True):
    """The price of the service, in tenge; `rule` where the act states one instead of an amount."""

    is_free: bool
    amount_kzt: float | None
    rule: str | None


class QualityTarget(Placed, frozen=True, kw_only=True):
    """A measure of the service's quality, and its norm in percent; None if the cell is empty."""

    indicator: str
    norm_percent: float | None


class Deadline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Time limit of one step."""

    value: int | None
    unit: TermUnit
    printed: str


class Step(Placed, frozen=True, kw_only=True):
    """A step of the procedure."""

    number: int
    actor: str
    action: str
    deadline: Deadline | None


class Passport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The standard of a service as one act states it. `notes` describe errors in the act itself."""

    act: str
    standard: int | None
    service: str
    language: Language
    form: Statement | None
    legal_basis: tuple[Statement, ...]
    result: tuple[Statement, ...]
    recipients: tuple[Statement, ...]
    channels: tuple[ChannelPassport, ...]
    fee: Fee | None
    refusal_grounds: tuple[Statement, ...]
    complaints: tuple[Statement, ...]
    quality_targets: tuple[QualityTarget, ...]
    forms: tuple[Form, ...]
    steps: tuple[Step, ...]
    notes: tuple[Statement, ...] = ()
    information: tuple[Statement, ...] = ()
    """Where information about the service is."""
    premises: tuple[Statement, ...] = ()
    """Where the service is given, and what the rooms offer."""
    application_forms: tuple[Statement, ...] = ()
    """Where the forms of an application are."""
    submission: tuple[Statement, ...] = ()
    """Where an application is handed in, and who handles it."""
    receipts: tuple[Statement, ...] = ()
    """What confirms that an application was handed in."""
    delivery: tuple[Statement, ...] = ()
    """How the result is handed out, how long it is kept and how long it holds."""
    principles: tuple[Statement, ...] = ()
    "Rules of conduct for the staff."
    quality_rules: tuple[Statement, ...] = ()
    """Who sets the quality targets, and how often."""

    @property
    def id(self) -> str:
        """Act and standard, such as `gov-2012-1119-s01`: one passport each."""
        return f"{self.act}-s{self.standard or 1:02d}"


def passport_of(content: object) -> Passport:
    """The passport that plain values of YAML or JSON describe.

    Raises BadPassportError, which names the key.
    """
    try:
        return msgspec.convert(content, Passport)
    except msgspec.ValidationError as error:
        raise BadPassportError(str(error)) from None


def passport_from_json(text: str) -> Passport:
    """The passport in a JSON text. Raises BadPassportError, which names the key."""
    try:
        return msgspec.json.decode(text, type=Passport)
    except msgspec.MsgspecError as error:
        raise BadPassportError(str(error)) from None


def passport_to_json(passport: Passport) -> str:
    """The passport as a JSON text, for `passport_from_json`."""
    return msgspec.json.encode(passport).decode()
