"""Addresses of real rows taken apart. Citations: act file / line; absent parts are not listed."""

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.addresses.reading import close_up, house_number, parse_address
from model.enums import Language

RU, KK = Language.RU, Language.KK
GOLDEN: list[tuple[str, Language, str, dict[str, str]]] = []


def golden(citation: str, language: Language, line: str, **parts: str) -> None:
    GOLDEN.append((citation, language, line, parts))


golden(
    "001/452",
    RU,
    "г. Акколь, ул. Бегильдинова, 10",
    locality="Акколь",
    locality_kind="город",
    street="Бегильдинова",
    house="10",
)
golden("001/1710", RU, "020423 с. Тимошовка", postcode="020423", locality="Тимошовка", locality_kind="село")
golden(
    "001/1894",
    RU,
    "020513, с. Партизанка, ул. Ленина, 22",
    postcode="020513",
    locality="Партизанка",
    locality_kind="село",
    street="Ленина",
    house="22",
)
golden(
    "001/2672",
    RU,
    "03 602, с. Байторы ул. Женис 12",
    locality="Байторы",
    locality_kind="село",
    street="Женис",
    house="12",
    rest="03 602",
)
golden(
    "001/2680",
    RU,
    "030 606, с. Каратогай ул. А. Байтурсынова, 30",
    postcode="030606",
    locality="Каратогай",
    locality_kind="село",
    street="А. Байтурсынова",
    house="30",
)
golden("001/7497", RU, "101200, ул. Жамбыла, 67", postcode="101200", street="Жамбыла", house="67")
golden(
    "001/17905",
    RU,
    "г. Астана, Левый берег реки Ишим, «Дом Министерств», улица Орынбор, д. 8, подъезд 11, каб. 919.",
    locality="Астана",
    locality_kind="город",
    street="Орынбор",
    house="8",
    room="919",
    rest="Левый берег реки Ишим | «Дом Министерств» | подъезд 11",
)
golden(
    "001/15363",
    RU,
    "г.Актау, 15 мкр., зд.67 «б»",
    locality="Актау",
    locality_kind="город",
    microdistrict="15 мкр",
    house="67б",
)
golden(
    "001/15374",
    RU,
    "г. Жанаозен, мкр. Оркен, зд. «Дом творчества школьников»",
    locality="Жанаозен",
    locality_kind="город",
    microdistrict="мкр. Оркен",
    rest="зд. «Дом творчества школьников»",
)
golden("001/830", RU, "п. Молодежный, дом 1", locality="Молодежный", locality_kind="поселок", house="1")
golden(
    "001/1240",
    RU,
    "с. Шетпе, Центральная площадь, 1",
    locality="Шетпе",
    locality_kind="село",
    street="Центральная площадь",
    house="1",
)
golden(
    "001/1319",
    RU,
    "с. Саумалколь, микрорайон, 20",
    locality="Саумалколь",
    locality_kind="село",
    microdistrict="микрорайон",
    house="20",
)
golden(
    "001/1198",
    RU,
    "город Костанай, улица Байтурсынова, 68",
    locality="Костанай",
    locality_kind="город",
    street="Байтурсынова",
    house="68",
)
golden(
    "001/18633",
    RU,
    "020000, Акмолинская область, г. Кокшетау, ул. Абая, 76.",
    postcode="020000",
    region="Акмолинская область",
    locality="Кокшетау",
    locality_kind="город",
    street="Абая",
    house="76",
)
golden(
    "001/41872",
    RU,
    "021100, Жаркаинский район г. Державинск, ул. Ленина, 34",
    postcode="021100",
    district="Жаркаинский район",
    locality="Державинск",
    locality_kind="город",
    street="Ленина",
    house="34",
)
golden("001/41574", RU, "пр. Абая, 11", street="пр. Абая", house="11")
golden(
    "001/18643",
    RU,
    "040000, Алматинская область,.Талдыкорган, ул. Каблиса Жырау, 202",
    postcode="040000",
    region="Алматинская область",
    locality="Талдыкорган",
    street="Каблиса Жырау",
    house="202",
)
golden(
    "001/18705",
    RU,
    "010000, г. Астана, ул.19-ая магистраль, 29",
    postcode="010000",
    locality="Астана",
    locality_kind="город",
    street="19-ая магистраль",
    house="29",
)
golden(
    "001/18684",
    RU,
    "г. Актау, 14-ый микрорайон, 50",
    locality="Актау",
    locality_kind="город",
    microdistrict="14-ый микрорайон",
    house="50",
)
golden(
    "001/14336",
    RU,
    "г.Степногорск, 4мкр.,д.7",
    locality="Степногорск",
    locality_kind="город",
    microdistrict="4 мкр",
    house="7",
)
golden(
    "001/15077",
    RU,
    "п. Осакаровка,ул. Пристационная,12",
    locality="Осакаровка",
    locality_kind="поселок",
    street="Пристационная",
    house="12",
)
golden(
    "001/24646",
    RU,
    "г. Кандыагаш мкр. Молодежный дом, 78 15А",
    locality="Кандыагаш",
    locality_kind="город",
    microdistrict="мкр. Молодежный",
    rest="дом 78 15А",
)
golden(
    "001/24273",
    RU,
    "мкр. 6 дом, 43 мкр. 2 дом, 73",
    microdistrict="мкр. 6",
    house="43",
    rest="мкр. 2 | дом 73",
)
golden(
    "001/27148",
    RU,
    "п. Актау, 8 квартал, 54 ВГУ «ОСШ № 32",
    locality="Актау",
    locality_kind="поселок",
    microdistrict="8 квартал",
    house="54",
    rest="ВГУ «ОСШ № 32",
)
golden("001/27182", RU, "Космонавтов, 1А", street="Космонавтов", house="1А")
golden("001", RU, "140312 ЦЭС", postcode="140312", locality="ЦЭС")
golden(
    "001",
    RU,
    "161313 станция Тюлькубас, ул. Привокзальная №29",
    postcode="161313",
    locality="Тюлькубас",
    locality_kind="станция",
    street="Привокзальная",
    house="29",
)
golden(
    "001/3618",
    RU,
    "060600 п. Макат Центральная площадь № 2",
    postcode="060600",
    locality="Макат",
    locality_kind="поселок",
    street="Центральная площадь",
    house="2",
)
golden(
    "001",
    RU,
    "161112 с. Тогус, ул. Аргынбетова, н\\з",
    postcode="161112",
    locality="Тогус",
    locality_kind="село",
    street="Аргынбетова",
)
golden(
    "001/15710",
    RU,
    "г. Алматы, мкр. Шанырак-2, ул. Жанкожа батыра, 24",
    locality="Алматы",
    locality_kind="город",
    microdistrict="мкр. Шанырак-2",
    street="Жанкожа батыра",
    house="24",
)
golden(
    "001/15300",
    RU,
    "г. Кызылорда, п.Тасбогет, ул.Амангельды, б/н",
    district="город Кызылорда",
    locality="Тасбогет",
    locality_kind="поселок",
    street="Амангельды",
)
golden(
    "001/14371",
    RU,
    "с.Каргалинское (Жилянка), ул.Сатпаева, 10",
    locality="Каргалинское (Жилянка)",
    locality_kind="село",
    street="Сатпаева",
    house="10",
)
golden(
    "001/14301",
    RU,
    "г. Степняк, ул.Сыздыкова, д. 2 «а»",
    locality="Степняк",
    locality_kind="город",
    street="Сыздыкова",
    house="2а",
)
golden("001/10231", RU, "с. А.Тажибаева", locality="А.Тажибаева", locality_kind="село")
golden(
    "001/13702",
    RU,
    "с. Т. Рыскулова ул.Т.Рыскулова №189",
    locality="Т. Рыскулова",
    locality_kind="село",
    street="Т.Рыскулова",
    house="189",
)
golden(
    "001/599",
    RU,
    "г. Хромтау, переулок Спортивный, 2",
    locality="Хромтау",
    locality_kind="город",
    street="переулок Спортивный",
    house="2",
)
golden("001/26347", RU, "ул. 40-лет Октября 5", street="40-лет Октября", house="5")
golden(
    "001/43065",
    RU,
    "г. Алматы мкрн. Шанырак-2, ул. Жанкожа батыра, 26",
    locality="Алматы",
    locality_kind="город",
    microdistrict="мкрн. Шанырак-2",
    street="Жанкожа батыра",
    house="26",
)
golden(
    "001/14924",
    RU,
    "г.Аксай, ул.Железнодорожная, 121«а»",
    locality="Аксай",
    locality_kind="город",
    street="Железнодорожная",
    house="121а",
)
golden(
    "001/14473",
    RU,
    "г. Ушарал, ул. 8 марта, 63",
    locality="Ушарал",
    locality_kind="город",
    street="8 марта",
    house="63",
)
golden(
    "000/281",
    KK,
    "100700, Қарағанды облысы, Қаражал қаласы,",
    postcode="100700",
    region="Қарағанды облысы",
    locality="Қаражал",
    locality_kind="қаласы",
)
golden(
    "000/337",
    KK,
    "100100, Қарағанды облысы, Абай ауданы, Абай қаласы, Карл Маркс көшесі, 43",
    postcode="100100",
    region="Қарағанды облысы",
    district="Абай ауданы",
    locality="Абай",
    locality_kind="қаласы",
    street="Карл Маркс",
    house="43",
)
golden(
    "000/252",
    KK,
    "100300, Қарағанды облысы, Балқаш қаласы, Гүлшат кенті, Ағыбай батыр көшесі, 23",
    postcode="100300",
    region="Қарағанды облысы",
    district="Балқаш қаласы",
    locality="Гүлшат",
    locality_kind="кенті",
    street="Ағыбай батыр",
    house="23",
)
golden(
    "000/455",
    KK,
    "100615, Қарағанды облысы, Жезқазған қаласы, Талап ауылы, 3 мөлтек ауданы",
    postcode="100615",
    region="Қарағанды облысы",
    district="Жезқазған қаласы",
    locality="Талап",
    locality_kind="ауылы",
    microdistrict="3 мөлтек ауданы",
)
golden(
    "000/593",
    KK,
    "1002008, Қарағанды облысы, Ақтоғай ауданы, Абай ауылы",
    region="Қарағанды облысы",
    district="Ақтоғай ауданы",
    locality="Абай",
    locality_kind="ауылы",
    rest="1002008",
)
golden(
    "000/376",
    KK,
    "100800, Қарағанды облысы, Қарқаралы ауданы Қарқаралы қаласы, Әубәкіров көшесі, 21",
    postcode="100800",
    region="Қарағанды облысы",
    district="Қарқаралы ауданы",
    locality="Қарқаралы",
    locality_kind="қаласы",
    street="Әубәкіров",
    house="21",
)
golden(
    "003/301",
    KK,
    "Ақмола облысы, Есіл ауд., Есіл к., Қонаев к-сі, 15",
    region="Ақмола облысы",
    district="Есіл ауданы",
    locality="Есіл",
    street="Қонаев",
    house="15",
)
golden(
    "003/316",
    KK,
    "Ақтөбе облысы, Алға қ., 5 шағын ауд., 4",
    region="Ақтөбе облысы",
    locality="Алға",
    locality_kind="қаласы",
    microdistrict="5 шағын ауд",
    house="4",
)
golden(
    "003/318",
    KK,
    "Ақтөбе облысы, Қарғалы ауд., Бадамша к., Әбілхайырхан к - с і , 3 8",
    region="Ақтөбе облысы",
    district="Қарғалы ауданы",
    locality="Бадамша",
    street="Әбілхайырхан",
    house="38",
)
golden(
    "003/375",
    KK,
    "ШҚО, Ұлан ауд., Молодежный к., 1",
    region="Шығыс Қазақстан облысы",
    district="Ұлан ауданы",
    locality="Молодежный",
    house="1",
)
golden(
    "003/451",
    KK,
    "Қостанай облысы, Жітіқара к., 6 ш / а , 6 5 ү й",
    region="Қостанай облысы",
    locality="Жітіқара",
    microdistrict="6 ш/а",
    house="65",
)
golden(
    "003/414",
    KK,
    "БҚО, Теректі ауд., Федоровка к., Юбилейная к-сі, 20, 3- қ а б а т",
    region="Батыс Қазақстан облысы",
    district="Теректі ауданы",
    locality="Федоровка",
    street="Юбилейная",
    house="20",
    rest="3- қабат",
)
golden(
    "004/301",
    KK,
    "Қызылорда облысы, Қазалы ауданы, Әйтеке би к., Әйтеке би к., 60.",
    region="Қызылорда облысы",
    district="Қазалы ауданы",
    locality="Әйтеке би",
    street="Әйтеке би",
    house="60",
)
golden(
    "004/173",
    KK,
    "Ақтөбе облысы, Ырғыз ауданы, Алтынсарин к., 7.",
    region="Ақтөбе облысы",
    district="Ырғыз ауданы",
    street="Алтынсарин",
    house="7",
)
golden(
    "003/438",
    KK,
    "Қызылорда облысы, Жалағаш ауд., Жалағаш к., Мырзалиев к-сі, н/ж",
    region="Қызылорда облысы",
    district="Жалағаш ауданы",
    locality="Жалағаш",
    street="Мырзалиев",
)
golden(
    "004/381",
    KK,
    "Өскемен қ., Белинский к., 37 «а» үй",
    locality="Өскемен",
    locality_kind="қаласы",
    street="Белинский",
    house="37а",
)
golden(
    "004/382",
    KK,
    "Семей қ., 408-ші квартал., 21 үй",
    locality="Семей",
    locality_kind="қаласы",
    microdistrict="408-ші квартал",
    house="21",
)
golden(
    "004/311",
    KK,
    "Маңғыстау облысы, Ақтау к., 14 ш.а., 1 үй.",
    region="Маңғыстау облысы",
    locality="Ақтау",
    microdistrict="14 ш/а",
    house="1",
)
golden(
    "001",
    KK,
    "Теміртау қ., Независимость г-ры, 12",
    locality="Теміртау",
    locality_kind="қаласы",
    street="Независимость г-ры",
    house="12",
)
golden(
    "001",
    KK,
    "Ушарал қаласы, в/г 2 үй 3 пәтер 26",
    locality="Ушарал",
    locality_kind="қаласы",
    street="в/г 2 үй",
    house="3",
    room="26",
)
golden(
    "001",
    KK,
    "а. Еңбекші, Алтынсарина көш., N 13",
    locality="Еңбекші",
    locality_kind="аул",
    street="Алтынсарина",
    house="13",
)
golden("001", KK, "Ақдала, Қонаев көш., 6", locality="Ақдала", street="Қонаев", house="6")
golden("002/1687", KK, "Береке, Қонаева 11/1", locality="Береке", street="Қонаева", house="11/1")
golden("001", KK, "Топар,Б.Момышұлы көш., 36", locality="Топар", street="Б.Момышұлы", house="36")
golden("002/2074", KK, "Масақ, ул.Абая,1", locality="Масақ", street="Абая", house="1")
golden(
    "002/3011",
    KK,
    "с\\з Алатау, Наурыз 66",
    locality="Алатау",
    locality_kind="совхоз",
    street="Наурыз",
    house="66",
)
golden(
    "001",
    KK,
    "Ст.Лепсы, М.Тулебаева, 1",
    locality="Лепсы",
    locality_kind="станция",
    street="М.Тулебаева",
    house="1",
)
golden(
    "004/273",
    KK,
    "Қарағанды облысы, Сәтбаев к., Қ. Сәтбаев д-лы, 108.",
    region="Қарағанды облысы",
    locality="Сәтбаев",
    street="Қ. Сәтбаев д-лы",
    house="108",
)
golden(
    "004/210",
    KK,
    "Атырау облысы, Мақат ауданы, Мақат а., Орталық алаң, 1.",
    region="Атырау облысы",
    district="Мақат ауданы",
    locality="Мақат",
    locality_kind="ауылы",
    street="Орталық алаң",
    house="1",
)
golden(
    "003/387",
    KK,
    "Жамбыл облысы, Тараз қ., 5 шағын ауд., 24",
    region="Жамбыл облысы",
    locality="Тараз",
    locality_kind="қаласы",
    microdistrict="5 шағын ауд",
    house="24",
)
golden(
    "001",
    KK,
    "Қостанай облысы, Рудный к., Ленин к-сі, 95",
    region="Қостанай облысы",
    locality="Рудный",
    street="Ленин",
    house="95",
)
golden(
    "003/1118",
    KK,
    "Алматы қ., Құлагер шағ. ауд., Серіков к-сі, 2а",
    locality="Алматы",
    locality_kind="қаласы",
    microdistrict="Құлагер шағ ауд",
    street="Серіков",
    house="2а",
)
golden(
    "001/15585",
    RU,
    "г. Шымкент, ул, Мадели Кожа, б/н",
    locality="Шымкент",
    locality_kind="город",
    street="Мадели Кожа",
)
golden("001/14759", RU, "п.Молодежный, д, 9", locality="Молодежный", locality_kind="поселок", house="9")
golden(
    "001/1401",
    RU,
    "с. Казыгурт, ул. Конаева, без номера",
    locality="Казыгурт",
    locality_kind="село",
    street="Конаева",
)
golden(
    "001/15772",
    RU,
    "г. Астана, ул. Есенберлина,16/2 (в здании АО «Темірбанк»)",
    locality="Астана",
    locality_kind="город",
    street="Есенберлина",
    house="16/2",
    rest="(в здании АО «Темірбанк»)",
)
golden(
    "001/42587",
    RU,
    "110300, г. Аркалык, ул. пр-т Абая, 29",
    postcode="110300",
    locality="Аркалык",
    locality_kind="город",
    street="пр-т Абая",
    house="29",
)
golden(
    "001/42365",
    RU,
    "с. Жанибек, ул. г.Караша, 61",
    locality="Жанибек",
    locality_kind="село",
    street="г. Караша",
    house="61",
)
golden(
    "001/6458",
    RU,
    "100400 п. Ботакара, ул.Абылайхана, 38/а",
    postcode="100400",
    locality="Ботакара",
    locality_kind="поселок",
    street="Абылайхана",
    house="38/а",
)
golden(
    "003/1088",
    KK,
    "Павлодар облысы, Качир ауд., Тереңкөл с., Елгин к-сі, 172",
    region="Павлодар облысы",
    district="Качир ауданы",
    locality="Тереңкөл",
    locality_kind="село",
    street="Елгин",
    house="172",
)
golden(
    "004/258",
    KK,
    "Батыс Қазақстан облысы, Тасқала ауданы, Тасқала а. Абай к., 23.",
    region="Батыс Қазақстан облысы",
    district="Тасқала ауданы",
    locality="Тасқала",
    locality_kind="ауылы",
    street="Абай",
    house="23",
)
golden(
    "003/368",
    KK,
    "ШҚО, Глубокое қ., Попович к - с і, 1 1 а",
    region="Шығыс Қазақстан облысы",
    locality="Глубокое",
    locality_kind="қаласы",
    street="Попович",
    house="11а",
)


golden(
    "002/1446",
    KK,
    "а. Ақтүбек ауылы, Қарсабай батыр N29",
    locality="Ақтүбек",
    locality_kind="аул",
    street="Қарсабай батыр",
    house="29",
)


golden(
    "001/6440",
    RU,
    "100314, п. Сары-Шаган ул. Абая-18",
    postcode="100314",
    locality="Сары-Шаган",
    locality_kind="поселок",
    street="Абая",
    house="18",
)
golden(
    "001/6461",
    RU,
    "100413 п. Кушокы, ул. Искакова Искадера-5",
    postcode="100413",
    locality="Кушокы",
    locality_kind="поселок",
    street="Искакова Искадера",
    house="5",
)
golden(
    "001/9171",
    RU,
    "111800 с. Узунколь, ул.Центральная12",
    postcode="111800",
    locality="Узунколь",
    locality_kind="село",
    street="Центральная",
    house="12",
)
golden("001/24540", RU, "ул. Богенбай батыра, 131Б-65", street="Богенбай батыра", house="131Б-65")
golden("001/24545", RU, "ул. Жубановых,290 корпус 2", street="Жубановых", house="290 корпус 2")
golden(
    "001/9660",
    RU,
    "120414 с. Уркендеу Тобаев №22",
    postcode="120414",
    locality="Уркендеу",
    locality_kind="село",
    street="Тобаев",
    house="22",
)
golden(
    "001/11411",
    RU,
    "140709, с. Шарбакты Дружба 1",
    postcode="140709",
    locality="Шарбакты",
    locality_kind="село",
    street="Дружба",
    house="1",
)
golden(
    "001/25936",
    RU,
    "п. Таскала Молодежная, 4а",
    locality="Таскала",
    locality_kind="поселок",
    street="Молодежная",
    house="4а",
)
golden(
    "001/24785",
    RU,
    "с. Еркин ќала Есќалиев кґшесі, 29 їй",
    locality="Еркин қала",
    locality_kind="село",
    street="Есқалиев",
    house="29",
)
golden(
    "001/25073",
    RU,
    "п. Жетыбай Жана ќўрылыс кґшесі",
    locality="Жетыбай",
    locality_kind="поселок",
    street="Жана құрылыс",
)
golden(
    "002/1332",
    KK,
    "а.Ақтүбек Кабанбай батыра көшесі N 9",
    locality="Ақтүбек",
    locality_kind="аул",
    street="Кабанбай батыра",
    house="9",
)
golden(
    "002/3725",
    KK,
    "Қақпақ ауылы Мұнай-Мұқан-37",
    locality="Қақпақ",
    locality_kind="ауылы",
    street="Мұнай-Мұқан",
    house="37",
)
golden(
    "004/399", KK, "Астана қ., 70 «а» көше", locality="Астана", locality_kind="қаласы", street="70 «а» көше"
)
golden(
    "001/42343",
    RU,
    "с Сайхин, ул.Т.Жароков, 31.",
    locality="Сайхин",
    locality_kind="село",
    street="Т.Жароков",
    house="31",
)
golden(
    "001/7476",
    RU,
    "101028, с Шидерты, ул. Центральная, 9",
    postcode="101028",
    locality="Шидерты",
    locality_kind="село",
    street="Центральная",
    house="9",
)
golden(
    "001/10068",
    RU,
    "120610 с. Токмагам бетова, ул. Боранбаева, 1",
    postcode="120610",
    locality="Токмагамбетова",
    locality_kind="село",
    street="Боранбаева",
    house="1",
)
golden("001/23947", RU, "мкр. Айнабулак, 3 дом, 167", microdistrict="мкр. Айнабулак 3", house="167")
golden(
    "001/26117",
    RU,
    "г. Житикара, 5 «а» мкр. дом, 11",
    locality="Житикара",
    locality_kind="город",
    microdistrict="5 «а» мкр",
    house="11",
)
golden(
    "001/26972",
    RU,
    "мкр. Степной, 1 в здании СОШПТО № 5",
    microdistrict="мкр. Степной",
    house="1",
    rest="в здании СОШПТО № 5",
)
golden(
    "003/1075",
    KK,
    "Маңғыстау облысы, Ақтау қ., 4 шағын ауд., № 72-ғимарат, Сервис центры",
    region="Маңғыстау облысы",
    locality="Ақтау",
    locality_kind="қаласы",
    microdistrict="4 шағын ауд",
    house="72",
    rest="Сервис центры",
)


@pytest.mark.parametrize(("citation", "language", "line", "parts"), GOLDEN)
def test_a_printed_address_is_taken_apart(
    citation: str, language: Language, line: str, parts: dict[str, str]
) -> None:
    read = asdict(parse_address(line, language))
    read["rest"] = " | ".join(read["rest"])
    assert {part: value for part, value in read.items() if value} == parts, citation


def test_a_lone_k_is_a_locality_where_streets_are_written_in_full() -> None:
    line = "ШҚО, Ұлан ауд., Ақжар к., 1"
    assert parse_address(line, KK).street == "Ақжар"
    assert parse_address(line, KK, lone_k_is_street=False).locality == "Ақжар"


def test_the_thoroughfare_shows_micro_district_and_street() -> None:
    read = parse_address("г. Алматы, мкр. Шанырак-2, ул. Жанкожа батыра, 24", RU)  # 001/54504
    assert read.thoroughfare == "мкр. Шанырак-2, Жанкожа батыра"


def test_latin_letters_in_cyrillic_words_are_mended() -> None:
    assert parse_address("c. Кенес", RU).locality == "Кенес"  # 001/1552, Latin c


@pytest.mark.parametrize(
    ("printed", "house"),
    [("2 «а»", "2а"), ("121«а»", "121а"), ("№189", "189"), ("47/3", "47/3"), ("65 А", "65А"), ("Абая", None)],
)
def test_a_house_number_loses_quotes_and_blanks(printed: str, house: str | None) -> None:
    assert house_number(printed) == house


names = st.sampled_from(["Акколь", "Аль-Фараби", "Кабанбай батыра", "А. Байтурсынова", "Жибек жолы"])


@given(
    names,
    names,
    st.integers(1, 300),
    st.sampled_from(["", "020100, ", "020100 "]),
    st.sampled_from([", ", " "]),
)
def test_blanks_commas_and_a_postcode_never_change_the_parts(
    village: str, street: str, house: int, postcode: str, gap: str
) -> None:
    read = parse_address(f"{postcode}с. {village}{gap}ул.{street}, {house}", RU)
    assert (read.locality, read.street, read.house) == (village, street, str(house))
    assert read.postcode == (postcode.strip(" ,") or None)


@given(st.text(alphabet="абвАБВҚқ.,;-/«» 0123456789кгсулдом", max_size=50), st.sampled_from([RU, KK]))
def test_every_word_of_an_address_is_in_some_part_or_in_the_rest(line: str, language: Language) -> None:
    read = parse_address(line, language)
    assert isinstance(read.rest, tuple)


@pytest.mark.parametrize(
    ("citation", "printed", "mended"),
    [
        ("003/299 Степняк", "Сыздықов к - с і , 2 а", "Сыздықов к-сі, 2 а"),
        ("003/389 Аса", "Аса к., Абай к - с і , 1 2 3", "Аса к., Абай к-сі, 123"),
        ("003/414 Федоровка", "Юбилейная к-сі, 20, 3- қ а б а т", "Юбилейная к-сі, 20, 3- қабат"),
        ("003/451 Жітіқара", "Жітіқара к., 6 ш / а , 6 5 ү й", "Жітіқара к., 6 ш/а, 65 үй"),
        ("003/473 Маңғыстау", "әкімдіктің ғ и м а р а т ы", "әкімдіктің ғимараты"),
        ("003/985", "Ш Қ О , Қатон-Қарағай ауд.", "ШҚО, Қатон-Қарағай ауд."),
        ("003/318", "Абай к-сі, 2", "Абай к-сі, 2"),
    ],
)
def test_letter_spaced_print_is_closed_up(citation: str, printed: str, mended: str) -> None:
    assert close_up(printed, Language.KK) == mended, citation
