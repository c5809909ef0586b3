"""The mutations of offices: each reads its arguments and passes one change to the change service.

A mutation runs in a thread (graph/server/http.py), commits, and answers from the edition that shows it.
Expected refusals are `userErrors`; a store that cannot be written is an error with the code
STORE_UNAVAILABLE, after which the same request may be sent again with the same idempotencyKey.
"""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import strawberry

from changes.bulk import ImportOrder, import_offices
from changes.change_service import Change
from changes.editing import Why, close_office, create_office, set_provision, update_office
from changes.import_outcomes import ImportRefusedError
from changes.merging import merge_offices, revert_office
from changes.problems import RefusedError
from graph.changing.act_mutations import ActMutations
from graph.changing.change_context import registry_of
from graph.changing.correction_mutations import CorrectionMutations
from graph.changing.import_payload import Choices, OfficesImportPayload, choices_given, lines_shown
from graph.changing.office_patches import OfficePatchInput, office_id, typed_id, unit_id
from graph.changing.payloads import (
    Confirm,
    DryRun,
    Evidence,
    Expected,
    Id,
    Key,
    NeededEvidence,
    Payload,
    Reason,
    carried_out,
)
from graph.served.context import Info
from graph.types.field_changes import FieldChange
from graph.types.offices import Office, must_office
from graph.types.revisions import Revision, find_revision
from graph.types.user_errors import problems_shown, user_errors
from model.enums import Role


@strawberry.type(description="Result of an office change.")
class OfficeUpdatePayload(Payload):
    """The office after the change. None on a refusal."""

    office: Office | None = strawberry.field(
        description="The office as it is now; of a dry run as it would be, with the id of the stored one: "
        "keep it out of caches, or ask for `changes`."
    )
    revision: Revision | None = strawberry.field(description="The stored change; null when nothing was.")
    changes: list[FieldChange] = strawberry.field(
        description="Fields before and after, also of a dry run; empty when the change was refused."
    )


@strawberry.type(
    description="Changing the registry. Rights are checked for each office: editors within their territory, "
    "reviewers for corrections, publishers for acts; anyone may submit a correction, so many an hour."
)
class Mutation(CorrectionMutations, ActMutations):
    """All mutations. A refusal is returned in `userErrors`."""

    @strawberry.mutation(
        description="Change fields; refused with VersionConflictUserError unless expectedVersion is current."
    )
    def office_update(
        self,
        info: Info,
        id: Id,  # noqa: A002
        expected_version: Expected,
        patch: Annotated[OfficePatchInput, strawberry.argument(description="What to change.")],
        reason: Reason,
        evidence: Evidence = strawberry.UNSET,
        confirm: Confirm = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficeUpdatePayload:
        """Change the given fields of an office."""

        def work() -> Change:
            slug, changed = office_id(id, "id"), patch.patch("patch")
            why, confirmed = Why(reason, evidence or ()), confirm or ()
            return lambda context: update_office(context, slug, expected_version, changed, why, confirmed)

        request = ["officeUpdate", id, expected_version, patch, reason, evidence, confirm]
        return _office_payload(info, work, request, idempotency_key, dry_run)

    @strawberry.mutation(description="Make an office that no act names.")
    def office_create(
        self,
        info: Info,
        office: Annotated[
            OfficePatchInput, strawberry.argument(description="Kind, category and a name at least.")
        ],
        reason: Reason,
        evidence: NeededEvidence,
        confirm: Confirm = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficeUpdatePayload:
        """Create an office. Evidence is required."""

        def work() -> Change:
            given, why, confirmed = office.patch("office"), Why(reason, evidence), confirm or ()
            return lambda context: create_office(context, given, why, confirmed)

        request = ["officeCreate", office, reason, evidence, confirm]
        return _office_payload(info, work, request, idempotency_key, dry_run)

    @strawberry.mutation(description="Close an office on a day; its provisions end with the day before.")
    def office_close(
        self,
        info: Info,
        id: Id,  # noqa: A002
        expected_version: Expected,
        on: Annotated[date, strawberry.argument(description="First day on which it is closed.")],
        reason: Reason,
        successor_ids: Annotated[
            list[strawberry.ID] | None, strawberry.argument(description="Offices that replace it.")
        ] = strawberry.UNSET,
        evidence: Evidence = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficeUpdatePayload:
        """Close an office on a day, and name its successors, if any."""

        def work() -> Change:
            slug, why = office_id(id, "id"), Why(reason, evidence or ())
            successors = [office_id(each, "successorIds") for each in successor_ids or ()]
            return lambda context: close_office(context, slug, expected_version, on, successors, why)

        request = ["officeClose", id, expected_version, on, reason, successor_ids, evidence]
        return _office_payload(info, work, request, idempotency_key, dry_run)

    @strawberry.mutation(
        description="The second office becomes an alias of the first; its id keeps resolving."
    )
    def office_merge(
        self,
        info: Info,
        into_id: Id,
        expected_version: Expected,
        from_id: Id,
        from_expected_version: Expected,
        reason: Reason,
        evidence: Evidence = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficeUpdatePayload:
        """Merge the office `from` into the office `into`."""

        def work() -> Change:
            into, other = office_id(into_id, "intoId"), office_id(from_id, "fromId")
            why = Why(reason, evidence or ())
            return lambda context: merge_offices(
                context, into, expected_version, other, from_expected_version, why
            )

        request = ["officeMerge", into_id, expected_version, from_id, from_expected_version, reason, evidence]
        return _office_payload(info, work, request, idempotency_key, dry_run)

    @strawberry.mutation(description="Restore an earlier version of an office, as a new version.")
    def office_revert(
        self,
        info: Info,
        id: Id,  # noqa: A002
        expected_version: Expected,
        to_version: Annotated[int, strawberry.argument(description="The version to go back to.")],
        reason: Reason,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficeUpdatePayload:
        """Restore the fields of an office to the values of an earlier version, as a new version."""

        def work() -> Change:
            slug, why = office_id(id, "id"), Why(reason)
            return lambda context: revert_office(context, slug, expected_version, to_version, why)

        request = ["officeRevert", id, expected_version, to_version, reason]
        return _office_payload(info, work, request, idempotency_key, dry_run)

    @strawberry.mutation(
        description="Set the roles of an office in a service, and the units for which it gives the "
        "service. No roles end the provision; without units it covers the territory for which "
        "the office already answers."
    )
    def provision_set(
        self,
        info: Info,
        office_id: Id,
        expected_version: Expected,
        service_id: Annotated[strawberry.ID, strawberry.argument(description="Id of a PublicService.")],
        roles: Annotated[
            list[Role],
            strawberry.argument(description="Roles of the office; an empty list ends the provision."),
        ],
        reason: Reason,
        evidence: NeededEvidence,
        jurisdiction_unit_ids: Annotated[
            list[strawberry.ID] | None, strawberry.argument(description="Units it is given for.")
        ] = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficeUpdatePayload:
        """Set the roles in which an office gives a service, and the units for which it does.

        No roles end the provision. If the units are absent or null, the provision covers the office's
        territory. Without a territory, it covers the unit that the office is in, and without that the
        country. An empty list of units is refused.
        """

        def work() -> Change:
            slug = typed_id(office_id, "Office", "officeId")
            service = typed_id(service_id, "PublicService", "serviceId")
            units = None
            if jurisdiction_unit_ids:
                units = [unit_id(each, "jurisdictionUnitIds") for each in jurisdiction_unit_ids]
            elif jurisdiction_unit_ids == []:
                units = []
            why = Why(reason, evidence)
            return lambda context: set_provision(
                context,
                office_id=slug,
                expected=expected_version,
                service_id=service,
                roles=roles,
                unit_ids=units,
                why=why,
            )

        request = ["provisionSet", office_id, expected_version, service_id, roles, jurisdiction_unit_ids]
        return _office_payload(info, work, [*request, reason, evidence], idempotency_key, dry_run)

    @strawberry.mutation(
        description="Many changes at once from CSV text, in the columns of `kense export csv`. Offices "
        "are found by id, by identifiers, or by name and place; unknown ones are created. "
        "Every bad line is reported, and nothing is stored unless all lines are good or "
        "`partial` is true."
    )
    def offices_import(
        self,
        info: Info,
        csv: Annotated[
            str, strawberry.argument(description="Heading and lines; empty cells leave, `-` clears.")
        ],
        reason: Reason,
        evidence: Evidence = strawberry.UNSET,
        partial: Annotated[bool, strawberry.argument(description="Store the good lines.")] = False,
        choices: Choices = strawberry.UNSET,
        confirm: Confirm = strawberry.UNSET,
        dry_run: DryRun = False,
        idempotency_key: Key = strawberry.UNSET,
    ) -> OfficesImportPayload:
        """Create and change many offices by a table in CSV. All or nothing, unless `partial` is given."""

        def work() -> Change:
            why = Why(reason, evidence or ())
            order = ImportOrder(partial, confirm or (), choices_given(choices or None))
            return lambda context: import_offices(context, csv, why, order)

        request: list[Any] = ["officesImport", csv, reason, evidence, partial, confirm]
        if choices:  # the meaning of a key does not depend on them
            request.append([[choice.line, choice.office_id] for choice in choices])
        try:
            outcome = carried_out(info, work, request, idempotency_key, dry_run)
        except RefusedError as refused:
            newest = info.context.registry
            lines = refused.lines if isinstance(refused, ImportRefusedError) else ()
            return OfficesImportPayload(
                accepted=0,
                unchanged=0,
                offices=[],
                lines=lines_shown(newest, lines),
                user_errors=user_errors(newest, refused),
            )
        registry = registry_of(info, outcome)
        done = outcome.done
        return OfficesImportPayload(
            accepted=len(done.office_ids),
            unchanged=done.unchanged,
            offices=[must_office(registry, f"Office:{each}") for each in done.office_ids],
            lines=lines_shown(registry, done.lines),
            user_errors=problems_shown(registry, done.problems),
        )


def _office_payload(
    info: Info, work: Callable[[], Change], request: list[Any], key: str | None, dry_run: bool
) -> OfficeUpdatePayload:
    """Carry out the change and return the office after it. On a refusal no office, but the reasons."""
    try:
        outcome = carried_out(info, work, request, key, dry_run)
    except RefusedError as refused:
        errors = user_errors(info.context.registry, refused)
        return OfficeUpdatePayload(office=None, revision=None, changes=[], user_errors=errors)
    registry = registry_of(info, outcome)
    slug, version = outcome.done.office_ids[0], outcome.done.version
    revision = find_revision(registry, f"{slug}@{version}")
    return OfficeUpdatePayload(
        office=must_office(registry, f"Office:{slug}"),
        revision=None if dry_run else revision,
        changes=revision.changes if revision else [],
        user_errors=[],
    )
