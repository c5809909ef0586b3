"""Global ids: `Type:slug`, opaque to clients and minted once."""

from typing import Annotated

import strawberry

from graph.terms.errors import BadInputError

UNIT_TYPES = {
    "REGION": "Region",
    "DISTRICT": "District",
    "RURAL_OKRUG": "RuralOkrug",
    "SETTLEMENT": "Settlement",
}
"""Level of a unit to its type in the schema."""

_TOO_MANY_DIGITS = 10
_UNIT_TYPE_NAMES = frozenset(UNIT_TYPES.values())


GivenId = Annotated[strawberry.ID, strawberry.argument(description="Global id, Type:slug.")]


@strawberry.interface(description="Anything with a global id.")
class Node:
    """The interface of all types that the roots `node` and `nodes` return."""

    id: strawberry.ID = strawberry.field(description="Global id: the type's name, a colon, and a slug.")


def global_id(type_name: str, slug: str) -> strawberry.ID:
    """The global id of a record, such as `Office:akm-akkol-education`."""
    return strawberry.ID(f"{type_name}:{slug}")


def split_id(value: str) -> tuple[str, str]:
    """Type name and slug of a global id. Raises BadInputError if it is not `Type:slug`."""
    type_name, colon, slug = value.partition(":")
    if not colon or not type_name or not slug:
        raise BadInputError(
            f"{value!r} is not a global id: write Type:slug, for example Office:akm-akkol-psc"
        )
    return type_name, slug


def slug_of(value: str, type_name: str) -> str:
    """The slug of a global id of one type.

    Raises BadInputError, with the right form in its message, for any other text.
    """
    found, colon, slug = value.partition(":")
    if colon and slug and found == type_name:
        return slug
    bare = (slug if colon else value).strip()
    if found == f"{type_name}View" or not bare:
        bare = bare.partition("@")[0] or "slug"  # a view's slug begins with that of its record
    right = f"{type_name}:{bare}"
    shown = right if right.isprintable() else repr(right)  # invisible characters are escaped
    article = "an" if type_name[0] in "AEIOU" else "a"
    raise BadInputError(f"{value!r} is not the id of {article} {type_name}: write {shown}")


def whole_number(slug: str) -> int | None:
    """The number that a slug consists of. None for other texts, and for more than nine digits."""
    return int(slug) if slug.isascii() and slug.isdigit() and len(slug) < _TOO_MANY_DIGITS else None


def unit_slug(value: str) -> str:
    """The slug of the id of a unit of any level. Raises BadInputError for any other text."""
    found, colon, slug = value.partition(":")
    if colon and slug and found in _UNIT_TYPE_NAMES:
        return slug
    bare = slug if colon else value
    raise BadInputError(
        f"{value!r} is not the id of an administrative unit: write Region:, District:, RuralOkrug: "
        f"or Settlement: before {bare!r}"
    )
