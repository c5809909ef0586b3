"""The CPSV-AP nodes from the standard of a service: channels, evidences, outputs, costs, a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from geo.exports.facts import originals
from geo.exports.linked.iris import act_iri, part_iri
from model.edition import Act, Name
from model.enums import TermUnit
from model.passports import ChannelPassport, Passport, Statement, Term

Node = dict[str, Any]
_DURATIONS = {
    TermUnit.MINUTES: "PT{}M",
    TermUnit.HOURS: "PT{}H",
    TermUnit.CALENDAR_DAYS: "P{}D",
    TermUnit.MONTHS: "P{}M",
}
"""Units that ISO 8601 durations have; working days are not among them."""


class StandardNodes:
    """The standard of one service as nodes, and the links from the service to them."""

    TENGE: ClassVar[str] = "http://publications.europa.eu/resource/authority/currency/KZT"

    def __init__(self, base: str, standard: Passport, act: Act) -> None:
        self._base, self._standard, self._act = base, standard, act

    def description(self) -> list[Node]:
        """The outcome of the service, who may apply and in which form, in the wording of the standard.

        Empty where it states none of these.
        """
        standard = self._standard
        lines = [_joined(standard.result), _joined(standard.recipients)]
        if standard.form is not None:
            lines.append(standard.form.text)
        return self._text(". ".join(line for line in lines if line))

    def links(self) -> Node:
        """The properties of the service's node that refer to the nodes of the standard."""
        standard = self._standard
        return {
            "channel": [self._iri(f"channel-{each.channel}") for each in standard.channels],
            "input": [self._iri(f"evidence-{number}") for number, _ in enumerate(self._documents(), 1)],
            "output": [self._iri(f"output-{number}") for number, _ in enumerate(standard.result, 1)],
            "requirement": [
                self._iri(f"requirement-{number}") for number, _ in enumerate(standard.recipients, 1)
            ],
            "cost": [] if standard.fee is None else [self._iri("cost")],
            "rule": self._iri("rule"),
        }

    def nodes(self) -> Iterator[Node]:
        """All nodes of the standard, each once."""
        for channel in self._standard.channels:
            yield from self._channel(channel)
        for number, document in enumerate(self._documents(), 1):
            yield self._titled("cv:Evidence", f"evidence-{number}", document)
        for number, result in enumerate(self._standard.result, 1):
            yield self._titled("cv:Output", f"output-{number}", result.text)
        for number, recipient in enumerate(self._standard.recipients, 1):
            yield self._titled("cv:Requirement", f"requirement-{number}", recipient.text)
        yield from self._cost()
        yield self._rule()

    def _channel(self, channel: ChannelPassport) -> Iterator[Node]:
        """The node of a channel, then one for each of its opening hours."""
        name = f"channel-{channel.channel}"
        durations = [text for term in channel.terms if (text := _duration(term)) is not None]
        documents = self._documents()
        numbers = [documents.index(entry) + 1 for entry in dict.fromkeys(d.text for d in channel.documents)]
        node: Node = {
            **self._named("cv:Channel", name),
            "kind": part_iri(self._base, f"Channel:{channel.channel}"),
            "description": self._text("; ".join(dict.fromkeys(term.printed for term in channel.terms))),
            "input": [self._iri(f"evidence-{number}") for number in numbers],
        }
        # CPSV-AP has one processing time per service: several are only written in the description.
        if len(channel.terms) == 1 and durations:
            node["processingTime"] = durations[0]
        hours = [entry for entry in (channel.hours, *channel.further_hours) if entry is not None]
        if hours:
            node["openingHours"] = [self._iri(f"{name}.hours-{number}") for number, _ in enumerate(hours, 1)]
        yield {key: value for key, value in node.items() if value != []}
        for number, entry in enumerate(hours, 1):
            yield {
                "id": self._iri(f"{name}.hours-{number}"),
                "type": "time:TemporalEntity",
                "description": self._text(entry.printed),
            }

    def _cost(self) -> Iterator[Node]:
        """The node of the fee in tenge; none where the standard states no fee."""
        fee = self._standard.fee
        if fee is None:
            return
        node = self._named("cv:Cost", "cost") | {"currency": self.TENGE}
        amount = 0.0 if fee.is_free else fee.amount_kzt
        if amount is not None:
            node["amount"] = str(amount)
        if fee.rule:
            node["description"] = self._text(fee.rule)
        yield node

    def _rule(self) -> Node:
        """The standard as a rule: it implements its act, and its steps are the procedure."""
        standard = self._standard
        steps = "\n".join(f"{step.number}. {step.actor}: {step.action}" for step in standard.steps)
        described = steps or _joined(standard.legal_basis) or standard.id
        return {
            **self._named("cpsv:Rule", "rule"),
            "title": texts(self._act.titles) or self._text(standard.id),
            "description": self._text(described),
            "implements": act_iri(self._base, standard.act),
        }

    def _documents(self) -> Sequence[str]:
        """The documents to bring, those of all channels, each once."""
        channels = self._standard.channels
        return list(dict.fromkeys(each.text for channel in channels for each in channel.documents))

    def _titled(self, kind: str, name: str, title: str) -> Node:
        return {**self._named(kind, name), "title": self._text(title)}

    def _named(self, kind: str, name: str) -> Node:
        return {"id": self._iri(name), "type": kind, "identifier": f"{self._standard.id}.{name}"}

    def _iri(self, name: str) -> str:
        return part_iri(self._base, f"ServicePassport:{self._standard.id}.{name}")

    def _text(self, text: str) -> list[Node]:
        return [{"@value": text, "@language": self._standard.language.value}] if text else []


def texts(names: Iterable[Name]) -> list[Node]:
    """The names that are printed in a source, each with its language.

    Composed and translated ones are left out.
    """
    return [{"@value": name.value, "@language": name.language.value} for name in originals(names)]


def _joined(statements: Sequence[Statement]) -> str:
    return "; ".join(each.text for each in statements)


def _duration(term: Term) -> str | None:
    """The term as an ISO 8601 duration.

    None for a unit that it lacks, such as working days, or without a number.
    """
    form = _DURATIONS.get(term.unit)
    return None if form is None or term.value is None else form.format(term.value)
