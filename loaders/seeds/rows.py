"""The columns of `seeds/*.csv`: one frozen class per file, fields in column order.

Multi-valued columns are joined by `|`. Empty means absent. Every file is sorted by its first columns, so that
changes give small diffs. A citation is written as one token, see `CITATION`.
"""

from dataclasses import dataclass

CITATION = "act[/s<standard>][/a<annex>][/l<line>][/p<paragraph>]"
"""Such as `gov-2012-1119/s1/a2/l1530` (a printed row by its line) or `gov-2012-1119/s1/p9` (a paragraph)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """`areas.csv`: a unit of territory; `parent` is empty for a region, `basis` cites the rows naming it."""

    id: str
    level: str
    parent: str
    name_ru: str
    name_kk: str
    kato: str
    geonames: str
    whosonfirst: str
    wikidata: str
    population: str
    seat: str
    """`yes` where the settlement is the seat of its okrug or district."""
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToponymRow:
    """`toponyms.csv`: a further name of a unit, besides the two in `areas.csv`."""

    unit: str
    language: str
    name: str
    status: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class UnitChangeRow:
    """`unit_changes.csv`: one change of a unit through time (ISO date or empty, ids joined by `|`)."""

    on: str
    kind: str
    before: str
    after: str
    name_before: str
    source: str


@dataclass(frozen=True, slots=True)
class UnitCodeRow:
    """`unit_codes.csv`: a code of the classifier that a unit had until a day (ISO date or empty)."""

    unit: str
    kato: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """`unplaced.csv`: a settlement without an exact position, the rule that left it so, and a text.

    `kense place` writes it; only `kense check` reads it.
    """

    unit: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class UncodedRow:
    """`uncoded.csv`: a unit without a code of the classifier, and why; `kato` is a code it may have.

    `reason` is a `Why` of `loaders.territory.uncoded`. Only `kense check` reads it.
    """

    unit: str
    reason: str
    kato: str
    text: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """`services.csv`: a public service; `standards` cites each standard that describes it."""

    id: str
    register_number: str
    name_ru: str
    name_kk: str
    unlisted_providers: str
    standards: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """`offices.csv`: the identity of an office; its name and address come from records.

    `key` is the citation of the row from which the id was made, so that a second run finds the same office
    again.
    """

    id: str
    kind: str
    category: str
    territory: str
    located_in: str
    parent: str
    key: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """`entries/<act>-s<standard>a<annex>.csv`: a printed row, verbatim; `cells` are joined by `|`.

    The further columns are of rows that an amending act changed. `amends` is the table of another act, such
    as `gov-2012-1119/s1/a2`, that the row has belonged to since the day `since`: in place of the row
    `restates`, or after the row `follows`. The row ends on the day `until`, by the line `ended_by` of an act.
    """

    line: int
    number: str
    region: str
    district: str
    repaired: str
    cells: str
    amends: str = ""
    restates: str = ""
    follows: str = ""
    since: str = ""
    until: str = ""
    ended_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentRow:
    """`amendments.csv`: an operation by which the act changes another one (`of`) or a unit, and its line.

    `on` is its first day. `number`, `adopted_on` and `adopted_by` are the act changed as its words name it.
    """

    act: str
    line: int
    kind: str
    of: str
    standard: str
    annex: str
    row: str
    paragraph: str
    on: str
    before: str
    after: str
    unit: str
    number: str
    adopted_on: str
    adopted_by: str
    says: str


@dataclass(frozen=True, slots=True)
class ActTableRow:
    """`act_tables.csv`: a printed table: the line of its first row, its title and those of its columns.

    `persons` are the indexes (from 0) of columns that name persons; their cells are never shown. The extract
    of the register of services has neither standard nor annex, nor titles of columns.
    """

    act: str
    standard: str
    annex: str
    line: int
    title: str
    columns: str
    persons: str


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """`paragraphs.csv`: a numbered paragraph of a standard, its line and the title of its section.

    `silent` is the reason why it states no fact (`lookups/silent_paragraphs.yaml`), empty where it does.
    """

    act: str
    standard: str
    number: int
    line: int
    section: str
    silent: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """`records/<act>-s<standard>a<annex>.csv`: the reading of the row on that line, and its office."""

    line: int
    office: str
    kind: str
    category: str
    name: str
    region: str
    district: str
    okrug: str
    postcode: str
    locality: str
    street: str
    house: str
    address: str
    phones: str
    faxes: str
    emails: str
    websites: str
    settlements: str
    hours: str
    unread: str


@dataclass(frozen=True, slots=True)
class SpanRow:
    """`spans.csv`: the record on `line` has the value of `field` from the row on the line `printed_on`."""

    act: str
    line: int
    field: str
    """The field of the record that the cell says: `hours`."""
    printed_on: int


@dataclass(frozen=True, slots=True)
class ProvisionRow:
    """`provisions.csv`: an office gives a service, in roles, for units (`*` = the whole country).

    `since` and `until` (half open) are set if an amendment begins or ends the rows that are its basis.
    """

    service: str
    office: str
    roles: str
    units: str
    excludes: str
    rule: str
    basis: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """`positions.csv`: WGS84 degrees of a unit or office (`subject` is `unit:<id>` or `office:<id>`)."""

    subject: str
    lat: str
    lon: str
    precision: str
    method: str
    source: str
    source_id: str
    confidence: str


@dataclass(frozen=True, slots=True)
class RekeyedRow:
    """`rekeyed.csv`: an id that was merged or renamed, and the id that replaces it."""

    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """`posts.csv`: a post that receives people, as the rows of `source` print it alike.

    `rank` counts posts of one title in one timetable; `hours` are OSM opening_hours, empty where the
    print (`printed`, of timetables only) was not understood; `purpose` is that of the hours.
    """

    office: str
    title: str
    rank: int
    language: str
    room: str
    phones: str
    emails: str
    purpose: str
    hours: str
    printed: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """`register.csv`: a row of the state register of services as an act prints it, by the service."""

    service: str
    number: str
    name: str
    """The name of the service as the row prints it."""
    recipients: str
    responsible: str
    providers: str
    acceptors: str
    form: str
    source: str
