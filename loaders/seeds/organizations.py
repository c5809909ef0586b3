"""Legal bodies in `seeds/organizations.yaml`, each with the paragraphs that name it."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec
import yaml

from loaders.seeds.files import BadSeedError
from model.enums import ContactKind, Language
from model.yaml_files import parse_yaml


class ContactFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A contact for the whole country; `source` cites the paragraph that prints it."""

    kind: ContactKind
    value: str
    source: str
    printed: str | None = None
    purpose: dict[Language, str] = {}


class SuccessionFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body that replaced another; `when` is an ISO day, month or year."""

    organization: str
    when: str
    source: str


class OrganizationFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One legal body; its offices are all those of `categories`, and those in `offices`."""

    id: str
    names: dict[Language, str]
    basis: tuple[str, ...] = ()
    parent: str | None = None
    bin: str | None = None
    contacts: tuple[ContactFacts, ...] = ()
    categories: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    """Services it is responsible for, besides those that the register of services gives it."""
    register_as: tuple[str, ...] = ()
    """Its name in the register of services."""
    succeeded_by: SuccessionFacts | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    organizations: tuple[OrganizationFacts, ...]


def read_organizations(file: Path | Traversable) -> tuple[OrganizationFacts, ...]:
    """The bodies of a file in its order; none if the file is missing. Raises BadSeedError with the key."""
    if not file.is_file():
        return ()
    try:
        content = parse_yaml(file.read_text(encoding="utf-8"))
        return msgspec.convert(content, _File).organizations
    except (yaml.YAMLError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise BadSeedError(f"{file.name}: {error}") from None
