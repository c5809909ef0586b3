"""A citation in words, for people."""

from __future__ import annotations

from model.records import Act, Citation


def citation_text(citation: Citation, act: Act, amended_by: Act | None = None) -> str:
    """The place of a citation, as `row 2 of annex 2 of act 1119 as amended by act 480, 2013-05-15`.

    Parts that the citation lacks are left out. `amended_by` is the act that printed the row, if that is not
    `act` itself.
    """
    label = (citation.row_label or "").rstrip(".) ") or citation.row
    parts = (
        ("row", label),
        ("paragraph", citation.provision),
        ("annex", citation.annex),
        ("standard", citation.standard),
        ("act", act.number),
    )
    place = " of ".join(f"{name} {value}" for name, value in parts if value is not None)
    if amended_by is None:
        return place
    return f"{place} as amended by act {amended_by.number}, {amended_by.adopted_on.isoformat()}"
