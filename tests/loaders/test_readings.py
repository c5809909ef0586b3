"""What the readings say of real rows of the five acts. Citations: act file / line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names.russian import region_nominative
from geo.names.toponyms import clean
from loaders.printed import OfficeRecord, PrintedRow
from loaders.readings import READINGS, UnknownReading, read_record
from loaders.readings.districts import district_of
from loaders.readings.kazakh_office_names import kazakh_district, kazakh_okrug, kazakh_region
from loaders.readings.russian_office_names import units_named
from loaders.readings.villages import parse_villages
from model.enums import Language
from tests.printed_acts import Printed

RU, KK = Language.RU, Language.KK


def row(line: int, *cells: str, region: str | None = None, district: str | None = None) -> PrintedRow:
    number = cells[0] or None
    return PrintedRow(
        act="001",
        standard=1,
        annex=1,
        table_line=line,
        title="",
        region=region,
        district=district,
        number=number,
        cells=cells,
        line=line,
    )


VILLAGES: list[tuple[str, str, list[str]]] = [
    ("001/1535", "c. Радовка, Аккольское лесное хозяйство", ["Радовка", "Аккольское лесное хозяйство"]),
    ("001/1552", "c. Кенес, с. Домбыралы, c. Красный горняк", ["Кенес", "Домбыралы", "Красный горняк"]),
    ("001/1584", "с. Жалгыз-карагай", ["Жалгыз-карагай"]),
    ("001/1693", "с. Тельман, 87 разъезд", ["Тельман", "Разъезд 87"]),
    ("001/1762", "с. Волгодонка, разъезд № 42", ["Волгодонка", "Разъезд № 42"]),
    ("001/1968", "с. Енбекшиль дерское", ["Енбекшильдерское"]),
    ("001/10987", "с. Торайгыр, отд.Кызылшилик Александровка", ["Торайгыр", "Кызылшилик", "Александровка"]),
    ("001/14077", "с. Жаушыкум Шардара тобе", ["Жаушыкум", "Шардара тобе"]),
    ("001/2272", "с. Бектау с. Каражар с. Конкрынка", ["Бектау", "Каражар", "Конкрынка"]),
    ("001/2644", "с. 13 лет Казахстана, с. Акмоласай", ["13 лет Казахстана", "Акмоласай"]),
    ("001/2737", "с. Хлебодаровка 37 разъезд", ["Хлебодаровка", "Разъезд 37"]),
    ("001/2889", "ст. Тогуз Раз. № 68, Раз. № 69", ["Тогуз", "Разъезд № 68", "Разъезд № 69"]),
    ("001/2908", "п. Каргалинский с. Лесхоз", ["Каргалинский", "Лесхоз"]),
    ("001/3486", "с. Шилису, дор. уч. Аксункар", ["Шилису", "Аксункар"]),
    ("001/3614", "п. Макат, разъезды № 402, № 377", ["Макат", "Разъезд № 402", "Разъезд № 377"]),
    ("001/4582", "с. Соц. Казахстан с. Танат", ["Соц. Казахстан", "Танат"]),
    ("001/4825", "дачные массивы: Кумшагал, Жидели", ["Кумшагал", "Жидели"]),
    ("001/5082", "с. Кызылту, с. А.Назарбекова", ["Кызылту", "А.Назарбекова"]),
    ("001/5448", "с. Сорыкол, н/п Тендик", ["Сорыкол", "Тендик"]),
    ("001/5604", "с. Колесово с. М. Чаган", ["Колесово", "М. Чаган"]),
    ("001/6012", "отд. Вавилино п. Крутой", ["Вавилино", "Крутой"]),
    ("001/6469", "п. им. Габидена Мустафина ст. Нуринск", ["им. Габидена Мустафина", "Нуринск"]),
    ("001/6706", "ст. Теректы, Разъезды 360, 366", ["Теректы", "Разъезд 360", "Разъезд 366"]),
    ("001/6767", "разъезд 69 км с. Бидаик", ["Разъезд 69 км", "Бидаик"]),
    ("001/8770", "с. Набережное, отд. №3", ["Набережное", "Отделение №3"]),
    ("001/8878", "с .Шиели", ["Шиели"]),
    ("001/9283", "с. Кенарал,/ с. Ала-Бутала", ["Кенарал", "Ала-Бутала"]),
    (
        "001/9425",
        "ст. Конту, р.82 Курлык, .84 Кумсагиз, р.85",
        ["Конту", "82 Курлык", "84 Кумсагиз", "Разъезд 85"],
    ),
    ("001/10068", "с. А. Токмаганбетова уч. Лагерь", ["А. Токмаганбетова", "Лагерь"]),
    ("001/10174", "с. Алмалы, р.20 р.21", ["Алмалы", "Разъезд 20", "Разъезд 21"]),
    ("001/1602", "с. Мало- Александровка", ["Мало-Александровка"]),
    ("001/7284", "с. Ахмет ауылы", ["Ахмет"]),
    ("001/12024", "с. Шандак (27) а, с. Шандык", ["Шандак", "Шандык"]),
    ("001/12340", "с. Жалтырша (6), с. Ольговка, с. Сабит", ["Жалтырша", "Ольговка", "Сабит"]),
    ("001/12257", "нет", []),
]
NAMES: list[tuple[str, str, str | None, str | None]] = [  # citation, name, okrug, district
    (
        "1543",
        "ГУ «Аппарат Карасайского сельского округа Аккольского района»",
        "Карасайский сельский округ",
        "Аккольский район",
    ),
    ("1535", "ГУ «Аппарат Акима города Акколя»", None, "город Акколь"),
    (
        "1738",
        "ГУ «Аппарат акима сельского округа Жибек Жолы Аршалынского района»",
        "сельский округ Жибек Жолы",
        "Аршалынский район",
    ),
    ("1796", "ГУ «Аппарат акима поселка Бурабай Бурабайского района", "поселок Бурабай", "Бурабайский район"),
    (
        "2000",
        "ГУ «Аппарат акима г. Степняк Енбекшильдерского района»",
        "город Степняк",
        "Енбекшильдерский район",
    ),
    (
        "2610",
        "ГУ «Аппарат акима Мартукского сельский округа Мартукского района»",
        "Мартукский сельский округ",
        "Мартукский район",
    ),
    (
        "2908",
        "ГУ «Аппарат акима Каргалинского сельского округа г. Актобе»",
        "Каргалинский сельский округ",
        "город Актобе",
    ),
    (
        "4723",
        "ГУ «Аппарат акима Меновновского сельского округа г. Усть- Каменогорска»",
        "Меновновский сельский округ",
        "город Усть-Каменогорск",
    ),
    (
        "5106",
        "ГУ «Аппарат акима Новосельского сельского округа района им. Т. Рыскулова»",
        "Новосельский сельский округ",
        "район им. Т. Рыскулова",
    ),
    (
        "5279",
        "ГУ «Аппарат акима Сарытогайского а/о Акжаикского района»",
        "Сарытогайский аульный округ",
        "Акжаикский район",
    ),
    (
        "5432",
        "ГУ «Аппарат акимаУспенского сельского округа Бурлинского района»",
        "Успенский сельский округ",
        "Бурлинский район",
    ),
    (
        "6141",
        "ГУ «Аппарат акима Чаганского сельского округа Теректин ского района»",
        "Чаганский сельский округ",
        "Теректинский район",
    ),
    (
        "7454",
        "ГУ «Акимат Родниковскогосельского округа Осакаровского района»",
        "Родниковский сельский округ",
        "Осакаровский район",
    ),
    (
        "7804",
        'ГУ "Аппарат акима Успенского сельского окуруга Шетского района"',
        "Успенский сельский округ",
        "Шетский район",
    ),
    (
        "8449",
        "ГУ «Аппарат Степного сельского округа Карасуского района»",
        "Степной сельский округ",
        "Карасуский район",
    ),
    ("9343", "ГУ «Аппарат акима поселка Горняцкий города Рудного»", "поселок Горняцкий", "город Рудный"),
    ("9382", "ГУ «Аппарат акима кента Бельколь г. Кызылорда»", "кент Бельколь", "город Кызылорда"),
    (
        "9887",
        "ГУ «Аппарат акима с. Дауылколь Кармакшинского района»",
        "село Дауылколь",
        "Кармакшинский район",
    ),
    (
        "11015",
        "ГУ «Аппарат акима Бирликский селского округа Баянаульского района»",
        "Бирликский сельский округ",
        "Баянаульский район",
    ),
    (
        "11265",
        "ГУ “ Аппарат акима Теренкольский сельский округ Качирского района”",
        "Теренкольский сельский округ",
        "Качирский район",
    ),
    (
        "12003",
        "ГУ «Аппарат Акима Чистовского сельского округа района М.Жумабаева»",
        "Чистовский сельский округ",
        "район М.Жумабаева",
    ),
    (
        "14116",
        "ГУ «Аппарат акима сельского округа Ш.ДильдабековаМактаральского района»",
        "сельский округ Ш.Дильдабекова",
        "Мактаральский район",
    ),
]
DISTRICTS: list[tuple[str, Language, str, str | None]] = [
    (
        "001/450",
        RU,
        "Государственное учреждение «Отдел образования акимата Аккольского района»",
        "Аккольский район",
    ),
    (
        "001/803",
        RU,
        "Государственное учреждение «Отдел образования акимата города Курчатова",
        "город Курчатов",
    ),
    ("001/21154", RU, "Государственное учреждение «Отдел образования г. Кентау»", "город Кентау"),
    ("001/52856", RU, 'ГУ "Отдел образования акимата район им. Г. Мусрепова"', "район им. Г. Мусрепова"),
    ("001/14250", RU, "Аккольский районный отдел", "Аккольский район"),
    ("001/14924", RU, "Отдел по Бурлинскому району", "Бурлинский район"),
    ("001/15551", RU, "Отдел по району М. Жумабаева", "район М. Жумабаева"),
    ("001/43006", RU, "ГУ «Аппарат акима района «Алматы» города Астаны", "район Алматы"),
    ("001/14494", RU, "Отделение Шелек", None),
    ("003/300", KK, "«Ақмола облысы Ерейментау ауданының ТКШ бөлімі» ММ", "Ерейментау ауданы"),
    ("003/538", KK, "Көкшетау қалалық бөлімі", "Көкшетау қаласы"),
    ("003/921", KK, "«Әйтеке би ауданы әкімінің аппараты» ММ", "Әйтеке би ауданы"),
]


@pytest.mark.parametrize(("citation", "cell", "names"), VILLAGES)
def test_a_list_of_villages_is_read_name_by_name(citation: str, cell: str, names: list[str]) -> None:
    read = parse_villages(cell)
    assert list(read.names) == names, citation
    assert read.refused == (), citation


def test_a_prefix_without_a_name_is_refused() -> None:
    assert parse_villages("с. Орленок, ост. пункт").refused == ("ост. пункт",)  # 001/12697


@pytest.mark.parametrize(("line", "name", "okrug", "district"), NAMES)
def test_an_akims_name_says_its_okrug_and_district(
    line: str, name: str, okrug: str | None, district: str | None
) -> None:
    named = units_named(name)
    assert (named.okrug, named.district) == (okrug, district), line


@pytest.mark.parametrize(("citation", "language", "name", "district"), DISTRICTS)
def test_an_offices_name_says_its_district(
    citation: str, language: Language, name: str, district: str | None
) -> None:
    assert district_of(name, language) == district, citation


def test_headings_of_every_shape_say_their_region() -> None:
    assert region_nominative("Филиал РГП «ЦОН по Акмолинской области»") == "Акмолинская область"
    assert region_nominative("Восточно- Казахстанская") == "Восточно-Казахстанская область"
    assert region_nominative("КАРАГАНДИНСКАЯ ОБЛАСТЬ") == "Карагандинская область"
    assert region_nominative("1 город Астана") == "город Астана"
    assert kazakh_region("Оңтүстік-Қазақстан облысының аудандық бөлімдері") == "Оңтүстік Қазақстан облысы"
    assert kazakh_region("ШҚО, Өскемен қ.") == "Шығыс Қазақстан облысы"
    assert kazakh_district("№ 2 Бұхар Жырау аудандық бөлімі") == "Бұхар Жырау ауданы"
    assert (
        kazakh_okrug('"Сәрепті селолық округі әкімінің аппараты" мемлекеттік мекемесі')
        == "Сәрепті селолық округі"
    )


def test_a_row_of_an_okrug_akim() -> None:
    printed = row(
        6697,
        "54",
        "ГУ «Аппарат акима Белагашского сельского округа Бухаржырауского района»",
        "с. Белагаш отделение Аюлы",
        "8(72154) 21121 25273",
        "100404 с. Белагаш, ул. Школьная, 9",
        "нет",
        region="Карагандинская область",
    )
    read = read_record(printed, "okrug_akimats", RU)
    assert (read.kind, read.category) == ("AKIMAT", "okrug_akimat")
    assert (read.region, read.district) == ("Карагандинская область", "Бухаржырауский район")
    assert read.okrug == "Белагашский сельский округ"
    assert (read.postcode, read.locality, read.street, read.house) == ("100404", "Белагаш", "Школьная", "9")
    assert read.phones == ("+77215421121", "+77215425273")
    assert read.settlements == ("Белагаш", "Аюлы")
    assert read.unread == ()


def test_a_row_with_a_short_number_reports_its_cell() -> None:
    printed = row(
        1584,
        "6",
        "ГУ «Аппарат Жалгызкарагайского сельского округа Аккольского района»",
        "с. Жалгыз-карагай",
        "8 (716) 38 32 66",
        "020113 с. Жалгыз-карагай",
        "нет",
    )
    read = read_record(printed, "okrug_akimats", RU)
    assert read.phones == ()
    assert [(piece.cell, piece.text, piece.reason) for piece in read.unread] == [
        (3, "8 (716) 38 32 66", "9 digits")
    ]


def test_local_telephones_take_the_code_of_the_heading() -> None:
    printed = row(
        26817,
        "2",
        "Станция юных техников",
        "п. Глубокое ул. Пирогова, 6",
        "2-19-65",
        region="Восточно-Казахстанская область",
        district="Глубоковский район 8 (72331)",
    )
    read = read_record(printed, "extracurricular_organisations", RU)
    assert (read.kind, read.district, read.phones) == (
        "ORGANISATION",
        "Глубоковский район",
        ("+77233121965",),
    )


def test_a_school_without_a_locality_stands_in_the_town_of_its_heading() -> None:
    printed = row(
        25305,
        "5",
        "Школа № 8",
        "ул. Мира, 160",
        "41-22-63, 41-25-62 e-mail: infor8@mail.ru",
        region="Северо-Казахстанская область",
        district="город Петропавловск 8 (7152)",
    )
    read = read_record(printed, "extracurricular_organisations", RU)
    assert (read.locality, read.street, read.house) == ("Петропавловск", "Мира", "160")
    assert read.phones == ("+77152412263", "+77152412562")
    assert read.emails == ("infor8@mail.ru",)


def test_a_heading_that_names_a_village_is_the_locality_and_no_district() -> None:
    printed = row(
        24087,
        "2",
        "Станция юных техников",
        "ул. Кирова, 17",
        "2-25-47 e-mail: sut_texnik@ mail.ru",
        region="Акмолинская область",
        district="поселок Аршалы 8 (71644)",
    )
    read = read_record(printed, "extracurricular_organisations", RU)
    assert (read.district, read.locality, read.phones) == (None, "Аршалы", ("+77164422547",))
    assert read.emails == ("sut_texnik@mail.ru",)


def test_local_telephones_of_a_centre_take_the_code_of_its_city() -> None:
    printed = row(
        392, "16", "Алматы қаласы Алмалы ауданы ХҚҚО", "Алматы қ., Бөгенбай батыр к., 221 үй", "263-82-51"
    )
    read = read_record(printed, "psc_branches", KK)
    assert (read.phones, read.district) == (("+77272638251",), "Алмалы ауданы")


def test_telephones_and_faxes_behind_an_address_are_contacts() -> None:
    printed = row(
        441,
        "2.",
        '"Қонырат кенті әкімінің аппараты" мемлекеттік мекемесі',
        "100305, Қарағанды облысы, Балқаш қаласы, Қонырат кенті, Зайцев көшесі, 20/1 "
        "телефон (71036) 64416, 64417, факс 64418",
    )
    read = read_record(printed, "okrug_akimats", KK)
    assert (read.okrug, read.district, read.locality) == ("Қонырат кенті", "Балқаш қаласы", "Қонырат")
    assert (read.phones, read.faxes) == (("+77103664416", "+77103664417"), ("+77103664418",))
    assert read.address is not None
    assert read.address.endswith("20/1")


def test_a_letter_spaced_row_is_closed_up() -> None:
    printed = row(
        318,
        "4",
        "«Қарғалы ауданының ТКШ, жолаушылар көлігі және автомобиль жолдары бөлімі» ММ",
        "Ақтөбе облысы, Қарғалы ауд., Бадамша к., Әбілхайырхан к - с і , 3 8 gkh_kargala@mail.ru",
        "8-71342-2-27-11",
        "",
    )
    read = read_record(printed, "housing_departments", KK)
    assert (read.district, read.locality, read.street, read.house) == (
        "Қарғалы ауданы",
        "Бадамша",
        "Әбілхайырхан",
        "38",
    )
    assert read.emails == ("gkh_kargala@mail.ru",)
    assert read.address == "Ақтөбе облысы, Қарғалы ауд., Бадамша к., Әбілхайырхан к-сі, 38"


def test_a_missing_cell_does_not_turn_hours_into_a_mailbox() -> None:
    printed = row(
        1125,
        "194",
        "«Астана қаласы «Есіл» ауданы әкімінің аппараты» ММ",
        "Астана қ., Сауран к-сі, 1",
        "-",
        "8-71727-9 -55-55, 9-55-43",
        "дс. – жм. сағ. 09.00-18.00, түскі ас сағ. 13.00-14.00",
    )
    read = read_record(printed, "appeal_desks", KK)
    assert read.phones == ("+77172795555", "+77172795543")
    assert read.hours == "Mo-Fr 09:00-13:00,14:00-18:00"
    assert read.unread == ()


def test_the_room_of_a_desk_stands_behind_its_address() -> None:
    printed = row(
        1109,
        "180",
        "«Арыс қаласы әкімінің аппараты» ММ",
        "ОҚО, Арыс қ., Әл-Фараби к-сі, 3",
        "№ 6 каб.",
        "8-72540-2 -14-00",
        "orgotdel_arys@mail.ru",
        "дс. – жм. сағ. 09.00-19.00, түскі ас сағ. 13.00-15.00",
    )
    assert read_record(printed, "appeal_desks", KK).address == "ОҚО, Арыс қ., Әл-Фараби к-сі, 3, № 6 каб."


def test_a_post_is_kept_and_its_holder_is_not() -> None:
    printed = row(
        18107,
        "1",
        "Иванов Иван Иванович",
        "Председатель Комитета",
        "г.Астана, ул.Орынбор,8, 11 подъезд, каб.843",
        "74-15-43",
    )
    read = read_record(printed, "officials", RU)
    assert (read.name, read.phones) == ("Председатель Комитета", ("+77172741543",))
    assert "Иванов" not in str(read)


def test_the_receptions_of_all_leaders_are_laid_together() -> None:
    printed = row(
        2161,
        "",
        '"Осакаров ауданы әкімінің аппараты" мемлекеттік мекемесі',
        "101000, Қарағанды облысы, Осакаров ауданы",
        "Әкім: әр айдың 2, 4-ші дүйсенбісі, сағат 15.00-тен 18.00 дейін "
        "Орынбасарлары: апта сайын сәрсенбі күндері, "
        "сағат 14.00-тен 18.00 дейін.",
    )
    assert read_record(printed, "reception_timetables", KK).hours == "Mo[2,4] 15:00-18:00, We 14:00-18:00"


def test_a_short_postcode_is_reported_by_its_digits() -> None:
    name = "ГУ «Аппарат акима Байтурасайского сельского округа Мартукского района»"
    printed = row(2665, "26", name, "с. Байторы", "8 (71331) 25378", "03 602, с. Байторы ул. Женис 12", "нет")
    read = read_record(printed, "okrug_akimats", RU)
    assert (read.postcode, read.locality, read.house) == (None, "Байторы", "12")
    assert [(piece.cell, piece.text, piece.reason) for piece in read.unread] == [
        (4, "03 602", "postcode of 5 digits")
    ]


def test_a_surplus_cell_is_reported() -> None:
    printed = row(450, "1", "Отдел образования акимата Аккольского района", "г. Акколь", "", "", "кроме того")
    read = read_record(printed, "education_departments", RU)
    assert [(piece.text, piece.reason) for piece in read.unread] == [("кроме того", "no column")]


def test_an_unknown_shape_is_named() -> None:
    with pytest.raises(UnknownReading, match="castles"):
        read_record(row(1, "1", "a"), "castles", RU)


@pytest.fixture(scope="module")
def read_rows(printed: tuple[Printed, ...]) -> list[tuple[PrintedRow, OfficeRecord]]:
    assert {each.reading for each in printed} <= READINGS.keys()
    return [(each.row, read_record(each.row, each.reading, each.language)) for each in printed]


def test_every_printed_row_gives_a_record(read_rows: list[tuple[PrintedRow, OfficeRecord]]) -> None:
    assert len(read_rows) == 10_532
    assert all(record.name for _, record in read_rows)


def test_every_village_read_occurs_in_its_cell(read_rows: list[tuple[PrintedRow, OfficeRecord]]) -> None:
    mended = {"Енбекшильдерское", "Преображеновка", "Новоалександровка"}
    for printed, record in read_rows:
        cells = clean(" ".join(printed.cells)).replace("- ", "-")
        for village in record.settlements:
            name = (
                village.removeprefix("Разъезд ")
                .removeprefix("Отделение ")
                .removeprefix("Остановочный пункт ")
            )
            assert name in cells or village in mended, (printed.line, village)


def test_every_number_read_is_printed_and_every_refusal_too(
    read_rows: list[tuple[PrintedRow, OfficeRecord]],
) -> None:
    for printed, record in read_rows:
        digits = "".join(char for cell in printed.cells for char in cell if char.isdigit())
        assert all(number[-5:] in digits for number in record.phones + record.faxes), printed.line
        assert all(piece.cell < len(printed.cells) for piece in record.unread)


def test_postcodes_are_six_printed_digits(read_rows: list[tuple[PrintedRow, OfficeRecord]]) -> None:
    for printed, record in read_rows:
        if record.postcode is not None:
            assert len(record.postcode) == 6
            assert record.postcode in " ".join(printed.cells).replace(" ", "")


def test_few_rows_have_unread_pieces(read_rows: list[tuple[PrintedRow, OfficeRecord]]) -> None:
    offices = [record for _, record in read_rows if record.category != "leader_reception"]
    assert sum(bool(record.unread) for record in offices) / len(offices) < 0.09


village = st.sampled_from(["Акколь", "Жибек Жолы", "А. Назарбекова", "Ала-Бутала", "13 лет Казахстана"])
prefix = st.sampled_from(["с. ", "с.", "п. ", "ст. ", "отд. ", "н/п "])


@given(
    st.lists(st.tuples(prefix, village), min_size=1, max_size=6), st.sampled_from([", ", " ", "; ", ",/ "])
)
def test_separators_and_prefixes_never_change_the_villages(
    items: list[tuple[str, str]], between: str
) -> None:
    cell = between.join(f"{kind}{name}" for kind, name in items)
    assert parse_villages(cell).names == tuple(dict.fromkeys(name for _, name in items))
