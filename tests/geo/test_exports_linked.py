"""Linked data: CPSV-AP and DCAT-AP by their published shapes, IRIs, digests, and what a standard gives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph, URIRef

from geo.exports.attribution import LICENSE, OPENSTREETMAP_LICENSE
from geo.exports.linked.cpsv import services_context, services_json_ld
from geo.exports.linked.dcat import Distribution, Measure, catalogue_json_ld, measured
from model.edition import Citation, Edition, Service
from model.enums import Language
from model.lookup_distributions import CataloguedFile, Distributions
from model.lookups import lookup
from tests.api_client import ApiClient
from tests.hand_made import UNITS, at, edition, names, office

BASE = "https://offices.example.kz"
CPSV, DCAT = "cpsv-ap-3.2.0-SHACL.ttl", "dcat-ap-3.0.1-SHACL.ttl"
DAY = date(2013, 1, 1)
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""RDFLib reads JSON-LD with a class that it calls deprecated."""


@pytest.fixture(scope="module")
def api(small_edition: Edition) -> ApiClient:
    return ApiClient(small_edition)


@cache
def shapes(path: Path) -> Graph:
    """The shapes of a file: two properties of DCAT-AP 3.0.1 lack their path there, and can hold nothing."""
    graph = Graph().parse(path)
    of_property = set(graph.objects(None, SH.property))
    pathless = {each for each in of_property if graph.value(each, SH.path) is None}
    assert [graph.value(each, SH.name) for each in pathless] == [None] * (0 if path.name == CPSV else 2)
    for each in pathless:
        graph.remove((None, SH.property, each))
    return graph


def graph_of(document: bytes) -> Graph:
    return Graph().parse(data=document, format="json-ld")


def violations(found: Graph, path: Path) -> str:
    conforms, _, words = validate(found, shacl_graph=shapes(path))
    return "" if conforms else str(words)


def services_of(found: Edition) -> bytes:
    return b"".join(services_json_ld(found, DAY, BASE))


def nodes_of(document: bytes) -> dict[str, dict[str, Any]]:
    return {node["id"]: node for node in json.loads(document)["@graph"]}


def test_all_services_have_the_shapes_of_cpsv_ap(shipped_edition: Edition, shared_standards: Path) -> None:
    document = services_of(shipped_edition)
    graph = graph_of(document)
    assert violations(graph, shared_standards / CPSV) == ""
    cpsv = "http://purl.org/vocab/cpsv#PublicService"
    assert len(list(graph.subjects(RDF.type, URIRef(cpsv)))) == len(shipped_edition.services)
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
    # Each thing that is led to in the document is in it, and no node is written twice.
    nodes = json.loads(document)["@graph"]
    assert len({node["id"] for node in nodes}) == len(nodes)
    targets = {str(term) for term in graph.objects() if str(term).startswith(f"{BASE}/services.jsonld#")}
    assert targets <= {node["id"] for node in nodes}


def test_a_service_without_a_title_or_an_authority_has_not_the_shape(
    small_edition: Edition, shared_standards: Path
) -> None:
    document = json.loads(services_of(small_edition))
    service = next(node for node in document["@graph"] if node["type"] == "cpsv:PublicService")
    del service["title"], service["competentAuthority"]
    words = violations(graph_of(json.dumps(document).encode()), shared_standards / CPSV)
    assert "dc1:title" in words or "terms/title" in words
    assert "hasCompetentAuthority" in words


def test_a_standard_gives_channels_evidences_outputs_costs_and_a_rule(shipped_edition: Edition) -> None:
    nodes = nodes_of(services_of(shipped_edition))
    service = nodes[f"{BASE}/services.jsonld#PublicService:preschool-queue"]
    kinds = {
        key: {nodes[iri]["type"] for iri in as_list(service[key])}
        for key in ("channel", "input", "output", "requirement", "cost", "rule", "legalResource")
    }
    assert kinds == {
        "channel": {"cv:Channel"},
        "input": {"cv:Evidence"},
        "output": {"cv:Output"},
        "requirement": {"cv:Requirement"},
        "cost": {"cv:Cost"},
        "rule": {"cpsv:Rule"},
        "legalResource": {"eli:LegalResource"},
    }
    act = nodes[service["legalResource"][0]]
    assert (act["number"], act["adoptedOn"], act["inForceSince"]) == ("1119", "2012-08-31", "2012-09-24")
    expression = nodes[act["expression"][0]]
    assert expression["format"].startswith("https://adilet.zan.kz/")
    assert nodes[service["competentAuthority"]]["territory"].endswith("country/KAZ")
    assert nodes[nodes[service["rule"]]["implements"]] is act
    assert nodes[as_list(service["cost"])[0]]["amount"] == "0.0"


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def test_a_service_without_a_standard_has_its_acts_alone(shipped_edition: Edition) -> None:
    act = replace(next(iter(shipped_edition.acts.values())), id="act")
    service = Service("licence", names("Лицензия"), citations=(Citation("act", Language.RU),))
    known = replace(edition(units=UNITS, services=[service]), acts={"act": act})
    node = nodes_of(services_of(known))[f"{BASE}/services.jsonld#PublicService:licence"]
    assert node["description"] == node["title"] == [{"@value": "Лицензия", "@language": "ru"}]
    assert node["legalResource"] == [f"{BASE}/services.jsonld#LegalAct:act"]
    assert {"channel", "territory"}.isdisjoint(node)


def test_pyld_and_rdflib_read_the_same_statements(small_edition: Edition) -> None:
    document = services_of(small_edition)
    by_pyld = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads"})
    read = Graph().parse(data=by_pyld, format="nt")
    assert set(read) == set(graph_of(document))


def test_each_word_of_the_document_is_in_its_context(small_edition: Edition) -> None:
    document = json.loads(services_of(small_edition))
    used = {key for node in document["@graph"] for key in node}
    assert document["@context"] == services_context()
    assert used <= set(services_context())


def catalogue_of(found: Edition, known: Iterable[Distribution] | None = None) -> bytes:
    measure = Measure(3, sha256(b"abc").hexdigest())
    every = [
        Distribution(name, f"{BASE}/{name}", about, measure)
        for name, about in lookup(Distributions).files.items()
    ]
    return catalogue_json_ld(found, BASE, every if known is None else known)


def test_the_catalogue_has_the_shapes_of_dcat_ap(small_edition: Edition, shared_standards: Path) -> None:
    document = catalogue_of(small_edition)
    found = graph_of(document)
    assert violations(found, shared_standards / DCAT) == ""
    assert not [term for triple in found for term in triple if isinstance(term, BNode)]
    broken = json.loads(document)
    for node in broken["@graph"]:
        node.pop("checksumValue", None)
    assert "checksumValue" in violations(graph_of(json.dumps(broken).encode()), shared_standards / DCAT)


def test_a_distribution_bears_the_licence_of_the_positions_in_it() -> None:
    one = edition(units=UNITS, offices=[office("one", position=at(52, 71))])
    of_osm = edition(
        units=UNITS, offices=[office("one", position=replace(at(52, 71), source="openstreetmap"))]
    )
    for found, licence in ((one, LICENSE), (of_osm, OPENSTREETMAP_LICENSE)):
        nodes = nodes_of(catalogue_of(found))
        assert nodes[f"{BASE}/catalog.jsonld#file:offices.csv"]["license"] == licence
        assert nodes[f"{BASE}/catalog.jsonld#file:services.jsonld"]["license"] == LICENSE


def test_each_file_of_the_catalogue_is_of_one_of_its_data_sets() -> None:
    words = lookup(Distributions)
    told: list[CataloguedFile] = [*words.routes.values(), *words.files.values()]
    assert {each.dataset for each in told} == set(words.datasets)
    assert {name for each in words.services.values() for name in each.datasets} <= set(words.datasets)


def test_a_measure_is_that_of_all_pieces() -> None:
    *blanks, measure = measured([b"a", b"bc"])
    assert blanks == [None, None]
    assert measure == Measure(3, sha256(b"abc").hexdigest())


def test_the_server_names_what_it_gives_with_sizes_and_digests(
    api: ApiClient, shared_standards: Path
) -> None:
    answer = api.http.get("/catalog.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    nodes = nodes_of(answer.content)
    files = [node for node in nodes.values() if node["type"] == "dcat:Distribution"]
    assert {node["title"][0]["@value"] for node in files} == set(lookup(Distributions).routes)
    for node in files:
        assert node["downloadURL"].startswith("http://testserver/")
        whole = api.http.get(node["downloadURL"]).content
        assert int(node["byteSize"]) == len(whole)
        assert nodes[node["checksum"]]["checksumValue"] == sha256(whole).hexdigest()
    assert violations(graph_of(answer.content), shared_standards / DCAT) == ""
    assert api.http.get("/catalog.jsonld").content == answer.content


def test_ids_begin_with_the_address_of_the_server(small_edition: Edition, api: ApiClient) -> None:
    public = ApiClient(small_edition, {"KENSE_PUBLIC_URL": f"{BASE}/"})
    for path in ("/services.jsonld", "/catalog.jsonld"):
        here, there = api.http.get(path), public.http.get(path, headers={"host": "testserver"})
        assert "http://testserver/services.jsonld#PublicService:" in here.text or "catalog" in path
        assert f"{BASE}{path}#" in there.text
        assert "testserver" not in there.text
        # The same edition at another address is another document.
        assert here.headers["etag"] != there.headers["etag"]
        tag = {"if-none-match": here.headers["etag"]}
        again = api.http.get(path, headers=tag)
        assert (again.status_code, again.headers["etag"]) == (304, here.headers["etag"])
        other = api.http.get(path, headers={**tag, "host": "localhost"})
        assert other.status_code == 200


@pytest.mark.parametrize("path", ["/services.jsonld?kind=AKIMAT", "/catalog.jsonld?within=Region:akm"])
def test_a_filter_that_is_none_there_is_refused(api: ApiClient, path: str) -> None:
    answer = api.http.get(path)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
