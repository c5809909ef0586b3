"""The comparison of two passports: what one standard states differently from the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from model.passports import ChannelPassport, Passport, Statement


@dataclass(frozen=True, slots=True)
class PassportChange:
    """A field that differs. `before` and `after` are its values as JSON, None if that passport lacks it."""

    field: str
    before: str | None
    after: str | None


def passport_changes(before: Passport, after: Passport) -> tuple[PassportChange, ...]:
    """The differences of two passports, field by field; where in the act a statement stands is ignored.

    Fields of channels are `channels.<CHANNEL>.<field>`. Numbers, units, hours and fees are compared across
    languages; texts are compared as stated, so that texts in two languages always differ.
    """
    old, new = _fields(before), _fields(after)
    return tuple(
        PassportChange(field, _json(old.get(field)), _json(new.get(field)))
        for field in dict.fromkeys((*old, *new))
        if old.get(field) != new.get(field)
    )


def _fields(passport: Passport) -> dict[str, Any]:
    """Every compared field with its value; None for a missing value."""
    fields: dict[str, Any] = {name: value(passport) for name, value in _OF_PASSPORT.items()}
    for channel in passport.channels:
        for name, of_channel in _OF_CHANNEL.items():
            fields[f"channels.{channel.channel}.{name}"] = of_channel(channel)
    return fields


def _texts(statements: tuple[Statement, ...]) -> list[str] | None:
    return [statement.text for statement in statements] or None


_OF_PASSPORT: Mapping[str, Callable[[Passport], Any]] = {
    "language": lambda passport: passport.language.value,
    "form": lambda passport: passport.form and passport.form.text,
    "legalBasis": lambda passport: _texts(passport.legal_basis),
    "result": lambda passport: _texts(passport.result),
    "recipients": lambda passport: _texts(passport.recipients),
    "fee": lambda passport: (
        passport.fee
        and {"isFree": passport.fee.is_free, "amountKzt": passport.fee.amount_kzt, "rule": passport.fee.rule}
    ),
    "refusalGrounds": lambda passport: _texts(passport.refusal_grounds),
    "complaints": lambda passport: _texts(passport.complaints),
    "information": lambda passport: _texts(passport.information),
    "premises": lambda passport: _texts(passport.premises),
    "applicationForms": lambda passport: _texts(passport.application_forms),
    "submission": lambda passport: _texts(passport.submission),
    "receipts": lambda passport: _texts(passport.receipts),
    "delivery": lambda passport: _texts(passport.delivery),
    "principles": lambda passport: _texts(passport.principles),
    "qualityRules": lambda passport: _texts(passport.quality_rules),
    "qualityTargets": lambda passport: (
        [
            {"indicator": target.indicator, "normPercent": target.norm_percent}
            for target in passport.quality_targets
        ]
        or None
    ),
    "forms": lambda passport: [form.title for form in passport.forms] or None,
    "steps": lambda passport: (
        [
            {
                "number": step.number,
                "actor": step.actor,
                "action": step.action,
                "deadline": step.deadline and [step.deadline.value, step.deadline.unit.value],
            }
            for step in passport.steps
        ]
        or None
    ),
}
_OF_CHANNEL: Mapping[str, Callable[[ChannelPassport], Any]] = {
    "terms": lambda channel: (
        [{"value": term.value, "unit": term.unit.value} for term in channel.terms] or None
    ),
    "maxWaitMinutes": lambda channel: channel.max_wait and channel.max_wait.minutes,
    "maxPickupWaitMinutes": lambda channel: channel.max_pickup_wait and channel.max_pickup_wait.minutes,
    "maxServiceMinutes": lambda channel: channel.max_service and channel.max_service.minutes,
    "schedule": lambda channel: channel.hours and channel.hours.opening_hours,
    "documents": lambda channel: _texts(channel.documents),
}


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
