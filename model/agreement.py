"""Whether the acts in Kazakh and in Russian say the same of one field of an office."""

from __future__ import annotations

from enum import StrEnum

from model.contact_contradictions import sameness
from model.edition import Office


class LanguageAgreement(StrEnum):
    """Whether the Kazakh and Russian acts agree on a field, or only one language prints it."""

    AGREE = "AGREE"
    DIFFER = "DIFFER"
    ONLY_ONE_LANGUAGE = "ONLY_ONE_LANGUAGE"


def agreement(office: Office, field: str) -> LanguageAgreement | None:
    """Whether the acts in Kazakh and Russian agree on a field; None if no act prints it.

    AGREE if both languages share a value, such as a phone number or a site. For names and addresses, which
    use other words in each language, only ONLY_ONE_LANGUAGE is reported, else None.
    """
    stem = field.removesuffix("_kk").removesuffix("_ru")
    printed = [
        row for row in office.provenance if row.field in (field, f"{stem}_kk", f"{stem}_ru") and row.citation
    ]
    languages = {row.citation.language for row in printed if row.citation}
    if not languages:
        return None
    if len(languages) == 1:
        return LanguageAgreement.ONLY_ONE_LANGUAGE
    if stem != field:
        return None
    said = [
        frozenset[str]().union(
            *(
                sameness(field, row.value)
                for row in printed
                if row.citation and row.citation.language is language
            )
        )
        for language in sorted(languages)
    ]
    return LanguageAgreement.AGREE if said[0] & said[1] else LanguageAgreement.DIFFER
