"""Commands that print what acts say. They stand above two rooms: the acts and the readings of their rows."""

import typer

from loaders.command_options import ActTexts, NamedRowFormat, wants_table


def parse(files: ActTexts, output: NamedRowFormat = None) -> None:
    """Print every row of every table of offices in the text of an act."""
    from loaders.acts.row_listing import parse_files

    if not parse_files(files, wants_table(output)):
        raise typer.Exit(1)


def records(files: ActTexts, output: NamedRowFormat = None) -> None:
    """Print what every row of every table of offices says: units, address, contacts, villages, hours."""
    from loaders.readings.printing import print_records

    if not print_records(files, wants_table(output)):
        raise typer.Exit(1)
