"""Types for proposed corrections and their review."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from datetime import datetime
from enum import StrEnum

import strawberry

from changes.approvals import missing_approvals
from changes.authority import Right, refusal, units_of
from changes.identity import ANONYMOUS, REGISTRY, Identity
from changes.proofs import is_proved
from graph.served.context import Registry
from graph.served.registry import Derivation
from graph.terms.connections import Connection, Key, Weight, Window, cut_page, pages_of
from graph.terms.errors import ForbiddenError
from graph.terms.node import Node, global_id, unit_slug, whole_number
from graph.types.field_changes import FieldChange, change_view
from graph.types.kinds import CORRECTIONS, OFFICES, REVISIONS, LazyOffice, LazyRevision
from graph.types.proposers import ProposerHistory, history_of
from model.edition import Edition
from model.enums import CorrectionStatus
from model.errors import NotFoundError
from model.office_changes import Approval
from model.office_changes import Correction as Record


@strawberry.enum(
    description="How the registry identifies a party of a correction: an ACCOUNT by its token; the "
    "ADDRESS of a request without one, which is not shown; the REGISTRY itself, which "
    "read a newer act; NOTHING where the client may not see the party, or it was erased."
)
class KnownBy(StrEnum):
    """How the person behind a proposal or decision was identified."""

    ACCOUNT = "ACCOUNT"
    ADDRESS = "ADDRESS"
    REGISTRY = "REGISTRY"
    NOTHING = "NOTHING"


@strawberry.type(description="The author of a correction, or one who approved or decided it.")
class CorrectionParty:
    """The person behind a proposal or decision, as far as known."""

    subject: str | None = strawberry.field(
        description="Name of the account; null for a person without an account."
    )
    known_by: KnownBy = strawberry.field(description="How that is known.")


@strawberry.type(description="An approval of a correction.")
class CorrectionApproval:
    """One approval of a correction: by whom, and when."""

    by: CorrectionParty = strawberry.field(description="The party that approved.")
    at: datetime = strawberry.field(description="When.")
    note: str | None = strawberry.field(description="The note with it.")


@strawberry.federation.type(keys=["id"], description="A proposed correction and its review.")
class Correction(Node):
    """A proposed change of an office, its evidence, and the decision."""

    status: CorrectionStatus = strawberry.field(description="State of the proposal.")
    base_version: int = strawberry.field(description="Version of the office that its author saw.")
    changes: list[FieldChange] = strawberry.field(description="Fields before and after.")
    evidence: list[str] = strawberry.field(
        description="Citations of acts and testimony; an entry that begins with `registry:` is a doubt of "
        "the registry."
    )
    submitted_at: datetime = strawberry.field(description="When it was filed.")
    reviewed_at: datetime | None = strawberry.field(description="When it was decided or withdrawn.")
    review_note: str | None = strawberry.field(
        description="Note of the reviewer, or the reason why it was opened again."
    )
    record: strawberry.Private[Record]
    registry: strawberry.Private[Registry]
    is_for_deciding: strawberry.Private[bool] = False
    """Whether it is shown to one who edits or reviews there."""

    @strawberry.field(
        description="Outcomes of all proposals of the same account. Null for a proposer without an "
        "account, and for a reader who may not edit or review there."
    )
    def proposer_history(self) -> ProposerHistory | None:
        """What became of all proposals of the same account.

        None without an account, or if the client may not decide.
        """
        return history_of(self.registry, self.record.submitted_by) if self.is_for_deciding else None

    @strawberry.field(description="Who proposed it.")
    def proposed_by(self) -> CorrectionParty:
        """Who proposed the correction."""
        return _party(self.record.submitted_by)

    @strawberry.field(description="Who decided or withdrew it; null until then.")
    def reviewed_by(self) -> CorrectionParty | None:
        """Who decided or withdrew it. None until then."""
        return None if self.record.reviewed_at is None else _party(self.record.reviewed_by)

    @strawberry.field(
        description="The approvals in their order. A proposal filed without signing in needs two "
        "approvals, or one of an account that may change the office itself."
    )
    def approvals(self) -> list[CorrectionApproval]:
        """The approvals so far, in order."""
        return [_approval(approval) for approval in self.record.approvals]

    @strawberry.field(
        description="How many approvals are missing; one approval is enough from an account that may "
        "change the office itself. 0 once it is decided."
    )
    def missing_approvals(self) -> int:
        """How many approvals are still needed; 0 once it is decided."""
        return missing_approvals(self.record)

    @strawberry.field(description="The office it is about, as it is now.")
    def target(self) -> LazyOffice:
        """The office to be corrected, as it is now."""
        return OFFICES.show(self.registry, self.record.office_id)

    @strawberry.field(description="The stored change, once the proposal is accepted.")
    def applied_in(self) -> LazyRevision | None:
        """The stored change that the correction led to. None until it is accepted."""
        for revision in self.registry.edition.revisions.get(self.record.office_id, ()):
            if revision.id == self.record.revision_id:
                return REVISIONS.show(self.registry, f"{revision.office_id}@{revision.version}")
        return None


@pages_of("correction", "corrections")
class CorrectionConnection(Connection[Correction]):
    """Corrections, oldest first."""


def correction_page(
    registry: Registry,
    identity: Identity | None,
    status: CorrectionStatus | None,
    within: str | None,
    window: Window,
) -> CorrectionConnection:
    """A page of the corrections of offices that the client may review or edit, oldest first.

    `status` and `within` (a unit) restrict them. Raises ForbiddenError for a client who may do neither
    anywhere.
    """
    edition = registry.edition
    refusals = [refusal(edition, identity, right, ()) for right in _SEEING]
    if all(refusals):
        raise ForbiddenError(f"the queue of corrections is for reviewers and editors: {refusals[0].message}")  # type: ignore[union-attr]
    inside = None
    if within:
        inside = {office.id for office in registry.offices_inside(unit_slug(within))}
    seen: list[Record] = []
    for correction in edition.corrections.values():
        if status is not None and correction.status is not status:
            continue
        if inside is not None and edition.current_id(correction.office_id) not in inside:
            continue
        if _is_in_queue_of(edition, identity, correction):
            seen.append(correction)
    page = cut_page(seen, _key, window, Weight(_size, _PAGE_BYTES))
    return page.shown(CorrectionConnection, lambda one: correction_view(registry, one, is_for_deciding=True))


def own_correction_page(registry: Registry, identity: Identity, window: Window) -> CorrectionConnection:
    """A page of the corrections that an account proposed, in any state, oldest first."""
    corrections = registry.edition.corrections.values()
    own = [one.for_its_author() for one in corrections if one.submitted_by == identity.subject]
    page = cut_page(own, _key, window, Weight(_size, _PAGE_BYTES))
    return page.shown(CorrectionConnection, lambda one: correction_view(registry, one))


_SEEING = (Right.REVIEW, Right.EDIT)
"""Rights over an office, each of which allows seeing its corrections."""
_PAGE_BYTES = 1_000_000


def _size(one: Record) -> int:
    """Approximate bytes of a correction on a page: two for each letter, as in Cyrillic."""
    changes = sum(len(str(value)) for change in one.changes for value in (change.before, change.after))
    return 2 * (sum(map(len, one.evidence)) + len(one.review_note or "") + changes)


def _is_in_queue_of(edition: Edition, identity: Identity | None, record: Record) -> bool:
    """Whether `identity` may review or edit the office of the correction. False if that office is gone."""
    office = edition.offices.get(edition.current_id(record.office_id))
    return office is not None and any(
        refusal(edition, identity, right, units_of(office)) is None for right in _SEEING
    )


def find_correction(registry: Registry, slug: str) -> Correction | None:
    """An accepted correction by its number.

    None for an unknown number, and for a waiting or rejected correction.
    """
    return find_correction_for(registry, slug, None)


def find_correction_for(registry: Registry, slug: str, identity: Identity | None) -> Correction | None:
    """A correction by its number, if it is accepted or the client may decide it. Else None."""
    number = whole_number(slug)
    record = None if number is None else registry.edition.corrections.get(number)
    if record is None:
        return None
    is_queued = _is_in_queue_of(registry.edition, identity, record)
    is_shown = is_queued or record.status is CorrectionStatus.ACCEPTED
    return correction_view(registry, record, is_for_deciding=is_queued) if is_shown else None


CORRECTIONS.enrol(find_correction, find_for=find_correction_for)


def claimed_correction(registry: Registry, slug: str, secret: str) -> Correction:
    """A correction by its number, in any state, for a client with the secret that its proposer got.

    Raises NotFoundError for a wrong number or secret, which reveals nothing about other corrections.
    """
    number = whole_number(slug)
    record = None if number is None else registry.edition.corrections.get(number)
    if not is_proved(record, secret) or record is None:
        raise NotFoundError("no proposal was filed with that number and that secret")
    return correction_view(registry, record.for_its_author())


def correction_of(registry: Registry, office_id: str, version: int) -> Correction | None:
    """The correction that made a version of an office. None for a direct change."""
    by_revision = registry.derived(_BY_REVISION)
    for revision in registry.edition.revisions.get(office_id, ()):
        if revision.version == version and revision.id in by_revision:
            return correction_view(registry, by_revision[revision.id])
    return None


def correction_view(registry: Registry, record: Record, *, is_for_deciding: bool = False) -> Correction:
    """A correction as a type of the schema. `is_for_deciding`: the client may decide it, and sees more."""
    return Correction(
        id=global_id("Correction", str(record.id)),
        status=record.status,
        base_version=record.base_version,
        changes=[change_view(change) for change in record.changes],
        evidence=list(record.evidence),
        submitted_at=record.submitted_at,
        reviewed_at=record.reviewed_at,
        review_note=record.review_note,
        record=record,
        registry=registry,
        is_for_deciding=is_for_deciding,
    )


def _party(name: str | None) -> CorrectionParty:
    """The person behind a stored name: an account, an address (not shown), the registry, or unknown."""
    if name is None:
        return CorrectionParty(subject=None, known_by=KnownBy.NOTHING)
    if name.startswith(ANONYMOUS):
        return CorrectionParty(subject=None, known_by=KnownBy.ADDRESS)
    if name == REGISTRY:
        return CorrectionParty(subject=None, known_by=KnownBy.REGISTRY)
    return CorrectionParty(subject=name, known_by=KnownBy.ACCOUNT)


def _approval(approval: Approval) -> CorrectionApproval:
    return CorrectionApproval(by=_party(approval.by), at=approval.at, note=approval.note)


def _by_revision(registry: Registry) -> dict[int, Record]:
    return {
        correction.revision_id: correction
        for correction in registry.edition.corrections.values()
        if correction.revision_id is not None
    }


_BY_REVISION = Derivation("corrections by revision", _by_revision)


def _key(one: Record) -> Key:
    return one.submitted_at.timestamp(), one.id
