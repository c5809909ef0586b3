"""Changes of public records, edition by edition, for mirrors."""

from datetime import UTC, datetime

import orjson
import strawberry

from graph.served.context import Registry
from graph.terms.connections import Connection, Key, Weight, Window, cut_page, decode_cursor, pages_of
from model.edition_key import EditionKey
from model.enums import RecordKind
from model.public_changes import Change, Position

_PAGE_BYTES = 1_000_000


@strawberry.type(description="A change of one public record.")
class RecordChange:
    """A record that was added, changed or removed."""

    edition: str = strawberry.field(description="Number and identity of the edition that made it.")
    position: str = strawberry.field(description="The position right after it; `since` takes it.")
    kind: RecordKind = strawberry.field(description="What kind of record it is.")
    record_id: str = strawberry.field(description="Id of the record among those of its kind.")
    record: str | None = strawberry.field(
        description="The whole record as canonical JSON text; null for a deleted record."
    )


@pages_of("change", "changes")
class RecordChangeConnection(Connection[RecordChange]):
    """Changes, oldest first."""


def change_page(registry: Registry, since: str | None, window: Window) -> RecordChangeConnection:
    """A page of the changes of records since a position, or (None) of all that are kept, oldest first.

    Raises BadPositionError or BadInputError for a malformed position or cursor, EditionGoneError for one too
    old, EditionAheadError for one of a newer edition.
    """
    log, newest, now = registry.edition.change_log, registry.edition.key, datetime.now(UTC)
    oldest = log.blocks[0].follows if log.blocks else newest
    position = Position.of(since) if since else Position(oldest)
    changes = log.since(position, newest, now)
    texts = _Lines()
    page = cut_page(changes, _key, window, Weight(texts.size, _PAGE_BYTES))
    for cursor in filter(None, (window.after, window.before)):
        if page.total:
            number, _, identity = decode_cursor(cursor, _key(changes[0]))
            log.check(EditionKey(number, identity), newest, now)
    return page.shown(RecordChangeConnection, texts.view)


class _Lines:
    """Reads the changes of one page as JSON lines. Each compressed block is unpacked once."""

    def __init__(self) -> None:
        self._known: dict[int, list[bytes]] = {}

    def line(self, change: Change) -> bytes:
        block = change.block
        if id(block) not in self._known:
            self._known[id(block)] = block.lines()
        return self._known[id(block)][change.place]

    def size(self, change: Change) -> int:
        return len(self.line(change))

    def view(self, change: Change) -> RecordChange:
        read = orjson.loads(self.line(change))
        record = read["record"]
        text = None if record is None else orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode()
        return RecordChange(
            edition=str(change.block.key),
            position=str(change.position),
            kind=RecordKind(read["kind"]),
            record_id=read["id"],
            record=text,
        )


def _key(change: Change) -> Key:
    return change.block.key.number, change.number, change.block.key.identity
