"""The faults of each office of an edition, computed once and updated from edition to edition."""

from collections.abc import Mapping

from geo.units.edition_index import AtlasStep
from graph.served.precompute import precomputed
from graph.served.registry import Derivation, Registry
from model.enums import OfficeFault
from model.office_faults import faults_of

OwnFaults = Mapping[str, tuple[OfficeFault, ...]]
"""By the id of the office; those without a fault are left out."""


def _made(registry: Registry) -> OwnFaults:
    return {key: faults for key, office in registry.edition.offices.items() if (faults := faults_of(office))}


def _carried(known: OwnFaults, step: AtlasStep) -> OwnFaults:
    changed = step.changed
    kept = {key: faults for key, faults in known.items() if key not in changed.before}
    return kept | {key: faults for key, office in changed.after.items() if (faults := faults_of(office))}


_FAULTS = Derivation("faults of offices", _made, _carried)


@precomputed
def own_faults(registry: Registry) -> OwnFaults:
    """The faults of each office that its own record shows, by office id.

    Contradictions between sources are not included.
    """
    return registry.derived(_FAULTS)
