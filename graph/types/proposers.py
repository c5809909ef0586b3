"""The type for what became of all proposals of one account, for reviewers."""

from collections import Counter

import strawberry

from changes.identity import ANONYMOUS, REGISTRY
from graph.served.context import Registry
from graph.served.registry import Derivation
from model.enums import CorrectionStatus


@strawberry.type(description="What became of all that an account proposed.")
class ProposerHistory:
    """How many corrections an account proposed, by outcome."""

    submitted: int = strawberry.field(description="Number of proposals, including this one.")
    accepted: int = strawberry.field(description="Those that were accepted.")
    rejected: int = strawberry.field(description="Those that were rejected.")
    waiting: int = strawberry.field(description="Number of proposals that wait for a decision.")


def history_of(registry: Registry, subject: str | None) -> ProposerHistory | None:
    """The history of an account.

    None for a proposal of the registry itself, or of a client without an account.
    """
    if subject is None or subject == REGISTRY or subject.startswith(ANONYMOUS):
        return None
    counted = registry.derived(_BY_PROPOSER).get(subject, Counter())
    return ProposerHistory(
        submitted=counted.total(),
        accepted=counted[CorrectionStatus.ACCEPTED],
        rejected=counted[CorrectionStatus.REJECTED],
        waiting=counted[CorrectionStatus.SUBMITTED] + counted[CorrectionStatus.IN_REVIEW],
    )


def _by_proposer(registry: Registry) -> dict[str, Counter[CorrectionStatus]]:
    counts: dict[str, Counter[CorrectionStatus]] = {}
    for one in registry.edition.corrections.values():
        if one.submitted_by is not None:
            counts.setdefault(one.submitted_by, Counter())[one.status] += 1
    return counts


_BY_PROPOSER = Derivation("corrections by proposer", _by_proposer)
