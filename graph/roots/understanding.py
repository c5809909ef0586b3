"""How the name of a place was understood, as a type of the schema."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

import strawberry

from geo.explanations.place_texts import Doubt
from geo.explanations.sentence import join
from geo.jurisdiction.explanation import how_understood
from geo.locator.places import PlaceFound
from graph.terms.languages import InLanguage
from model.enums import Language


@strawberry.type(description="How the text of a place was understood.")
class PlaceUnderstanding:
    """How a name was understood: the words that were used, and those that did not help."""

    place: strawberry.Private[PlaceFound]
    name: str = strawberry.field(description="The part of the text that was taken for the name of the place.")
    around: list[str] = strawberry.field(
        description="The parts of the text that were read as units around the place."
    )
    left_out: list[str] = strawberry.field(
        description="Unused parts of the text: unknown names, and the street and house."
    )
    stage: str | None = strawberry.field(
        description="Rule that found the place, as a code such as `exact`, `renamed`, `code` or `fuzzy`; "
        "null where no place has the name."
    )
    is_certain: bool = strawberry.field(
        description="Whether the text identifies the place, or namesakes from which the client must choose."
    )
    doubts: list[Doubt] = strawberry.field(description="What speaks against it; empty where it is certain.")

    @strawberry.field(description="The same as sentences.")
    def text(self, language: InLanguage = Language.KK) -> str:
        """How the name was understood, as a sentence in Kazakh, Russian or English."""
        return join(how_understood(self.place), language)


def understanding_of(place: PlaceFound) -> PlaceUnderstanding | None:
    """How the name was understood.

    None for a place given by id, code or point, and for a text that cannot be a name.
    """
    read = place.read
    if read is None:
        return None
    unknown = set(read.case.unknown)
    return PlaceUnderstanding(
        place=place,
        name=read.case.reading.head,
        around=[part for part in read.case.reading.around if part not in unknown],
        left_out=list(read.left_out),
        stage=read.stage.value if read.stage is not None else None,
        is_certain=read.is_certain,
        doubts=[doubt for doubt in Doubt if doubt in read.doubts],
    )
