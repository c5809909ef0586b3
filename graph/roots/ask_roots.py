"""The root that takes one line as people type it."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.roots.ask import AskAnswer, answer_line
from graph.roots.nearby import point_of
from graph.served.context import Info
from graph.terms.points import PointInput
from graph.types.acts import AsOf, day_of


@strawberry.type
class AskRoots:
    """The root field `ask`: a question in one typed line."""

    @strawberry.field(
        description="Answers one typed line that holds a service and a place, in any order and language; "
        "says what was recognised and what was not."
    )
    def ask(
        self,
        info: Info,
        text: Annotated[
            str, strawberry.argument(description="Such as `детский сад Кына`; 300 characters at most.")
        ],
        near: Annotated[
            PointInput | None,
            strawberry.argument(description="Where the client is: used where the line names no place."),
        ] = strawberry.UNSET,
        as_of: AsOf = strawberry.UNSET,
    ) -> AskAnswer | None:
        """How the line was understood, with answers. Raises BadInputError above 300 characters."""
        point = point_of(near) if near else None
        return answer_line(info.context.registry, text, point, day_of(as_of))
