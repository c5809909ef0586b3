"""The text of an act as numbered lines."""

from dataclasses import dataclass
from pathlib import Path

from loaders.errors import UnreadableAct, UnreadableFile
from loaders.formats.decoding import BadEncodingError
from loaders.formats.places import Place, UnreadableFormatError
from loaders.formats.reading import read_content


@dataclass(frozen=True, slots=True)
class ActText:
    """Lines of one file without their ends; `line(1)` is the first.

    A file that is no plain text keeps the `places` of its lines. `is_list` is true of a workbook or a CSV
    file, which may list offices without being an act.
    """

    path: Path
    lines: tuple[str, ...]
    is_closed: bool = False
    """Whether the file ends with the end of a line: then its last line is whole."""
    places: tuple[Place, ...] = ()
    is_list: bool = False

    @property
    def stem(self) -> str:
        """The file name without ending, which is `act` in the printed rows."""
        return self.path.stem

    @property
    def last(self) -> int:
        """The number of the last line, counted from 1; 0 without lines."""
        return len(self.lines)

    def line(self, number: int) -> str:
        """The line with a number, counted from 1; empty if there is no such line."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def place(self, number: int) -> str:
        """The place of a line in the file, such as `page 2, table 1, row 5`; empty for a plain text."""
        return str(self.places[number - 1]) if 1 <= number <= len(self.places) else ""


def fold(text: str) -> str:
    """The text with every run of white space, non-breaking too, as one space, and none at the ends."""
    return " ".join(text.split())


def read_text(path: Path) -> ActText:
    """The lines of a text (UTF-8, UTF-16, Windows-1251), CSV, HTML, DOCX, XLSX or PDF.

    The kind is detected from the content. Raises UnreadableAct for a file that is missing, empty, binary or
    in another encoding, UnreadableFile for one of an unsupported kind, encrypted, damaged, or beyond the
    limits, and BadSettingError.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableAct(path, error.strerror or "cannot be opened") from None
    if not content.strip():
        raise UnreadableAct(path, "the file is empty")
    try:
        document = read_content(content)
    except UnreadableFormatError as error:
        raise UnreadableFile(path, str(error)) from None
    except BadEncodingError as error:
        raise UnreadableAct(path, str(error), error.line) from None
    for number, line_of_text in enumerate(document.lines, start=1):
        if "\x00" in line_of_text:
            raise UnreadableAct(path, "not a text: it holds NUL characters", number)
    return ActText(path, document.lines, document.is_closed, document.places, document.is_list)
