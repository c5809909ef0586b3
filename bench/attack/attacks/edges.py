"""Values at the limits of a type: each is answered or refused, none causes an internal error."""

from __future__ import annotations

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, ask, told_of

_AT = (
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
)
_ON = ("9999-12-31", "0001-01-01")
_SERVICE = 'serviceId: "PublicService:preschool-queue"'
OF_A_MOMENT = (
    '{ office(id: "Office:akm-akkol-psc") { openNow(at: "%s") { state nextChangeAt } } }',
    '{ offices(filter: {openAt: "%s"}) { totalCount } }',
)
OF_A_DAY = (
    '{ offices(asOf: "%s") { totalCount } }',
    '{ regions { children(asOf: "%s") { totalCount } } }',
    f'{{ officeFor({_SERVICE}, place: {{name: "Кына"}}, asOf: "%s") {{ outcome }} }}',
    f'{{ coverage({_SERVICE}, asOf: "%s") {{ served }} }}',
)


@attack("moments at both ends of time", refused="ANSWERED BAD_USER_INPUT GRAPHQL_VALIDATION_FAILED")
def moments(ground: Ground) -> str:
    """The first and last moments and days, for every argument that takes one."""
    documents = [document % at for document in OF_A_MOMENT for at in _AT]
    documents += [document % day for document in OF_A_DAY for day in _ON]
    with ground.client() as client:
        return told_of(ask(client, ground.server.url, document) for document in documents)
