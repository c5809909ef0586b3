"""HTML as a browser saves it: paragraphs, headings and tables of the act, not the page around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from loaders.formats.blocks import Block, BlockCell, Paragraph, Table, lines_of
from loaders.formats.decoding import BadEncodingError, decoded
from loaders.formats.places import PlacedLine, UnreadableFormatError

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "nav", "aside", "footer", "button", "select", "input"}
    | {"textarea", "iframe", "object", "embed", "svg", "math", "audio", "video", "canvas", "map", "dialog"}
)
"""Elements without text of the act."""
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "main", "header", "center", "blockquote", "ul", "ol", "li", "dl", "dt"}
    | {"dd", "body", "html", "hr", "address", "figure", "figcaption", "caption", "td", "th", "tr", "tbody"}
    | {"thead", "tfoot", "form", "fieldset", "details", "summary", *_HEADINGS}
)
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WINDOWS = frozenset({"windows-1251", "cp1251", "kz-1048", "strk1048", "rk1048"})
_ALIGNED = re.compile(r"text-align\s*:\s*(center|right|end)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MOST_SPANNED = 65_534
"""Rows a cell may reach over in HTML (HTML Standard, 4.9.11)."""


def read_html(content: bytes) -> list[PlacedLine]:
    """The lines of a page. Raises UnreadableFormatError if it is not complete or cannot be parsed."""
    text = _text(content)
    _check_whole(text)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFormatError(f"the HTML cannot be read: {error}") from None
    for entry in parser.error_log:
        if entry.level == etree.ErrorLevels.FATAL:
            raise UnreadableFormatError(f"the HTML cannot be read whole: {entry.message}")
    return lines_of(_Walk().blocks_of(_act_of(root)))


def _check_whole(text: str) -> None:
    """Raises UnreadableFormatError if the last `<html>` or `<table>` is not closed.

    Such a page was not saved completely: a browser would repair it, and rows would be lost.
    """
    for tag in ("html", "table"):
        opened, closed = _last(f"<{tag}", text), _last(f"</{tag}", text)
        if opened > closed:
            raise UnreadableFormatError(f"the HTML is torn: its last <{tag}> is not closed")


def _last(tag: str, text: str) -> int:
    """The index of the last occurrence of a tag; -1 if there is none."""
    found = list(re.finditer(rf"{tag}\b", text, re.IGNORECASE))
    return found[-1].start() if found else -1


def _text(content: bytes) -> str:
    """The page as text, by UTF-8, its stated encoding, or a detected encoding.

    Raises UnreadableFormatError.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        stated = _CHARSET.search(content[:4096])
    name = stated[1].decode("ascii").lower() if stated else ""
    try:
        if name in _WINDOWS:
            return content.decode("kz1048")
        if name and not name.startswith("utf"):
            return content.decode(name)
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return decoded(content)
    except BadEncodingError as error:
        raise UnreadableFormatError(f"the HTML is {error}") from None


def _act_of(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The parts of the page that are the act: from the heading `h1` above its article to its end.

    A page without an article is taken as a whole.
    """
    body = root.find("body")
    body = root if body is None else body
    article = next(body.iter("article", "main"), None)
    if article is None:
        return [body]
    above = list(article.itersiblings(preceding=True))
    for parent in article.iterancestors():
        above += parent.itersiblings(preceding=True)
    title = next((part for part in above if part.tag == "h1" or part.find(".//h1") is not None), None)
    between = above[: above.index(title) + 1] if title is not None else []
    return [*reversed(between), article]


class _Walk:
    """Walks through elements in order and collects the text of each block."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: list[str] = [""]

    def blocks_of(self, parts: list[html.HtmlElement]) -> list[Block]:
        for part in parts:
            self._element(part, part)
            self._close(part)
        return self.blocks

    def _element(self, element: html.HtmlElement, block: html.HtmlElement) -> None:
        """Read an element and its children.

        Hidden elements and those without text of the act are left out.
        """
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
            return
        if tag == "br":
            self.open.append("")
        elif tag == "table":
            self._close(block)
            self.blocks.extend(_table(element))
        elif tag == "pre":
            self._close(block)
            lines = element.text_content().strip("\n").expandtabs(1).split("\n")
            if "\t" in element.text_content():
                lines = element.text_content().strip("\n").split("\n")
            self.blocks.append(Paragraph(tuple(lines), "pre", is_raw=True))
        elif tag in _BLOCKS:
            self._close(block)
            self._inside(element, element)
            self._close(element)
        else:
            self._inside(element, block)

    def _inside(self, element: html.HtmlElement, block: html.HtmlElement) -> None:
        self._say(element.text)
        for child in element:
            self._element(child, block)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        self.open[-1] += _SPACES.sub(" ", text or "")

    def _close(self, block: html.HtmlElement) -> None:
        """End the open block: its lines become a paragraph.

        Without text, only `<p>` gives an empty paragraph.
        """
        lines, self.open = self.open, [""]
        if any(line.strip() for line in lines):
            kept = tuple(" ".join(line.split()) for line in lines)
            self.blocks.append(_paragraph(kept, block))
        elif block.tag == "p":
            self.blocks.append(Paragraph(("",)))


def _paragraph(lines: tuple[str, ...], block: html.HtmlElement) -> Paragraph:
    """Lines as a paragraph, with the alignment and class of their element as shape."""
    aligned = _ALIGNED.search(block.get("style") or "")
    align = (aligned[1] if aligned else block.get("align") or "").lower()
    is_centred = block.tag == "center" or any(above.tag == "center" for above in block.iterancestors())
    shape = " ".join((str(block.tag), align, block.get("class") or ""))
    return Paragraph(
        lines,
        shape,
        is_heading=block.tag in _HEADINGS,
        is_set_off=is_centred or align in {"center", "right", "end"},
    )


def _is_hidden(element: html.HtmlElement) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _table(table: html.HtmlElement) -> Iterator[Block]:
    """The content of a table outside its rows, then the table."""
    rows: list[tuple[BlockCell, ...]] = []
    for child in table:
        groups = list(child) if child.tag in _GROUPS else [child]
        for row in groups:
            if row.tag == "tr":
                cells = [cell for cell in row if cell.tag in {"td", "th"}]
                rows.append(tuple(_cell(cell, child.tag == "thead") for cell in cells))
            else:
                yield from _Walk().blocks_of([row])
    yield Table(tuple(rows))


def _cell(cell: html.HtmlElement, is_in_head: bool) -> BlockCell:
    return BlockCell(
        tuple(_Walk().blocks_of([cell])),
        across=_span(cell.get("colspan"), 10_000),
        down=_span(cell.get("rowspan"), _MOST_SPANNED),
        is_title=is_in_head or cell.tag == "th",
    )


def _span(value: str | None, most: int) -> int:
    """The number in `colspan` or `rowspan`, at most `most`.

    As in browsers, it is 1 if it is no number, and `most` for 0.
    """
    text = (value or "").strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    count = int(text[:9])
    return min(count, most) if count else most
