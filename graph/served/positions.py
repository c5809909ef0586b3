"""The states of the positions of an edition: made once, carried on from edition to edition."""

from geo.locator.position_states import PositionStates
from geo.units.edition_index import AtlasStep
from graph.served.precompute import precomputed
from graph.served.registry import Derivation, Registry


def _made(registry: Registry) -> PositionStates:
    return PositionStates.of(registry.edition)


def _carried(states: PositionStates, step: AtlasStep) -> PositionStates:
    return states.carried_on(step)


_STATES = Derivation("states of positions", _made, _carried)


@precomputed
def positions_of(registry: Registry) -> PositionStates:
    """The units and offices of the edition by the state of their position."""
    return registry.derived(_STATES)
