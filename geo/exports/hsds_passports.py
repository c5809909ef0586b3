"""The newest passport of a service in HSDS: how to apply, what to bring, what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model.passports import Passport

Record = dict[str, Any]


def told_of_service(passport: Passport) -> Record:
    """The columns of an HSDS `service` that the standard states, in its own words and language.

    Columns without a text are left out.
    """
    columns = {
        "application_process": "\n".join(
            f"{step.number}. {step.actor}: {step.action}" for step in passport.steps
        ),
        "wait_time": "; ".join(dict.fromkeys(_terms(passport))),
        "eligibility_description": "; ".join(recipient.text for recipient in passport.recipients),
        "fees_description": passport.fee.rule if passport.fee else None,
    }
    return {column: text for column, text in columns.items() if text}


def documents_of(passport: Passport) -> list[str]:
    """The documents to bring, those of all channels, each once."""
    texts = (document.text for channel in passport.channels for document in channel.documents)
    return list(dict.fromkeys(texts))


def cost_of(passport: Passport) -> Record | None:
    """The columns of a `cost_option`, the amount in tenge; None where the act states no fee."""
    fee = passport.fee
    if fee is None:
        return None
    amount = 0.0 if fee.is_free else fee.amount_kzt
    told = {"amount": amount, "amount_description": fee.rule}
    return {"currency": "KZT", **{column: value for column, value in told.items() if value is not None}}


def _terms(passport: Passport) -> Iterator[str]:
    for channel in passport.channels:
        for term in channel.terms:
            yield f"{channel.channel}: {term.printed}"
