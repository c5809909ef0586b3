"""What the law states of an office by its class: whom it serves, and how accessible it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.edition import Citation, Edition, Office, Provision
from model.enums import Channel, OfficeKind
from model.stated_conditions import StatedCondition, accessibility_conditions, residence_conditions


def residence_basis(edition: Edition, provision: Provision) -> Citation | None:
    """The citation of a standard that says the office serves the residents of its territory.

    None if no standard says so.
    """
    office = edition.offices[provision.office_id]
    stated = _stated(edition, office, provision, residence_conditions())
    return next((citation for _, citation in stated), None)


def accessibility(edition: Edition, office: Office) -> dict[str, Citation]:
    """Codes of the building features that standards state for offices of this class.

    Each has the first citation that states it.
    """
    citations: dict[str, Citation] = {}
    for provision_id in edition.provisions_of_office.get(office.id, ()):
        provision = edition.provisions[provision_id]
        for condition, citation in _stated(edition, office, provision, accessibility_conditions()):
            for code in condition.codes:
                citations.setdefault(code, citation)
    return citations


def _stated(
    edition: Edition, office: Office, provision: Provision, conditions: Iterable[StatedCondition]
) -> Iterator[tuple[StatedCondition, Citation]]:
    """Conditions of the standards by which the office gives the service; none if it only hears complaints."""
    if not provision.gives:
        return
    of_class = Channel.PSC if office.kind is OfficeKind.PSC_BRANCH else Channel.AUTHORITY
    standards = {(cited.act_id, cited.standard) for cited in provision.basis}
    for condition in conditions:
        if of_class in condition.classes and (condition.act_id, condition.standard) in standards:
            languages = edition.acts[condition.act_id].languages
            yield condition, condition.cited(languages[0])
