"""Invented acts (`tests.random_acts`), written as files of each format."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence

from docx import Document
from openpyxl import Workbook

from tests.made_pdf import LETTER, Pages
from tests.random_acts import Act, titles_of

Rows = list[tuple[str, ...]]


def rows_with_headings(act: Act) -> Rows:
    """The printed rows of an act, numbered, with a row of one cell for each heading."""
    rows: Rows = [titles_of(act.language)]
    above: str | None = None
    for number, row in enumerate(act.rows, start=1):
        if row.district is not None and row.district != above:
            rows.append((row.district,))
            above = row.district
        rows.append((str(number), *row.cells))
    return rows


def head_of(act: Act) -> list[str]:
    """The lines of the act above its table."""
    lines = act.text.split("\n")
    begin = next(at for at, line in enumerate(lines) if line.startswith(("Перечень", "Беру"))) + 1
    return lines[:begin]


def as_html(act: Act) -> bytes:
    """A page: paragraphs with line breaks, a table with merged cells for headings."""
    blocks = "\n".join(head_of(act)).split("\n\n")
    shown = "\n".join(f"<p>{html.escape(block).strip().replace(chr(10), '<br>')}</p>" for block in blocks)
    return f"<!DOCTYPE html><html><body>{shown}{_html_table(rows_with_headings(act))}</body></html>".encode()


def _html_table(rows: Rows) -> str:
    width = len(rows[0])
    shown = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>"
        if len(row) > 1
        else f'<tr><td colspan="{width}"><p align="center"><b>{html.escape(row[0])}</b></p></td></tr>'
        for row in rows
    )
    return f"<table border='1'><tbody>{shown}</tbody></table>"


def as_docx(act: Act) -> bytes:
    """A document: a paragraph a line, empty ones too, headings merged over the table."""
    document = Document()
    for line in head_of(act):
        document.add_paragraph(line)
    rows = rows_with_headings(act)
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for printed, row in zip(rows, table.rows, strict=True):
        cells = row.cells
        if len(printed) == 1:
            cells[0].merge(cells[-1])
        for text, cell in zip(printed, cells, strict=False):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(act: Act) -> bytes:
    """A workbook: the title, the titles of the columns, the rows; headings are merged over the row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([head_of(act)[-1]])
    rows = rows_with_headings(act)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    for row in rows:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
        if len(row) == 1:
            at = sheet.max_row
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(rows[0]))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_pdf(act: Act) -> bytes:
    """Pages of lines, the table between rules; headings reach over the whole row."""
    pages = Pages()
    pages.lines(head_of(act))
    rows = rows_with_headings(act)
    widths = [
        LETTER * max(len(row[place]) for row in rows if len(row) > 1) + 8 for place in range(len(rows[0]))
    ]
    pages.y -= 6
    for row in rows:
        pages.row(row, widths if len(row) > 1 else [sum(widths)])
    return pages.encoded()


def as_printed_pdf(act: Act) -> bytes:
    """Pages of the lines of the text as they are, in letters of equal width."""
    pages = Pages()
    pages.lines([line.expandtabs(4) for line in act.text.rstrip("\n").split("\n")])
    return pages.encoded()


def as_csv(act: Act, mark: str = ";") -> bytes:
    """The table only; its headings fill all cells of their row, as a table program writes them."""
    return "".join(f"{mark.join(_padded(row, mark))}\n" for row in rows_with_headings(act)).encode()


def _padded(row: Sequence[str], mark: str) -> list[str]:
    cells = [*row, *[""] * (4 - len(row))]
    return [f'"{cell}"' if mark in cell else cell for cell in cells]


FORMATS: dict[str, Callable[[Act], bytes]] = {
    "html": as_html,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
}


def text_as_docx(text: str) -> bytes:
    """Any text: a paragraph a line, lines with TABs as the rows of a table."""
    document = Document()
    rows: Rows = []
    for line in [*text.rstrip("\n").split("\n"), None]:
        if line is not None and "\t" in line:
            rows.append(tuple(line.split("\t")))
            continue
        if rows:
            table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
            for printed, row in zip(rows, table.rows, strict=True):
                for cell, made in zip(printed, row.cells, strict=False):
                    made.text = cell
            rows = []
        if line is not None:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
