"""PDF files made for tests, without a font file: letters of equal width at exact places, ruled or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 842, 595
SIZE = 9
LETTER = 0.6 * SIZE
LEADING = 12
MARGIN = 40

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Plain def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap end end"""


@dataclass
class Pages:
    """Pages in the making; `y` goes down from the top."""

    streams: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = HEIGHT - MARGIN

    def page(self) -> None:
        """Begin a page."""
        self.streams.append([])
        self.y = HEIGHT - MARGIN

    def text(self, line: str, x: float = MARGIN) -> None:
        """One line, its spaces as wide as its letters."""
        shown = line.encode("utf-16-be").hex()
        self.streams[-1].append(f"BT /F {SIZE} Tf {x:.1f} {self.y:.1f} Td <{shown}> Tj ET")

    def lines(self, lines: Sequence[str]) -> None:
        """Lines below each other, on as many pages as it takes."""
        for line in lines:
            if self.y < MARGIN:
                self.page()
            self.text(line)
            self.y -= LEADING

    def row(self, cells: Sequence[str], widths: Sequence[float]) -> None:
        """A row between rules; an empty width of 0 leaves the rule out."""
        if self.y < MARGIN + LEADING:
            self.page()
        x = float(MARGIN)
        top, bottom = self.y + LEADING - 3, self.y - 3
        for cell, width in zip(cells, widths, strict=True):
            self.streams[-1].append(f"{x:.1f} {bottom:.1f} {width:.1f} {top - bottom:.1f} re S")
            self.text(cell, x + 3)
            x += width
        self.y -= LEADING

    def encoded(self) -> bytes:
        """The file."""
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
            b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 600 /FontDescriptor 6 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            _stream(_TO_UNICODE),
            b"<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 600 800] /ItalicAngle 0"
            b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        ]
        kids = []
        for stream in self.streams:
            objects.append(_stream("\n".join(stream).encode()))
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R"
                " /Resources << /Font << /F 3 0 R >> >> >>".encode()
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        return pdf_of(objects)


def pdf_of(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A file of objects, the catalog first."""
    out = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{at}\n%%EOF\n"
    return out + head.encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
