"""What would lose its legal basis if an act were repealed."""

from __future__ import annotations

from datetime import date

from model.edition import Edition, Office, Provision
from model.enums import ActStatus


def offices_resting_on(edition: Edition, act_id: str, day: date) -> tuple[Office, ...]:
    """Offices that would lose a provision, or every row that names them, if the act were repealed on `day`.

    A provision stays while another act behind it is not repealed that day
    (store.service_reading.common_force). Empty for an act that is already repealed. Raises KeyError for an
    unknown act.
    """
    if edition.acts[act_id].status_on(day) is ActStatus.REPEALED:
        return ()
    standing = frozenset(
        act.id for act in edition.acts.values() if act.status_on(day) is not ActStatus.REPEALED
    )

    def rests(acts: frozenset[str]) -> bool:
        return acts & standing == {act_id}

    losing = {provision.office_id for provision in edition.provisions.values() if rests(_acts_of(provision))}
    return tuple(
        office
        for office in edition.offices.values()
        if office.id in losing or rests(frozenset(citation.law for citation in office.citations))
    )


def _acts_of(provision: Provision) -> frozenset[str]:
    return frozenset(citation.law for citation in provision.basis)
