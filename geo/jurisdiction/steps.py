"""One step of the reasoning: its sources, and its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from geo.explanations.office_texts import NotTheAnswer, StepKind
from geo.explanations.sentence import Listed, NameOf, Sentence, Shown, days, place_in_act
from model.edition import ALWAYS, Citation, Office, Unit, Validity
from model.enums import Language, Role


@dataclass(frozen=True, slots=True)
class ResolutionStep:
    """One step of the reasoning.

    `kind` selects its sentence, and the other fields are the facts in it. `source` is the citation that
    proves it, None for a step without a citation.
    """

    kind: StepKind
    unit: Unit | None = None
    source: Citation | None = None
    office: Office | None = None
    roles: tuple[Role, ...] = ()
    asked: str = ""
    count: int = 0
    distance_m: float = 0.0
    providers: Shown | None = None
    """A class of organisations that the act names without a list."""
    reason: Shown | None = None
    """The rule by which a place was found, or an objection to it."""
    units: tuple[Unit, ...] = ()
    """Other units that the step is about: wider ones, or those in which the service is given."""
    today: tuple[Unit, ...] = ()
    """What contains the unit today."""
    period: Validity = ALWAYS
    """When a former name was in use or an act in force, as far as it is known."""

    def text(self, language: Language) -> str:
        """The step as a sentence in a language; facts that it lacks are written as a dash."""
        return Sentence(
            self.kind,
            {
                "asked": self.asked,
                "period": days(self.period.since, self.period.until),
                "count": self.count,
                "km": f"{self.distance_m / 1000:.1f}",
                "unit": _name(self.unit),
                "units": _names(self.units),
                "today": _names(self.today),
                "office": _name(self.office),
                "providers": self.providers or "—",
                "reason": self.reason or "—",
                "where": place_in_act(self.source),
                "roles": Listed(tuple(Sentence(role) for role in self.roles)),
            },
        ).text(language)


def reason_text(reason: NotTheAnswer, office: Office, territory: Unit | None, language: Language) -> str:
    """Why the nearest office is not the one that serves the place, as a sentence."""
    return Sentence(reason, {"office": _name(office), "unit": _name(territory)}).text(language)


def _name(record: Unit | Office | None) -> Shown | str:
    return NameOf(record.names, record.id) if record is not None else "—"


def _names(units: tuple[Unit, ...]) -> Listed:
    return Listed(tuple(NameOf(unit.names, unit.id) for unit in units))
