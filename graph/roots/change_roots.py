"""Roots for mirrors of the registry."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.served.context import Info
from graph.terms.connections import Window, list_size, windowed
from graph.terms.limits import spend
from graph.types.record_changes import RecordChangeConnection, change_page


@strawberry.type
class ChangeRoots:
    """The root field `changes`, for mirrors of the registry."""

    @strawberry.federation.field(
        description="Changes of public records in order, for mirrors: after the changes of an edition a "
        "mirror equals that edition. NEW_DUMP means that the mirror must load a new dump. A "
        "position that the server no longer has is answered with the code EDITION_GONE. A "
        "page ends early where it would exceed 1,000,000 bytes.",
        directives=[list_size()],
    )
    @windowed
    def changes(
        self,
        info: Info,
        since: Annotated[
            str | None,
            strawberry.argument(
                description="Edition of a dump, or position of a change; without it all that are kept."
            ),
        ] = strawberry.UNSET,
        *,
        window: Window,
    ) -> RecordChangeConnection | None:
        """A page of changes after the position `since`, or from the first kept one on."""
        spend(5)
        info.context.note_fleeting()  # an unknown edition may be one that is still to come
        return change_page(info.context.registry, since or None, window)
