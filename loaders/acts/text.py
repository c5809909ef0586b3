"""The text of an act as numbered lines."""

from dataclasses import dataclass
from pathlib import Path

from loaders.errors import UnreadableAct


@dataclass(frozen=True, slots=True)
class ActText:
    """Lines of one file without their ends; `line(1)` is the first."""

    path: Path
    lines: tuple[str, ...]
    is_closed: bool = False
    """Whether the file ends with the end of a line: then its last line is whole."""

    @property
    def stem(self) -> str:
        """File name without its ending, which names the act in the printed rows."""
        return self.path.stem

    @property
    def last(self) -> int:
        """Number of the last line."""
        return len(self.lines)

    def line(self, number: int) -> str:
        """Line by its 1-based number; empty outside the text."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


def fold(text: str) -> str:
    """White space of any kind, non-breaking too, folded to single spaces, none at the ends."""
    return " ".join(text.split())


def read_text(path: Path) -> ActText:
    """The lines of a UTF-8 file (with or without byte order mark, any line ends).

    Raises UnreadableAct for a file that is missing, empty, binary or of another encoding.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableAct(path, error.strerror or "cannot be opened") from None
    if not content.strip():
        raise UnreadableAct(path, "the file is empty")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableAct(path, _encoding_reason(content, error), line) from None
    if "\x00" in text:
        raise UnreadableAct(
            path, "not a text: it holds NUL characters", text[: text.index("\x00")].count("\n") + 1
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_closed = lines[-1] == ""
    if is_closed:
        lines.pop()
    return ActText(path, tuple(lines), is_closed)


def _encoding_reason(content: bytes, error: UnicodeDecodeError) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "not UTF-8 but UTF-16: convert it first"
    if error.reason == "unexpected end of data":
        return "torn: the file ends inside a character"
    high = [byte for byte in content if byte >= 0x80]
    # In Windows-1251 nearly all Russian and Kazakh letters lie in the upper half of the code page.
    if len(high) > 20 and sum(byte >= 0xC0 for byte in high) > 0.7 * len(high):
        return f"not UTF-8 (byte 0x{content[error.start]:02x}); it may be Windows-1251: convert it first"
    return f"not UTF-8: byte 0x{content[error.start]:02x} ({error.reason})"
