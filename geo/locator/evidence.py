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
    """The unit and all that contains it, finest first."""
    return Listed(tuple(NameOf(each.names, each.id) for each in atlas.chain(unit.id)))


def label_of_locality(locality: Locality, district: Shown | None) -> Shown:
    """A place of the gazetteer with the district that contains its point."""
    ru = (*locality.names_ru, *locality.names_kk, *locality.names_other, locality.id)[0]
    place = Given((*locality.names_kk, ru)[0], ru)
    return place if district is None else Listed((place, district))


def found(asked: str, place: Shown, stage: Stage) -> Sentence:
    """Which place was found by which rule."""
    return Sentence(PlaceStep.FOUND, {"asked": asked, "place": place, "stage": Sentence(stage)})


def renamed(rename: Rename, now: Shown) -> Sentence:
    """A name of another period, with its days and its source."""
    period = days(rename.since, rename.until)
    return Sentence(
        PlaceStep.RENAMED, {"name": rename.name, "days": period, "now": now, "source": rename.source}
    )


def formerly(name: Name, now: Shown) -> Sentence:
    """A former name that the registry itself holds."""
    source = name.source or (name.citation.act_id if name.citation is not None else "…")
    period = days(name.validity.since, name.validity.until)
    return Sentence(PlaceStep.FORMERLY, {"name": name.value, "days": period, "now": now, "source": source})


def further(name: Name, shown: Shown) -> Sentence:
    """A further name of a unit, with its source: a row of an act, or a code of the classifier."""
    return Sentence(PlaceStep.FURTHER, {"name": name.value, "now": shown, "source": name.source or "…"})


def later(region: LaterRegion) -> Sentence:
    """A region that was founded after the acts."""
    called = Given(region.name_kk, region.name_ru)
    return Sentence(
        PlaceStep.LATER_REGION, {"region": called, "since": region.since, "source": region.source}
    )


def misspelt(asked: str, meant: Shown) -> Sentence:
    """A territory around the place that was recognised by likeness only."""
    return Sentence(PlaceStep.MISSPELT, {"asked": asked, "meant": meant})


def not_known(asked: str) -> Sentence:
    """A part of the text that the registry does not know."""
    return Sentence(PlaceStep.NOT_KNOWN, {"asked": asked})


def chosen(how: Choice, count: int) -> Sentence:
    """Why one of several namesakes is meant."""
    return Sentence(PlaceStep.CHOSEN, {"count": count, "how": Sentence(how)})


def ambiguous(count: int) -> Sentence:
    """That the namesakes cannot be distinguished."""
    return Sentence(PlaceStep.AMBIGUOUS, {"count": count})


def precision(value: Precision, error_m: float) -> Sentence:
    """How far the point may be off, in metres."""
    km = f"{error_m / 1000:g}"
    return Sentence(PlaceStep.PRECISION, {"precision": Sentence(value), "km": km})


def street_unknown(street: str) -> Sentence:
    """That streets are not located."""
    return Sentence(PlaceStep.STREET_UNKNOWN, {"street": street})


def contradicts(place: Shown, polygon: Shown) -> Sentence:
    """The point lies in the polygon of another district."""
    return Sentence(PlaceStep.CONTRADICTS, {"place": place, "polygon": polygon})


def lies_elsewhere(place: Shown) -> Sentence:
    """A namesake in another territory than the requested one."""
    return Sentence(PlaceStep.LIES_ELSEWHERE, {"place": place})
