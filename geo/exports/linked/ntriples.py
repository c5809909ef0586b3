"""The documents of linked data as N-Triples (https://www.w3.org/TR/n-triples/), one statement a line.

The writer is our own because a library needs a minute instead of a second, and names blank nodes differently
each time. A node without an IRI gets one from its place in its document, `…/akm-psc.jsonld#address/0`: there
are no blank nodes, and equal editions give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from geo.exports.json_ld import office_json_ld
from geo.exports.linked.cpsv import service_nodes, services_context
from geo.exports.linked.iris import office_iri
from model.edition import Edition

MEDIA_TYPE = "application/n-triples"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Node = Mapping[str, Any]


def ntriples(edition: Edition, day: date, base: str) -> Iterator[bytes]:
    """All statements that are valid on a day, one a line.

    Services, bodies and acts come first, then the documents of offices by id. `base` must be an absolute
    address.
    """
    services = _Writer(Vocabulary.of(services_context()))
    for node in service_nodes(edition, day, base):
        yield from services.lines(node, node["id"])
    documents = _Writer(Vocabulary("http://schema.org/"))
    for office_id in sorted(edition.offices):
        read = orjson.loads(office_json_ld(edition, edition.offices[office_id], base, day))
        del read["@context"]
        yield from documents.lines(read, office_iri(base, office_id))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The IRIs of the terms in a document: those of a JSON-LD context.

    Any other term is appended to `base`.
    """

    base: str = ""
    iris: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    """The value type of a term: the IRI of a datatype, or `@id`."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Terms that are aliases of a JSON-LD keyword."""

    @classmethod
    def of(cls, context: Node) -> Vocabulary:
        """The vocabulary of a JSON-LD context.

        Its terms must be prefixes, keywords, or prefixed IRIs with or without a type.
        """
        prefixes = {word: iri for word, iri in context.items() if isinstance(iri, str) and "://" in iri}

        def whole(short: str) -> str:
            prefix, colon, rest = short.partition(":")
            return prefixes[prefix] + rest if colon and prefix in prefixes else short

        iris, types, keys = dict[str, str](), dict[str, str](), dict[str, str]()
        for word, told in context.items():
            about = {"@id": told} if isinstance(told, str) else told
            if about["@id"].startswith("@"):
                keys[word] = about["@id"]
                continue
            iris[word] = whole(about["@id"])
            if "@type" in about:
                types[word] = whole(about["@type"])
        return cls("", iris, types, keys)

    def iri(self, word: str) -> str:
        """The IRI of a term or of a prefixed name; any other word is appended to `base`."""
        if word in self.iris:
            return self.iris[word]
        prefix, colon, rest = word.partition(":")
        return self.iris[prefix] + rest if colon and prefix in self.iris else self.base + word


class _Writer:
    """Writes the statements of nodes; an equal node with an IRI is written once."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._written: set[int] = set()

    def lines(self, node: Node, iri: str) -> Iterator[bytes]:
        """The statements about a node and its nested nodes.

        `iri` is the subject: the node's own IRI, or one made from its place in the document.
        """
        subject = f"<{iri}>"
        for key, value in node.items():
            keyword = self._words.keys.get(key, key)
            if keyword == "@id":
                continue
            values = value if isinstance(value, list) else [value]
            if keyword == "@type":
                for item in values:
                    yield f"{subject} {_TYPE} <{self._words.iri(item)}> .\n".encode()
                continue
            predicate = f"<{self._words.iri(key)}>"
            for number, item in enumerate(values):
                place = f"{iri}{'/' if '#' in iri else '#'}{key}/{number}"
                term = self._term(key, item, place)
                yield f"{subject} {predicate} {term} .\n".encode()
                if isinstance(item, dict) and "@value" not in item:
                    yield from self._nested(item, place)

    def _nested(self, node: Node, place: str) -> Iterator[bytes]:
        """The statements about a nested node; none for a node with an IRI that is already written."""
        if "@id" not in node:
            yield from self.lines(node, place)
            return
        mark = hash(orjson.dumps(node))
        if mark not in self._written:
            self._written.add(mark)
            yield from self.lines(node, node["@id"])

    def _term(self, key: str, value: Any, place: str) -> str:
        """The object of a statement: an IRI or a literal with its language or type."""
        if isinstance(value, dict):
            if "@value" in value:
                return f"{_quoted(value['@value'])}@{value['@language']}"
            return f"<{value.get('@id', place)}>"
        kind = self._words.types.get(key)
        if kind == "@id":
            return f"<{value}>"
        if kind is not None:
            return f"{_quoted(str(value))}^^<{kind}>"
        return _plain(value)


def _plain(value: Any) -> str:
    """A JSON value as a literal; integers and floats are typed and written as JSON-LD does."""
    if isinstance(value, int):
        return f'"{value}"^^<{_XSD}integer>'
    if isinstance(value, float):
        mantissa, _, exponent = f"{value:.15E}".partition("E")
        digits = mantissa.rstrip("0")
        return f'"{digits}{"0" if digits.endswith(".") else ""}E{int(exponent)}"^^<{_XSD}double>'
    return _quoted(str(value))


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPED)}"'
