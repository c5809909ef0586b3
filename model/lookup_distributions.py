"""The lookup that lists what can be downloaded as a whole: `seeds/lookups/distributions.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from model.lookup_shape import Lookup, Row

_Text = Annotated[str, Meta(min_length=1)]
Positions = Literal["offices", "units"]


class CatalogueText(Row, frozen=True, kw_only=True):
    """A text of the catalogue in its languages."""

    kk: _Text
    ru: _Text
    en: _Text

    def nodes(self) -> list[dict[str, Any]]:
        """The text as values of JSON-LD, one for each language."""
        told = {"kk": self.kk, "ru": self.ru, "en": self.en}
        return [{"@value": text, "@language": language} for language, text in told.items()]


class CataloguedDataset(Row, frozen=True, kw_only=True):
    """One data set. `positions` names the records whose positions it contains: these decide its licence."""

    title: CatalogueText
    about: CatalogueText
    positions: tuple[Positions, ...]


class CataloguedFile(Row, frozen=True, kw_only=True):
    """One file that contains a whole data set; `type` is its code in the EU's list of file types."""

    dataset: str
    media: _Text
    type: _Text


class CataloguedService(Row, frozen=True, kw_only=True):
    """A service that answers questions about data sets; `described` is the path of its description."""

    title: CatalogueText
    datasets: tuple[str, ...]
    described: str | None = None


class Distributions(Lookup, frozen=True, kw_only=True):
    """The catalogue, its data sets, and where they can be downloaded or queried."""

    catalogue: CatalogueText
    about: CatalogueText
    publisher: CatalogueText
    datasets: Mapping[str, CataloguedDataset]
    routes: Mapping[str, CataloguedFile]
    """By the path on a server."""
    files: Mapping[str, CataloguedFile]
    """By the name of the file that `kense export all` writes."""
    services: Mapping[str, CataloguedService]
    """By the path on a server."""
