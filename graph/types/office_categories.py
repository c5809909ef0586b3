"""The categories of the offices of an edition: a new office has one of them."""

from collections import Counter

import strawberry

from graph.served.context import Registry
from graph.served.registry import Derivation
from model.enums import OfficeKind


@strawberry.type(description="What offices are in the words of their sources, as a code.")
class OfficeCategory:
    """A category that offices have."""

    code: str = strawberry.field(description="The code, such as education_department.")
    kind: OfficeKind = strawberry.field(description="The most frequent kind of its offices.")
    offices: int = strawberry.field(description="Number of offices, including closed ones.")


def office_categories(registry: Registry) -> list[OfficeCategory]:
    """The categories that offices of the edition have, the most frequent first."""
    return registry.derived(_CATEGORIES)


def _counted(registry: Registry) -> list[OfficeCategory]:
    kinds: dict[str, Counter[OfficeKind]] = {}
    for office in registry.edition.offices.values():
        kinds.setdefault(office.category, Counter())[office.kind] += 1
    categories = (
        OfficeCategory(code=code, kind=counted.most_common(1)[0][0], offices=counted.total())
        for code, counted in kinds.items()
    )
    return sorted(categories, key=lambda one: (-one.offices, one.code))


_CATEGORIES = Derivation("categories of offices", _counted)
