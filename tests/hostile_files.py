"""Malicious files: bombs, entities, tables without end."""

from __future__ import annotations

import io
import zipfile
import zlib

from tests.made_pdf import pdf_of

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """An archive with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        assert name in old.namelist()
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return out.getvalue()


def inner_bomb(content: bytes, name: str, megabytes: int = 100) -> bytes:
    """An archive with a part that unpacks to `megabytes` MB."""
    return with_part(content, name, b"<x>" + b" " * (megabytes * 2**20) + b"</x>")


def many_parts(count: int = 6_000) -> bytes:
    """An archive of very many parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"word/{number}.xml", "x")
    return out.getvalue()


def billion_laughs() -> bytes:
    """A DOCX part whose entities expand to a billion words."""
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
    )
    body = (
        f'<w:document xmlns:w="{_WORDS}"><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>'
    )
    return f'<?xml version="1.0"?><!DOCTYPE w [{entities}]>{body}'.encode()


def merged_sheet(content: bytes) -> bytes:
    """A workbook whose first sheet is one merged cell."""
    cells = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    sheet = (
        f'<worksheet xmlns="{_SHEETS}"><sheetData>{cells}</sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    return with_part(content, "xl/worksheets/sheet1.xml", sheet.encode())


def nested_tables(depth: int) -> bytes:
    """A page of tables inside tables."""
    opened, closed = "<table><tr><td>" * depth, "</td></tr></table>" * depth
    return f"<html><body>{opened}Приказ{closed}</body></html>".encode()


def huge_spans(cells: int = 1_000) -> bytes:
    """A table each of whose cells reaches over a thousand columns and all rows that HTML allows."""
    row = "<td rowspan=65534 colspan=1000>x</td>" * cells
    return f"<html><body><table><tr>{row}</tr><tr><td>y</td></tr></table></body></html>".encode()


def scan() -> bytes:
    """A page that is one picture."""
    resources = b"/Resources << /XObject << /I 5 0 R >> >>"
    image = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R %s >>" % resources,
            b"<< /Length 32 >>\nstream\nq 100 0 0 100 0 0 cm /I Do Q    \nendstream",
            b"<< %s /Length 1 >>\nstream\n0\nendstream" % image,
        ]
    )


def flate_bomb(megabytes: int = 400) -> bytes:
    """A page whose content stream unpacks to `megabytes` MB."""
    packed = zlib.compress(bytes(megabytes * 2**20), 9)
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
        ]
    )
