"""Codes that identify places: of the classifier, of ISO 3166-2, and post codes in printed addresses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from geo.addresses.line_parts import code_of, is_postcode
from geo.units.edition_index import Atlas
from model.edition import Office, Unit
from model.records import ISO_3166_2

_PREFIX = 2
"""Digits of a post code that identify the region."""
_LEAST_SHARE = 0.1
"""A region has a prefix if at least this share of the printed codes with the prefix stand in it."""


class Codes:
    """Looks up codes in one atlas; its indexes are built on first use."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def unit(self, text: str) -> Unit | None:
        """The unit with a classifier code, of today or former, or with an ISO 3166-2 code.

        None for any other text.
        """
        code = code_of(text)
        if code is None:
            return None
        return self._atlas.by_kato.get(code) or self._iso.get(code)

    def offices(self, postcode: str) -> tuple[Office, ...]:
        """Offices with the post code in an address, sorted by id; empty without such offices."""
        return self._offices.get(_digits(postcode), ())

    def units(self, postcode: str) -> tuple[Unit, ...]:
        """Units of the offices with the post code, sorted by id; empty for a text that is no post code."""
        if not is_postcode(postcode):
            return ()
        ids = {office.located_in for office in self.offices(postcode) if office.located_in is not None}
        return tuple(self._atlas.edition.units[unit_id] for unit_id in sorted(ids))

    def is_of_region(self, postcode: str, unit_id: str) -> bool:
        """Whether a unit may have the post code: addresses in its region begin with the same two digits.

        True also if no address begins with these digits.
        """
        regions = self._regions.get(_digits(postcode)[:_PREFIX], frozenset())
        return not regions or bool(self._atlas.lineage.containers(unit_id) & regions)

    @cached_property
    def _iso(self) -> Mapping[str, Unit]:
        return {
            code.value: unit
            for unit in self._atlas.edition.units.values()
            for code in unit.identifiers
            if code.scheme == ISO_3166_2
        }

    @cached_property
    def _offices(self) -> Mapping[str, tuple[Office, ...]]:
        offices: defaultdict[str, dict[str, Office]] = defaultdict(dict)
        for office in self._atlas.edition.offices.values():
            for address in office.addresses:
                if address.postal_code:
                    offices[_digits(address.postal_code)][office.id] = office
        return {code: tuple(by_id[each] for each in sorted(by_id)) for code, by_id in offices.items()}

    @cached_property
    def _regions(self) -> Mapping[str, frozenset[str]]:
        """For the first two digits of post codes, the ids of regions in which many addresses have them."""
        counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for code, offices in self._offices.items():
            for office in offices:
                if office.located_in is not None:
                    counted[code[:_PREFIX]][self._atlas.chain(office.located_in)[-1].id] += 1
        return {
            prefix: frozenset(
                region for region, count in regions.items() if count >= _LEAST_SHARE * regions.total()
            )
            for prefix, regions in counted.items()
        }


def _digits(postcode: str) -> str:
    return postcode.replace(" ", "")
