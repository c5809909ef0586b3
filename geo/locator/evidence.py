"""The sentences that explain a candidate; their texts are in `geo.explanations.place_texts`."""

from __future__ import annotations

from geo.explanations.place_texts import Choice, PlaceStep
from geo.explanations.sentence import Given, Listed, NameOf, Sentence, Shown, days
from geo.gazetteer.gazetteer import Locality
from geo.names.ladder import Stage
from geo.names.renames import LaterRegion, Rename
from geo.units.edition_index import Atlas
from model.edition import Name, Unit
from model.enums import Precision


def label(atlas: Atlas, unit: Unit) -> Shown:
    """The name of the unit and of all units around it, the smallest first."""
    return Listed(tuple(NameOf(each.names, each.id) for each in atlas.chain(unit.id)))


def label_of_locality(locality: Locality, district: Shown | None) -> Shown:
    """The name of a gazetteer's place, with that of the district around its point, if given."""
    ru = (*locality.names_ru, *locality.names_kk, *locality.names_other, locality.id)[0]
    place = Given((*locality.names_kk, ru)[0], ru)
    return place if district is None else Listed((place, district))


def found(asked: str, place: Shown, stage: Stage) -> Sentence:
    """The sentence on which place was found and by which stage."""
    return Sentence(PlaceStep.FOUND, {"asked": asked, "place": place, "stage": Sentence(stage)})


def renamed(rename: Rename, now: Shown) -> Sentence:
    """The sentence that a name is one of another period, with its days and its source."""
    period = days(rename.since, rename.until)
    return Sentence(
        PlaceStep.RENAMED, {"name": rename.name, "days": period, "now": now, "source": rename.source}
    )


def formerly(name: Name, now: Shown) -> Sentence:
    """The sentence that a name in the registry is a former name, with the days and the source of the name."""
    source = name.source or (name.citation.act_id if name.citation is not None else "…")
    period = days(name.validity.since, name.validity.until)
    return Sentence(PlaceStep.FORMERLY, {"name": name.value, "days": period, "now": now, "source": source})


def further(name: Name, shown: Shown) -> Sentence:
    """The sentence that a name is a further name of the unit, with the source of the name.

    The source is a row of an act, or the classifier.
    """
    return Sentence(PlaceStep.FURTHER, {"name": name.value, "now": shown, "source": name.source or "…"})


def later(region: LaterRegion) -> Sentence:
    """The sentence that a region was founded after the acts."""
    called = Given(region.name_kk, region.name_ru)
    return Sentence(
        PlaceStep.LATER_REGION, {"region": called, "since": region.since, "source": region.source}
    )


def misspelt(asked: str, meant: Shown) -> Sentence:
    """The sentence that a territory around the place was recognised by likeness only."""
    return Sentence(PlaceStep.MISSPELT, {"asked": asked, "meant": meant})


def not_known(asked: str) -> Sentence:
    """The sentence that the registry does not know a part of the text."""
    return Sentence(PlaceStep.NOT_KNOWN, {"asked": asked})


def chosen(how: Choice, count: int) -> Sentence:
    """The sentence on why one of `count` namesakes is meant."""
    return Sentence(PlaceStep.CHOSEN, {"count": count, "how": Sentence(how)})


def ambiguous(count: int) -> Sentence:
    """The sentence that `count` namesakes cannot be told apart."""
    return Sentence(PlaceStep.AMBIGUOUS, {"count": count})


def precision(value: Precision, error_m: float) -> Sentence:
    """The sentence on the precision of the point, and how far in kilometres it may be off."""
    km = f"{error_m / 1000:g}"
    return Sentence(PlaceStep.PRECISION, {"precision": Sentence(value), "km": km})


def street_unknown(street: str) -> Sentence:
    """The sentence that this street was not located, as streets never are."""
    return Sentence(PlaceStep.STREET_UNKNOWN, {"street": street})


def contradicts(place: Shown, polygon: Shown) -> Sentence:
    """The sentence that the point of a place lies in the polygon of another district."""
    return Sentence(PlaceStep.CONTRADICTS, {"place": place, "polygon": polygon})


def lies_elsewhere(place: Shown) -> Sentence:
    """The sentence that a namesake lies in another territory than the one asked for."""
    return Sentence(PlaceStep.LIES_ELSEWHERE, {"place": place})
