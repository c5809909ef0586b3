"""The whole folder of seeds as one value: every CSV file and the facts of every act."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from loaders.seeds.act_facts import ActFacts, read_act_facts, write_act_facts
from loaders.seeds.boundaries import BOUNDARIES_FILE, read_shipped_boundaries
from loaders.seeds.files import BadSeedError, Row, format_rows, read_rows, write_rows
from loaders.seeds.organizations import OrganizationFacts, read_organizations
from loaders.seeds.passports import read_passports
from loaders.seeds.rows import (
    ActTableRow,
    AmendmentRow,
    AreaRow,
    EntryRow,
    OfficeRow,
    ParagraphRow,
    PositionRow,
    PostRow,
    ProvisionRow,
    RecordRow,
    RegisterRow,
    RekeyedRow,
    ServiceRow,
    SpanRow,
    ToponymRow,
    UncodedRow,
    UnitChangeRow,
    UnitCodeRow,
    UnplacedRow,
)
from model.edition import Boundary
from model.passports import Passport
from model.program_files import shipped_seeds

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_TABLE_FILE = re.compile(
    r"(?P<act>[a-z0-9-]+?)(?:-(?=[sa]\d)(?:s(?P<standard>\d+))?(?:a(?P<annex>\d+))?)?\.csv"
)


class TableKey(NamedTuple):
    """One table of an act; its files are `<act>-s<standard>a<annex>.csv` under entries/ and records/."""

    act: str
    standard: int | None
    annex: int | None

    @property
    def file_name(self) -> str:
        """`<act>-s<standard>a<annex>.csv`, such as `gov-2012-1119-s1a2.csv`.

        A standard or annex without a number is left out.
        """
        standard = "" if self.standard is None else f"s{self.standard}"
        annex = "" if self.annex is None else f"a{self.annex}"
        return f"{self.act}{'-' if standard or annex else ''}{standard}{annex}.csv"

    @classmethod
    def from_file_name(cls, name: str) -> TableKey:
        """The table in the name of a file. Raises BadSeedError for a name of another form."""
        match = _TABLE_FILE.fullmatch(name)
        if match is None:
            raise BadSeedError(f"{name}: not the name of a table such as gov-2012-1119-s1a2.csv")
        standard, annex = (match[key] and int(match[key]) for key in ("standard", "annex"))
        return cls(match["act"], standard or None, annex or None)


@dataclass(frozen=True, slots=True)
class Seeds:
    """All facts that are stored as files; rows are in the order of the files, which are sorted."""

    acts: tuple[ActFacts, ...] = ()
    areas: tuple[AreaRow, ...] = ()
    toponyms: tuple[ToponymRow, ...] = ()
    unit_changes: tuple[UnitChangeRow, ...] = ()
    unit_codes: tuple[UnitCodeRow, ...] = ()
    uncoded: tuple[UncodedRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    offices: tuple[OfficeRow, ...] = ()
    provisions: tuple[ProvisionRow, ...] = ()
    positions: tuple[PositionRow, ...] = ()
    unplaced: tuple[UnplacedRow, ...] = ()
    rekeyed: tuple[RekeyedRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    register: tuple[RegisterRow, ...] = ()
    spans: tuple[SpanRow, ...] = ()
    act_tables: tuple[ActTableRow, ...] = ()
    paragraphs: tuple[ParagraphRow, ...] = ()
    amendments: tuple[AmendmentRow, ...] = ()
    passports: tuple[Passport, ...] = ()
    """Persons' statements about the standards; only read here, as are `organizations` and `boundaries`."""
    organizations: tuple[OrganizationFacts, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    """Made by `kense boundaries make`."""
    entries: Mapping[TableKey, tuple[EntryRow, ...]] = field(default_factory=dict)
    records: Mapping[TableKey, tuple[RecordRow, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there are no acts, units and offices."""
        return not (self.acts or self.areas or self.offices)


SINGLE_FILES: Mapping[str, type[DataclassInstance]] = {
    "areas": AreaRow,
    "toponyms": ToponymRow,
    "unit_changes": UnitChangeRow,
    "unit_codes": UnitCodeRow,
    "uncoded": UncodedRow,
    "unplaced": UnplacedRow,
    "services": ServiceRow,
    "offices": OfficeRow,
    "provisions": ProvisionRow,
    "positions": PositionRow,
    "rekeyed": RekeyedRow,
    "posts": PostRow,
    "register": RegisterRow,
    "spans": SpanRow,
    "act_tables": ActTableRow,
    "paragraphs": ParagraphRow,
    "amendments": AmendmentRow,
}
"""Field of `Seeds` to the class of a row of `<field>.csv`."""
_MAY_LACK = frozenset({"amendments"})
"""Files that do not exist while they are empty."""


def single_files(seeds: Seeds) -> Mapping[str, type[DataclassInstance]]:
    """The entries of `SINGLE_FILES`, without `amendments` if the seeds have none."""
    return {name: row for name, row in SINGLE_FILES.items() if name not in _MAY_LACK or getattr(seeds, name)}


def read_seeds(folder: Path | Traversable | None = None) -> Seeds:
    """The seeds of a folder (by default the delivered seeds); a missing file counts as empty.

    Raises BadSeedError with file and line, and for a missing folder.
    """
    root = shipped_seeds() if folder is None else folder
    if not root.is_dir():
        raise BadSeedError(f"{root}: no such folder of seeds")

    def single(name: str, row_class: type[Row]) -> tuple[Row, ...]:
        file = root / f"{name}.csv"
        return read_rows(file, row_class) if file.is_file() else ()

    return Seeds(
        acts=tuple(read_act_facts(file) for file in _files(root / "acts", ".yaml")),
        areas=single("areas", AreaRow),
        toponyms=single("toponyms", ToponymRow),
        unit_changes=single("unit_changes", UnitChangeRow),
        unit_codes=single("unit_codes", UnitCodeRow),
        uncoded=single("uncoded", UncodedRow),
        unplaced=single("unplaced", UnplacedRow),
        services=single("services", ServiceRow),
        offices=single("offices", OfficeRow),
        provisions=single("provisions", ProvisionRow),
        positions=single("positions", PositionRow),
        rekeyed=single("rekeyed", RekeyedRow),
        posts=single("posts", PostRow),
        register=single("register", RegisterRow),
        spans=single("spans", SpanRow),
        act_tables=single("act_tables", ActTableRow),
        paragraphs=single("paragraphs", ParagraphRow),
        amendments=single("amendments", AmendmentRow),
        passports=read_passports(root / "passports"),
        organizations=read_organizations(root / "organizations.yaml"),
        boundaries=read_shipped_boundaries(root / BOUNDARIES_FILE),
        entries=_tables(root / "entries", EntryRow),
        records=_tables(root / "records", RecordRow),
    )


def write_seeds(folder: Path, seeds: Seeds) -> None:
    """Write all seeds; each file is replaced in one step.

    Rows of `areas.csv` and the other single files are checked before anything is written. Files of tables
    that are not in the seeds are removed. An existing profile of an act stays unchanged. Raises BadSeedError.
    """
    files = single_files(seeds)
    for name, row_class in files.items():
        format_rows(getattr(seeds, name), row_class, folder / f"{name}.csv")
    for act in seeds.acts:
        write_act_facts(folder / "acts" / f"{act.id}.yaml", act)
    for name, row_class in files.items():
        write_rows(folder / f"{name}.csv", getattr(seeds, name), row_class)
    for name in SINGLE_FILES.keys() - files.keys():
        (folder / f"{name}.csv").unlink(missing_ok=True)
    _write_tables(folder / "entries", seeds.entries, EntryRow)
    _write_tables(folder / "records", seeds.records, RecordRow)


def _files(folder: Path | Traversable, suffix: str) -> list[Path | Traversable]:
    """The files of a folder with this ending, by name, without hidden ones; none if the folder is missing."""
    if not folder.is_dir():
        return []
    found: list[Path | Traversable] = [file for file in folder.iterdir() if file.name.endswith(suffix)]
    return sorted((file for file in found if not file.name.startswith(".")), key=lambda file: file.name)


def _tables(folder: Path | Traversable, row_class: type[Row]) -> dict[TableKey, tuple[Row, ...]]:
    return {TableKey.from_file_name(file.name): read_rows(file, row_class) for file in _files(folder, ".csv")}


def _write_tables(folder: Path, tables: Mapping[TableKey, tuple[Row, ...]], row_class: type[Row]) -> None:
    """Write the tables and remove the other CSV files of the folder."""
    texts = {key.file_name: rows for key, rows in tables.items()}
    for name, rows in texts.items():
        write_rows(folder / name, rows, row_class)
    for file in _files(folder, ".csv"):
        if file.name not in texts and isinstance(file, Path):
            file.unlink()
