"""The difference between an edition and the next one made from it: a few offices and their provisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from model.edition import Edition, Office


@dataclass(frozen=True, slots=True)
class ChangedOffices:
    """Offices that were changed, created (in `after` only) or ended (in `before` only).

    `services` are the ids of the services that they give or gave.
    """

    before: Mapping[str, Office]
    after: Mapping[str, Office]
    services: frozenset[str]

    @classmethod
    def between(cls, before: Edition, after: Edition) -> ChangedOffices | None:
        """The offices that differ between two editions.

        None if `after` was not made from `before` by changing only offices, or if their units differ.
        """
        if after.laid_over is None or after.laid_over[0] != before.key or before.units is not after.units:
            return None
        ids = sorted(after.laid_over[1])
        old, new = before.offices, after.offices
        services = {
            edition.provisions[provision_id].service_id
            for edition in (before, after)
            for key in ids
            for provision_id in edition.provisions_of_office.get(key, ())
        }
        return cls(
            {key: old[key] for key in ids if key in old},
            {key: new[key] for key in ids if key in new},
            frozenset(services),
        )

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all changed, created and ended offices."""
        return frozenset(self.before) | frozenset(self.after)

    def then(self, later: ChangedOffices) -> ChangedOffices:
        """The difference over both steps, where `later` is the second step."""
        before = {key: office for key, office in later.before.items() if key not in self.after}
        after = {key: office for key, office in self.after.items() if key not in later.before}
        return ChangedOffices(
            {**before, **self.before}, {**after, **later.after}, self.services | later.services
        )
