"""Features of offices for people with disabilities, as far as the standards state them."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

import strawberry

from geo.jurisdiction.office_conditions import accessibility
from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.terms.languages import InLanguage
from graph.types.acts import ActCitation, cite
from model import edition as records
from model.enums import Language
from model.stated_conditions import accessibility_labels


@strawberry.type(description="A yes/no/unknown accessibility fact (HSDS accessibility).")
class AccessibilityFeature:
    """One accessibility feature that an office has by a standard."""

    code: str = strawberry.field(description="What it is, as a code of seeds/lookups.")
    available: bool | None = strawberry.field(
        description="Whether buildings of this class have it, as a standard states; null if unknown."
    )
    source: ActCitation = strawberry.field(description="Paragraph of the standard that states it.")

    @strawberry.field(description="The same for people to read.")
    def label(self, language: InLanguage = Language.KK) -> str:
        """The name of the feature in that language."""
        return accessibility_labels()[self.code][language]


def accessibility_of(registry: Registry, office: records.Office) -> list[AccessibilityFeature]:
    """The features of an office that a standard states, by code.

    What no standard states is unknown and left out.
    """
    return [
        AccessibilityFeature(code=code, available=True, source=cite(registry, citation))
        for code, citation in sorted(_known(registry, office).items())
    ]


def has_features(registry: Registry, office: records.Office, codes: frozenset[str]) -> bool:
    """Whether at least one of the features is stated for the office."""
    return not codes.isdisjoint(_known(registry, office))


def _known(registry: Registry, office: records.Office) -> dict[str, records.Citation]:
    kept = registry.derived(_STATED)
    if office.id not in kept:
        kept[office.id] = accessibility(registry.edition, office)
    return kept[office.id]


def _nothing_yet(_: Registry) -> dict[str, dict[str, records.Citation]]:
    return {}


_STATED = Derivation("accessibility", _nothing_yet)
