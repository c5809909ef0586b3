"""Root fields about the registry itself: its edition, the account, the queue of corrections, the search."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.roots.nearby import point_of
from graph.roots.search import SearchConnection, search_page
from graph.served.context import Info
from graph.terms.connections import Window, list_size, windowed
from graph.terms.limits import spend
from graph.terms.node import slug_of
from graph.terms.points import PointInput
from graph.types.corrections import (
    Correction,
    CorrectionConnection,
    claimed_correction,
    correction_page,
)
from graph.types.editions import EditionInfo, edition_info
from graph.types.services import Within
from graph.types.viewer import Viewer, viewer_of
from model.enums import CorrectionStatus, Language


@strawberry.type
class RegistryRoots:
    """Root fields about the registry as a whole."""

    @strawberry.field(description="Number and time of the edition that answers.")
    def edition(self, info: Info) -> EditionInfo:
        """The edition that answers."""
        return edition_info(info.context.registry)

    @strawberry.field(description="The client's account and its rights; null when anonymous.")
    def viewer(self, info: Info) -> Viewer | None:
        """The account of the request's token. None for an anonymous client."""
        return viewer_of(info.context.registry, info.context.identity)

    @strawberry.field(
        description="Proposed corrections, oldest first, in the territories where the account edits or "
        "reviews. A page ends early where its corrections would exceed 1,000,000 bytes: "
        "`pageInfo` says whether more follow."
    )
    @windowed
    def corrections(
        self,
        info: Info,
        status: Annotated[
            CorrectionStatus | None, strawberry.argument(description="Only proposals in this state.")
        ] = strawberry.UNSET,
        within: Within = strawberry.UNSET,
        *,
        window: Window,
    ) -> CorrectionConnection | None:
        """A page of proposed corrections that the client may see."""
        spend(5)
        context = info.context
        return correction_page(context.registry, context.identity, status or None, within or None, window)

    @strawberry.field(
        description="A proposal that was filed without signing in, in any state; it needs the secret that "
        "came with its id. Send it by POST: URLs are logged by servers on the way."
    )
    def correction(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of a Correction.")],  # noqa: A002
        secret: Annotated[str, strawberry.argument(description="The secret of its CorrectionPayload.")],
    ) -> Correction | None:
        """A correction, for its proposer: `secret` was returned when it was proposed."""
        context = info.context
        context.note_fleeting()  # caches on the way must not store an answer for its author
        return claimed_correction(context.registry, slug_of(id, "Correction"), secret)

    @strawberry.federation.field(
        description="Places, services, offices and acts by their names: unfinished, misspelled, in another "
        "script, former. Words may name the place around a record.",
        directives=[list_size()],
    )
    @windowed
    def search(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="Words in Kazakh, Russian or Latin letters.")],
        languages: Annotated[
            list[Language] | None, strawberry.argument(description="Only names in these languages.")
        ] = strawberry.UNSET,
        near: Annotated[
            PointInput | None, strawberry.argument(description="Among equal hits the nearer ones come first.")
        ] = strawberry.UNSET,
        autocomplete: Annotated[
            bool, strawberry.argument(description="Whether words may be unfinished.")
        ] = True,
        *,
        window: Window,
    ) -> SearchConnection | None:
        """A page of records found by name, best first."""
        origin = point_of(near) if near else None
        return search_page(info.context.registry, text, languages or None, origin, autocomplete, window)
