"""All services as CPSV-AP 3.2 (Core Public Service Vocabulary, application profile), in JSON-LD 1.1.

Each node has an IRI, so that there are no blank nodes. Values that no act states are left out. The standard
in the newest act gives channels, evidences, outputs, costs and the rule; a service without a standard has
only its acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

import orjson

from geo.exports.facts import originals, passport_of, unit_above
from geo.exports.linked.iris import (
    CATALOGUE_PATH,
    COUNTRY,
    act_iri,
    organization_iri,
    part_iri,
    service_iri,
    unit_iri,
)
from geo.exports.linked.standard import StandardNodes, texts
from geo.exports.streams import in_pieces, object_parts
from geo.jurisdiction.law import service_status
from model.edition import Act, Edition, Organization, Service
from model.enums import ActStatus, Channel, Language, Level, LifecycleStatus
from model.lookup_distributions import Distributions
from model.lookup_pages import PageWords, Wording
from model.lookups import lookup
from model.program_files import PROGRAM

MEDIA_TYPE = "application/ld+json"
Node = dict[str, Any]
_LANGUAGES = {Language.KK: "KAZ", Language.RU: "RUS", Language.EN: "ENG"}
_ELI = "http://data.europa.eu/eli/ontology#"
_FORCE = {
    ActStatus.IN_FORCE: "InForce-inForce",
    ActStatus.REPEALED: "InForce-notInForce",
    ActStatus.NOT_YET_IN_FORCE: "InForce-notInForce",
}


@cache
def services_context() -> Node:
    """The JSON-LD context; each document contains it, so that no reader has to fetch it."""
    read: Node = orjson.loads((PROGRAM / "geo" / "exports" / "linked" / "services_context.json").read_bytes())
    return read


def services_json_ld(edition: Edition, day: date, base: str) -> Iterator[bytes]:
    """The JSON-LD document of all services, in pieces; statuses are those of `day`.

    `base` is the public address of the server and begins each IRI.
    """
    nodes = ([orjson.dumps(node)] for node in service_nodes(edition, day, base))
    return in_pieces(object_parts({"@context": services_context()}, "@graph", nodes))


def service_nodes(edition: Edition, day: date, base: str) -> Iterator[Node]:
    """The nodes of the document of services, each once: shared nodes, services, territories, bodies, acts."""
    yield from _shared(base)
    used = _Used(edition, base)
    for service_id in sorted(edition.services):
        yield from _service(edition, edition.services[service_id], day, base, used)
    for act_id in sorted(edition.acts):
        used.adopter(edition.acts[act_id])
    yield from used.territories()
    yield from used.authorities()
    for act_id in sorted(edition.acts):
        yield from _act(edition.acts[act_id], day, base)


class _Used:
    """Collects the bodies and territories to which the services refer."""

    def __init__(self, edition: Edition, base: str) -> None:
        self._edition, self._base = edition, base
        self._adopters: dict[str, Language] = {}
        self._units: set[str] = set()

    def authority_of(self, service: Service) -> str:
        """IRI of the body responsible for a service, else of the one that adopted the newest act about it."""
        if service.responsible_id in self._edition.organizations:
            return organization_iri(self._base, service.responsible_id or "")
        acts = [self._edition.acts[citation.act_id] for citation in service.citations]
        newest = max(acts, key=lambda act: (act.adopted_on, act.id))
        return self.adopter(newest)

    def adopter(self, act: Act) -> str:
        """IRI of the body that adopted an act; the body is added to those that are used."""
        self._adopters.setdefault(act.adopted_by, act.titles[0].language)
        return adopter_iri(self._base, act)

    def territory_of(self, service: Service) -> list[str]:
        """IRIs of the places in which the service is given.

        That is the country if a provision is nationwide, else the regions of the units in its provisions.
        """
        edition = self._edition
        given = [edition.provisions[each] for each in edition.provisions_of_service.get(service.id, ())]
        if any(provision.is_nationwide for provision in given):
            return [COUNTRY]
        named = {unit_id for provision in given for unit_id in provision.unit_ids}
        regions = {
            region.id for unit in named if (region := unit_above(edition, unit, Level.REGION)) is not None
        }
        self._units |= regions
        return [unit_iri(self._base, edition.units[each]) for each in sorted(regions)]

    def territories(self) -> Iterator[Node]:
        for unit_id in sorted(self._units):
            unit = self._edition.units[unit_id]
            yield _known(
                {"id": unit_iri(self._base, unit), "type": "dct:Location", "prefLabel": texts(unit.names)}
            )

    def authorities(self) -> Iterator[Node]:
        for organization_id in sorted(self._edition.organizations):
            yield _organization(self._edition.organizations[organization_id], self._base)
        for name in sorted(self._adopters):
            label = [{"@value": name, "@language": self._adopters[name].value}]
            yield _authority(_adopter_iri(self._base, name), label)


def adopter_iri(base: str, act: Act) -> str:
    """The IRI of the body that adopted an act, made from its name: no register gives it an id."""
    return _adopter_iri(base, act.adopted_by)


def _adopter_iri(base: str, name: str) -> str:
    return part_iri(base, f"Adopter:{name}")


def worded(words: Wording) -> list[Node]:
    """A text written by Kense, as a node in Kazakh and a node in Russian."""
    return [{"@value": words.of(each), "@language": each.value} for each in (Language.KK, Language.RU)]


def _known(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, [], "")}


def _shared(base: str) -> Iterator[Node]:
    """The nodes that many services refer to: country, currency, channels, statuses and the data set."""
    yield {"id": COUNTRY, "type": "dct:Location", "prefLabel": _label("Қазақстан", "Казахстан")}
    yield {
        "id": StandardNodes.TENGE,
        "type": "skos:Concept",
        "prefLabel": _label("теңге", "тенге"),
    }
    words = lookup(PageWords).channels
    for channel in Channel:
        yield {
            "id": part_iri(base, f"Channel:{channel}"),
            "type": "skos:Concept",
            "prefLabel": worded(words[channel]),
        }
    for status in LifecycleStatus:
        yield {
            "id": part_iri(base, f"LifecycleStatus:{status}"),
            "type": "skos:Concept",
            "prefLabel": [{"@value": status.value, "@language": "en"}],
        }
    yield from _dataset(base)


def _dataset(base: str) -> Iterator[Node]:
    words = lookup(Distributions)
    about = words.datasets["services"]
    yield {
        "id": f"{base}{CATALOGUE_PATH}#services",
        "type": "dcat:Dataset",
        "title": about.title.nodes(),
        "description": about.about.nodes(),
        "publisher": f"{base}{CATALOGUE_PATH}#publisher",
    }
    yield {
        "id": f"{base}{CATALOGUE_PATH}#publisher",
        "type": "foaf:Agent",
        "identifier": "Kense",
        "title": words.publisher.nodes(),
    }


def _label(kk: str, ru: str) -> list[Node]:
    return [{"@value": kk, "@language": "kk"}, {"@value": ru, "@language": "ru"}]


def _service(edition: Edition, service: Service, day: date, base: str, used: _Used) -> Iterator[Node]:
    """The node of a service, and the nodes of its standard where it has one."""
    standard = passport_of(edition, service)
    made = None if standard is None else StandardNodes(base, standard, edition.acts[standard.act])
    acts = list(dict.fromkeys(citation.act_id for citation in service.citations))
    node: Node = {
        "id": service_iri(base, service.id),
        "type": "cpsv:PublicService",
        "identifier": f"PublicService:{service.id}",
        "title": texts(service.names),
        "description": (made.description() if made else []) or texts(service.names),
        "partOf": f"{base}{CATALOGUE_PATH}#services",
        "status": part_iri(base, f"LifecycleStatus:{service_status(edition, service, day)}"),
        "competentAuthority": used.authority_of(service),
        "territory": used.territory_of(service),
        "legalResource": [act_iri(base, act_id) for act_id in acts],
    }
    if made is None:
        yield _known(node)
        return
    parts: Sequence[Node] = list(made.nodes())
    yield _known({**node, **made.links()})
    yield from parts


def _organization(body: Organization, base: str) -> Node:
    return _authority(organization_iri(base, body.id), texts(body.names))


def _authority(iri: str, label: list[Node]) -> Node:
    return {"id": iri, "type": "cv:PublicOrganisation", "prefLabel": label, "territory": COUNTRY}


def _act(act: Act, day: date, base: str) -> Iterator[Node]:
    """The node of an act, and one for its text in each language that was read, as ELI requires."""
    iri, force = act_iri(base, act.id), _FORCE.get(act.status_on(day))
    yield _known(
        {
            "id": iri,
            "type": "eli:LegalResource",
            "number": act.number,
            "title": texts(act.titles),
            "adoptedOn": act.adopted_on.isoformat(),
            "adoptedBy": adopter_iri(base, act),
            "inForceSince": act.force.since.isoformat() if act.force.since else None,
            "lastDayInForce": act.force.last_day.isoformat() if act.force.last_day else None,
            "inForce": _ELI + force if force else None,
            "expression": [f"{iri}.{language.value}" for language in act.languages],
        }
    )
    for language in act.languages:
        title = next((name.value for name in originals(act.titles) if name.language is language), None)
        yield _known(
            {
                "id": f"{iri}.{language.value}",
                "type": "eli:LegalExpression",
                "language": f"http://publications.europa.eu/resource/authority/language/{_LANGUAGES[language]}",
                "expressionTitle": title,
                "format": act.url,
            }
        )
