"""Posts that receive people; their holders are never shown."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import date

import strawberry

from graph.served.context import Registry
from graph.terms.languages import InLanguage, name_in
from graph.types.acts import ActCitation, cite
from graph.types.contact_points import ContactPoint, contact_point
from graph.types.opening import OpeningSchedule, opening_schedule
from model import edition as records
from model.enums import Language


@strawberry.type(description="A post that receives citizens.")
class Post:
    """A post of an office with its reception hours."""

    room: str | None = strawberry.field(description="Room as printed; null where none is.")
    contacts: list[ContactPoint] = strawberry.field(description="Phones and e-mails of the post itself.")
    reception: list[OpeningSchedule] = strawberry.field(
        description="When it receives; empty where no act prints it, or not so that it could be understood: "
        "then source quotes the print."
    )
    source: ActCitation | None = strawberry.field(description="First row that prints the post.")
    record: strawberry.Private[records.Post]

    @strawberry.field(description="Title in the language asked for, else in the first language known.")
    def title(self, language: InLanguage = Language.KK) -> str:
        """The title of the post in that language, else in the first known language."""
        return name_in(self.record.titles, language)


def post_view(registry: Registry, post: records.Post, day: date | None = None) -> Post:
    """A post as a type of the schema; with a day only the contacts and hours that were valid then."""
    return Post(
        room=post.room,
        contacts=[
            contact_point(registry, contact)
            for contact in post.contacts
            if day is None or contact.validity.holds_on(day)
        ],
        reception=[
            opening_schedule(registry, one)
            for one in post.reception
            if day is None or one.validity.holds_on(day)
        ],
        source=cite(registry, post.citation) if post.citation else None,
        record=post,
    )
