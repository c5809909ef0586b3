"""Readings of one shape know their columns by the titles, Kazakh and Russian, whatever their order."""

from itertools import permutations
from pathlib import Path

import pytest

from loaders.acts.column_words import UntoldColumn
from loaders.acts.reader import OfficeTable, read_act
from loaders.errors import UnknownColumn
from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings import reader_of
from loaders.readings.columns import Column
from loaders.readings.titled_columns import columns_of
from model.enums import Language

FILE = Path("act.txt")
AKIM = {  # gov-2012-1119/s1/a2 l1881
    "Полное наименование акимата": "ГУ «Аппарат акима Айнакольского сельского округа Буландынского района»",
    "Наименование населенного пункта": "с. Айнаколь, с. Острогорка",
    "Контактный телефон": "8 (716) 46 31 433",
    "Юридический адрес": "020508, с. Айнаколь, ул. Жастар,18",
    "Адрес сайта": "ainakol_@ mail.ru",
}
DEPARTMENT = {  # alm-2012-420/a1 l453
    "Уәкілетті органның атауы": "Қарасай ауданының жұмыспен қамту және әлеуметтік бағдарламалар бөлімі",
    "Мекенжайы": "Қарасай ауданы, Қаскелең қаласы, Абылайхан көшесі, 215",
    "Қала коды және телефон нөмірі": "8-72771 2-17-71",
    "Жұмыс кестесі": "аптасына бес күн сағат 9-00-ден 18-00-ге дейін",
}


def read(titles: tuple[str, ...], cells: tuple[str, ...], reading: str, language: Language) -> OfficeRecord:
    row = PrintedRow(
        act="act",
        standard=1,
        annex=1,
        table_line=1,
        title="Список",
        region=None,
        district=None,
        number="1",
        cells=("1", *cells),
        line=9,
    )
    table = OfficeTable(
        standard=1,
        annex=1,
        title="Список",
        line=5,
        columns=("№", *titles),
        reading=reading,
        rows=(row,),
        described=None,
    )
    return reader_of(FILE, table, language)(row)


@pytest.mark.parametrize(
    ("printed", "reading", "language"),
    [(AKIM, "okrug_akimats", Language.RU), (DEPARTMENT, "employment_departments", Language.KK)],
)
def test_the_order_of_the_columns_makes_no_difference(
    printed: dict[str, str], reading: str, language: Language
) -> None:
    orders = list(permutations(printed))
    first = read(tuple(printed), tuple(printed.values()), reading, language)
    assert first.phones
    assert first.locality
    for order in orders[1:]:
        assert read(order, tuple(printed[title] for title in order), reading, language) == first


def test_an_unknown_title_blocks_the_table_by_name_and_line() -> None:
    titles = tuple(AKIM)
    with pytest.raises(UnknownColumn, match=r"act\.txt:5: .*«Цвет крыши»"):
        read((*titles[:-1], "Цвет крыши"), tuple(AKIM.values()), "okrug_akimats", Language.RU)


@pytest.mark.parametrize(
    ("titles", "reason"),
    [
        (("Наименование", "№", "Адрес"), "holds number"),
    ],
)
def test_a_column_that_a_shape_has_no_use_for_is_refused(titles: tuple[str, ...], reason: str) -> None:
    with pytest.raises(UntoldColumn, match=reason):
        columns_of(titles, {})


def test_the_titles_of_every_table_of_the_acts_tell_its_columns(shared_acts: Path) -> None:
    tables = [table for file in sorted(shared_acts.glob("*.txt")) for table in read_act(file).tables]
    assert len(tables) == 69
    for table in tables:
        told = columns_of(table.columns, table.described.columns if table.described else {})
        assert Column.NAME in told, table.columns
        assert {Column.ADDRESS, Column.CONTACTS} & set(told), table.columns
