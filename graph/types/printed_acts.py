"""Types for the printed text that a citation points to: the row in its table, or the paragraph."""

# strawberry.field types a decorated method as Any.
# mypy: disable-error-code="untyped-decorator"

from typing import Annotated

import strawberry

from graph.served.context import Registry
from graph.terms.errors import BadInputError
from graph.terms.limits import spend
from model import printed_acts as printed
from model import records

MOST_NEIGHBOURS = 3

Neighbours = Annotated[
    int, strawberry.argument(description=f"How many rows; {MOST_NEIGHBOURS} at most, 0 for none.")
]


@strawberry.federation.type(shareable=True, description="A cell of a printed row.")
class PrintedCell:
    """The text of one column in a printed row. It is None (masked) where a person is named."""

    column: str | None = strawberry.field(description="Title of its column; null where the print gives none.")
    text: str | None = strawberry.field(
        description="The cell as printed, white space folded; null where it names a person (see isMasked)."
    )
    is_masked: bool = strawberry.field(description="Whether the cell names a person, which is never shown.")


@strawberry.federation.type(shareable=True, description="A row of a table as an act prints it.")
class PrintedRow:
    """A printed row: its number, the headings above it, and its cells."""

    label: str | None = strawberry.field(
        description="Number of the row just as printed, such as `1.11`; null where none is printed."
    )
    headings: list[str] = strawberry.field(
        description="Headings above it inside the table, such as region and district."
    )
    cells: list[PrintedCell] = strawberry.field(description="Cells in the order of print.")


@strawberry.federation.type(
    shareable=True,
    description="A printed row in its table: the titles of the columns and the rows beside it.",
)
class TableExcerpt:
    """A cited table row with the rows around it, as printed in the act."""

    found: strawberry.Private[printed.TablePlace]

    @strawberry.field(description="Title of the table; empty where the print gives none.")
    def title(self) -> str:
        """The printed title of the table."""
        return self.found.table.title

    @strawberry.field(description="Titles of the columns, in order; empty where the print gives none.")
    def columns(self) -> list[str]:
        """The printed titles of the columns."""
        return list(self.found.table.columns)

    @strawberry.field(description="The row itself.")
    def row(self) -> PrintedRow:
        """The row that is cited."""
        return self._rows(0, 1)[0]

    @strawberry.field(description="The rows right before it, in the order of print.")
    def before(self, first: Neighbours = 1) -> list[PrintedRow]:
        """At most three rows before the cited row; fewer at the beginning of the table.

        Raises BadInputError below 0.
        """
        return self._rows(-_neighbours(first), 0)

    @strawberry.field(description="The rows right after it, in the order of print.")
    def after(self, first: Neighbours = 1) -> list[PrintedRow]:
        """At most three rows after the cited row; fewer at the end of the table.

        Raises BadInputError below 0.
        """
        return self._rows(1, 1 + _neighbours(first))

    def _rows(self, start: int, stop: int) -> list[PrintedRow]:
        table, place = self.found
        rows = table.rows(place + start, place + stop)
        spend(sum(1 + len(row.cells) for row in rows))
        return [_row(table, row) for row in rows]


@strawberry.federation.type(
    shareable=True, description="A numbered paragraph of a standard: its number, and the headings above it."
)
class ParagraphExcerpt:
    """Number and headings of a cited paragraph. The text of the paragraph must be read in the act itself."""

    number: int = strawberry.field(description="Number of the paragraph.")
    headings: list[str] = strawberry.field(
        description="Headings above it, the outermost first: the service of the standard, then the section."
    )
    url: str | None = strawberry.field(
        description="Where the text of the act is published; null when not known."
    )


def table_excerpt(registry: Registry, citation: records.Citation) -> TableExcerpt | None:
    """The table row that a citation points to. None if it points to no row of a table."""
    found = registry.edition.printed.row_of(citation)
    return None if found is None else TableExcerpt(found=found)


def paragraph_excerpt(registry: Registry, citation: records.Citation) -> ParagraphExcerpt | None:
    """The paragraph that a citation points to. None if it points to no numbered paragraph."""
    paragraph = registry.edition.printed.paragraph_of(citation)
    if paragraph is None:
        return None
    spend(1)
    act = registry.edition.acts.get(citation.act_id)
    return ParagraphExcerpt(
        number=paragraph.number, headings=list(paragraph.headings), url=act.url if act else None
    )


def _row(table: printed.PrintedTable, row: printed.PrintedRow) -> PrintedRow:
    titles = table.columns
    return PrintedRow(
        label=row.label,
        headings=list(row.headings),
        cells=[
            PrintedCell(column=titles[at] if at < len(titles) else None, text=cell, is_masked=cell is None)
            for at, cell in enumerate(row.cells)
        ],
    )


def _neighbours(first: int) -> int:
    """The number of rows to show: `first`, at most three. Raises BadInputError if it is negative."""
    if first < 0:
        raise BadInputError(f"first must not be negative, got {first}")
    return min(first, MOST_NEIGHBOURS)
