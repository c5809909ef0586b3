"""Records of printed rows as JSON lines: `kense records`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import orjson
import typer
from rich.console import Console
from rich.table import Table

from loaders.acts.reader import read_act
from loaders.printed import OfficeRecord
from loaders.readings import reader_of
from model.enums import Language
from model.errors import RegistryError


def records_of(path: Path) -> Iterator[OfficeRecord]:
    """The records of every office row of an act, in the order of print.

    Raises ActError as `read_act` does, UnknownColumn for a title that is not understood, and UnknownReading
    for a table of an unknown shape.
    """
    act = read_act(path)
    language = Language(act.profile.language) if act.profile else None
    for table in act.tables:
        yield from map(reader_of(path, table, language), table.rows)


def record_as_json(record: OfficeRecord) -> bytes:
    """A record as one JSON object on one line, keys in the order of the dataclass."""
    return orjson.dumps(asdict(record), option=orjson.OPT_APPEND_NEWLINE)


def print_records(paths: Sequence[Path], as_table: bool) -> int:
    """Print the records of each file on standard output; returns the exit code, 0 when all could be read.

    A file that cannot be read gives one line on standard error and no record.
    """
    out, errors = typer.get_binary_stream("stdout"), Console(stderr=True, soft_wrap=True)
    code = 0
    for path in paths:
        try:
            records = list(records_of(path))
        except RegistryError as error:
            code = max(code, error.exit_code)
            errors.print(f"kense records: {error}", markup=False, highlight=False)
            continue
        try:
            if as_table:
                Console().print(_shown(path.stem, records))
            else:
                out.writelines(record_as_json(record) for record in records)
                out.flush()
        except BrokenPipeError:
            return code
    return code


def _shown(title: str, records: Sequence[OfficeRecord]) -> Table:
    table = Table(title=title)
    for column in ("line", "name", "district", "locality", "phones", "unread"):
        table.add_column(column)
    for record in records:
        unread = "; ".join(f"{piece.text} ({piece.reason})" for piece in record.unread)
        table.add_row(
            str(record.line),
            record.name,
            record.district or "",
            record.locality or "",
            " ".join(record.phones),
            unread,
        )
    return table
