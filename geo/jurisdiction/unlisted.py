"""Classes of providers that a paragraph names without any list: schools, universities and the like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from geo.explanations.sentence import Given, Listed, Sentence, Shown
from model.edition import Citation, Service
from model.enums import Language, Role
from model.lookup_offices import ProviderClasses, ProvisionRules, UnlistedProviders
from model.lookups import lookup


@dataclass(frozen=True, slots=True)
class UnlistedProvider:
    """Organisations of a class that give a service, in some roles, and that no table of the act names.

    Where no rule says more, `roles` are empty and `source` is the standard as a whole. `source` is None for a
    service without a citation.
    """

    code: str
    roles: tuple[Role, ...]
    source: Citation | None

    @property
    def name(self) -> Given:
        """The name of the class. If the registry has no name for it, its code with blanks."""
        words = lookup(ProviderClasses).classes.get(self.code)
        if words is None:
            code = self.code.replace("_", " ")
            return Given(code, code, code)
        return Given(words.kk, words.ru, words.en)

    def text(self, language: Language) -> str:
        """The name of the class and its roles, as a part of a sentence."""
        return with_roles(self.name, self.roles, language)


def with_roles(name: Shown, roles: Sequence[Role], language: Language) -> str:
    """The name of a body and its roles, as a part of a sentence; only the name without roles."""
    does = Listed(tuple(Sentence(role) for role in roles)).text(language)
    return f"{name.text(language)} — {does}" if does else name.text(language)


def unlisted_provider(service: Service) -> UnlistedProvider | None:
    """The class of organisations that gives the service without a list.

    None where the acts list every provider.
    """
    if service.unlisted_providers is None:
        return None
    for citation in service.citations:
        rule = _rules().get((service.id, citation.act_id, citation.standard))
        if rule is not None and rule.providers == service.unlisted_providers:
            paragraph = replace(citation, provision=str(rule.paragraph))
            roles = tuple(role for role in Role if role in rule.roles)
            return UnlistedProvider(rule.providers, roles, paragraph)
    standard = service.citations[0] if service.citations else None
    return UnlistedProvider(service.unlisted_providers, (), standard)


@cache
def _rules() -> dict[tuple[str, str, int | None], UnlistedProviders]:
    """The shipped rules on such classes, by service, act and standard."""
    return {
        (entry.service, entry.act, entry.standard): entry.unlisted
        for entry in lookup(ProvisionRules).standards
        if entry.unlisted is not None
    }
