"""The pages without JavaScript: heads, text, unknown addresses, the site map."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from urllib.parse import quote
from xml.etree.ElementTree import Element, fromstring

import pytest
from starlette.testclient import TestClient

from graph.server import console
from graph.site.speech import Speech
from loaders.seeds.passports import read_passport
from model.edition import Contact, Edition, Name
from model.enums import ContactKind, Language
from model.program_files import shipped_seeds
from tests.api_client import ApiClient

BASE = "https://kense.example.kz"
OFFICE, SERVICE, PLACE = "akm-akkol-psc", "preschool-queue", "Settlement:akm-akkol-karasai-kyna"
ANSWER = f"/answer?service={SERVICE}&place={PLACE}"
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
HOSTILE = """<script>alert(1)</script>"'&</title><!--kense:body-->"""
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
NOT_FOUND = {"kk": "Мұндай бет жоқ.", "ru": "Такой страницы нет.", "en": "There is no such page."}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A page as the build leaves it."""
    folder = tmp_path_factory.mktemp("page")
    text = (
        '<!doctype html><html lang="kk"><head><title>Kense</title><!--kense:head--></head>'
        '<body><!--kense:body--><div id="page"></div></body></html>'
    )
    (folder / "index.html").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console, "page_folder", lambda: folder)
        yield folder


@pytest.fixture(scope="module")
def api(small_edition: Edition, built: Path) -> ApiClient:
    return ApiClient(small_edition, {"KENSE_PUBLIC_URL": BASE})


class Read(HTMLParser):
    """Tags, links of the head and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("script", "title"):
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def links(self, relation: str) -> dict[str, str]:
        """Addresses of links with a relation, by language."""
        found = [given for tag, given in self.tags if tag == "link" and given.get("rel") == relation]
        return {each.get("hreflang") or "": each["href"] or "" for each in found}

    def meta(self, name: str) -> str | None:
        named = (given for tag, given in self.tags if tag == "meta")
        return next(
            (each["content"] for each in named if name in (each.get("name"), each.get("property"))), None
        )


def read(api: ApiClient, path: str, status: int = 200) -> Read:
    answer = api.http.get(path)
    assert answer.status_code == status, answer.text[:300]
    return Read(answer.text)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    "path",
    ["", "/nearest", f"/nearest?place={PLACE}", f"/offices/{OFFICE}", f"/places/{PLACE}", "/places",
     "/services", f"/services/{SERVICE}", ANSWER, "/coverage", "/acts/gov-2012-1119", "/embed"],
)  # fmt: skip
def test_each_page_has_a_head_of_its_own_in_each_language(api: ApiClient, language: str, path: str) -> None:
    answer = api.http.get(f"/{language}{path}")
    assert answer.status_code == 200
    page = Read(answer.text)
    title = html.unescape(answer.text.partition("<title>")[2].partition("</title>")[0])
    assert title.startswith("Kense: ") == (path == "")
    assert title.endswith("– Kense") == (path != "")
    assert page.meta("og:title")
    assert page.meta("og:locale") == {"kk": "kk_KZ", "ru": "ru_KZ", "en": "en_GB"}[language]
    assert page.meta("robots") is None
    canonical = page.links("canonical")[""]
    assert canonical == page.meta("og:url")
    assert canonical.startswith(f"{BASE}/{language}")
    others = page.links("alternate")
    assert others[language] == canonical
    assert {
        each: others[each].removeprefix(f"{BASE}/{each}") for each in ("kk", "ru", "en")
    } == dict.fromkeys(("kk", "ru", "en"), canonical.removeprefix(f"{BASE}/{language}"))
    assert others["x-default"] == canonical.replace(f"{BASE}/{language}", BASE) or path == ""
    assert sum(tag == "h1" for tag, _ in page.tags) == 1


@pytest.mark.parametrize(
    ("language", "path", "words"),
    [
        ("ru", f"/offices/{OFFICE}", ["ЦОН", "Адрес", "Контакты", "Аккольский район"]),
        ("kk", f"/offices/{OFFICE}", ["ХҚКО", "Мекенжайы", "Байланыс"]),
        ("en", f"/offices/{OFFICE}", ["PSC", "Address", "Contacts"]),
        ("ru", ANSWER, ["Вас обслуживает", "Почему такой ответ", "Аккольский"]),
        ("kk", ANSWER, ["Сізге қызмет көрсетеді", "Неге мұндай жауап"]),
        ("ru", f"/services/{SERVICE}", ["Кто оказывает мне эту услугу", "Стандарта этой услуги"]),
        ("ru", f"/places/{PLACE}", ["Территории", "Акмолинская область", "Кто обслуживает это место"]),
        ("ru", "/answer?ask=детский сад Кына", ["Вас обслуживает", "Кына"]),
        ("ru", "/nearest?point=52.0,70.94", ["Ближайший ЦОН", "км"]),
        ("ru", f"/answer?place={PLACE}", ["Выберите услугу", "Кына"]),
        ("ru", f"/here?offices={OFFICE},nobody", ["Учреждения в этой точке"]),
        ("ru", "/answer?service=preschool-queue&name=Нигдеевка", ["Такого места мы не знаем"]),
    ],
)
def test_the_main_words_stand_in_the_page(api: ApiClient, language: str, path: str, words: list[str]) -> None:
    page = read(api, f"/{language}{path}")
    for word in words:
        assert word in page.text


def test_offices_at_a_point_are_listed_where_the_address_names_the_point(
    api: ApiClient, small_edition: Edition
) -> None:
    place = small_edition.offices[OFFICE].position
    assert place is not None

    def links(query: str) -> set[str | None]:
        return {given.get("href") for tag, given in read(api, f"/ru/here?{query}").tags if tag == "a"}

    assert f"/ru/offices/{OFFICE}" in links(f"point={place.lat:.4f},{place.lon:.4f}")
    assert f"/ru/offices/{OFFICE}" not in links("point=-89.9999,179.9999")
    assert api.http.get("/ru/here?point=north").status_code == 400


def test_what_nobody_searches_for_is_not_indexed(api: ApiClient) -> None:
    for path in ("/ru/account", "/ru/corrections", "/ru/answer?ask=Кына", "/ru/nearest?point=52,70.9",
                 f"/ru/answer?service={SERVICE}&point=52,70.9", f"/ru/offices/{OFFICE}/edit",
                 "/kk/desk/import", "/en/desk/acts"):  # fmt: skip
        page = Read(api.http.get(path).text)
        assert page.meta("robots") == "noindex"
        assert page.links("canonical") == {}


def test_the_desk_has_the_pages_that_it_has(api: ApiClient) -> None:
    assert api.http.get("/ru/desk/acts").status_code == 200
    assert api.http.get("/ru/desk/nothing").status_code == 404
    assert api.http.get("/ru/desk/acts/more").status_code == 404
    policy = api.http.get("/ru/desk/acts").headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "Disallow: /*/desk" in api.http.get("/robots.txt").text


def test_a_name_that_means_one_place_leads_search_engines_to_that_place(api: ApiClient) -> None:
    page = read(api, f"/ru/answer?service={SERVICE}&name=Кына")
    assert page.links("canonical")[""].endswith(f"/ru/answer?service={SERVICE}&place={quote(PLACE, safe='')}")


def test_a_service_says_what_to_bring_how_long_it_takes_and_what_it_costs(
    small_edition: Edition, built: Path
) -> None:
    passport = read_passport(shipped_seeds() / "passports" / "gov-2012-1119-s01.yaml")
    api = ApiClient(replace(small_edition, passports={passport.id: passport}))
    for path in (f"/ru/services/{SERVICE}", f"/ru{ANSWER}"):
        page = read(api, path)
        for words in ("Документы", "Срок", "Плата", "бесплатно", "В ЦОНе"):
            assert words in page.text
    assert "Что взять с собой" in page.text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    "path",
    ["/nothing", "/offices", "/offices/nobody", "/offices/nobody/edit", f"/offices/{OFFICE}/edit/more",
     "/places/Region:nowhere", "/places/xyz", "/services/none", "/services/a/b", "/acts", "/acts/none",
     f"/answer?service=none&place={PLACE}", "/coverage/more", "/ru", "/answer/more"],
)  # fmt: skip
def test_an_unknown_address_is_404_with_words_in_its_language(
    api: ApiClient, language: str, path: str
) -> None:
    page = read(api, f"/{language}{path}", 404)
    assert NOT_FOUND[language] in page.text
    assert page.meta("robots") == "noindex"


@pytest.mark.parametrize(
    "query",
    [f"service={SERVICE}&point=1", f"service={SERVICE}&point=99,999", f"service={SERVICE}&place=nowhere",
     f"service={SERVICE}&place={PLACE}&asOf=yesterday", f"service={SERVICE}&place={PLACE}&asOf=0001-01-01",
     f"service={SERVICE}&point=nan,nan", f"ask={'а' * 301}", "&".join(f"p{number}=" for number in range(51))],
)  # fmt: skip
def test_a_query_that_cannot_be_read_is_refused_with_words(api: ApiClient, query: str) -> None:
    page = read(api, f"/ru/answer?{query}", 400)
    assert "Запрос не принят." in page.text


def test_a_name_of_the_registry_never_becomes_markup(small_edition: Edition, built: Path) -> None:
    names = (Name(HOSTILE, Language.RU),)
    office = small_edition.offices[OFFICE]
    hostile = replace(
        office,
        names=names,
        addresses=tuple(replace(each, full=HOSTILE) for each in office.addresses),
        contacts=tuple(replace(each, value=HOSTILE) for each in office.contacts),
    )
    slug = PLACE.partition(":")[2]
    edition = replace(
        small_edition,
        offices={**small_edition.offices, OFFICE: hostile},
        units={**small_edition.units, slug: replace(small_edition.units[slug], names=names)},
        services={key: replace(each, names=names) for key, each in small_edition.services.items()},
    )
    api = ApiClient(edition)
    for path in (f"/offices/{OFFICE}", f"/places/{PLACE}", f"/services/{SERVICE}", ANSWER, "/services",
                 f"/answer?service={SERVICE}&name={HOSTILE}", f"/answer?ask={HOSTILE}"):  # fmt: skip
        text = api.http.get(f"/ru{path}").text
        assert "<script>" not in text
        assert text.count("</title>") == 1
        assert "<!--kense" not in text
    data = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', api.http.get(f"/ru/offices/{OFFICE}").text
    )
    assert data is not None
    assert HOSTILE in json.dumps(json.loads(data[1]), ensure_ascii=False).replace('\\"', '"')


def test_a_mailbox_is_no_header_of_a_mail(small_edition: Edition, built: Path) -> None:
    office = small_edition.offices["akm-akkol-psc"]
    mailbox = Contact(ContactKind.EMAIL, "a?bcc=thief%40evil.kz&x=1@x.kz")
    edition = replace(
        small_edition, offices={**small_edition.offices, office.id: replace(office, contacts=(mailbox,))}
    )
    text = ApiClient(edition).http.get(f"/ru/offices/{office.id}").text
    assert 'href="mailto:a%3Fbcc%3Dthief%2540evil.kz%26x%3D1@x.kz"' in text


def test_an_old_id_leads_to_the_page_of_today(api: ApiClient) -> None:
    for given, path in (("/ru/offices/akm-akkol-roo", "/ru/offices/akm-akkol-education"),
                        (f"/kk/offices/Office:{OFFICE}", f"/kk/offices/{OFFICE}"),
                        (f"/kk/services/PublicService:{SERVICE}", f"/kk/services/{SERVICE}"),
                        (f"/kk/places/Region:{PLACE.partition(':')[2]}", f"/kk/places/{PLACE}")):  # fmt: skip
        moved = api.http.get(given, follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (301, BASE + path)


def test_a_page_is_the_same_for_an_edition_and_a_day(api: ApiClient) -> None:
    first = api.http.get(f"/ru{ANSWER}")
    again = api.http.get(f"/ru{ANSWER}", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "public, no-cache"


def test_before_an_edition_is_loaded_a_person_is_asked_to_come_again(built: Path) -> None:
    http = ApiClient(None).http
    answer = http.get("/ru/answer", headers=BROWSER)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["cache-control"] == "no-store"
    assert "Реестр загружается" in Read(answer.text).text
    assert http.get("/ru/answer").json()["errors"][0]["extensions"]["code"] == "NOT_READY"


def test_whoever_asks_too_much_reads_it_in_words(small_edition: Edition, built: Path) -> None:
    api = ApiClient(small_edition, {"KENSE_CLIENT_SHARE": "0.001", "KENSE_CLIENT_BURST_S": "0.001"})
    for number in range(4):
        api.http.get(f"/ru/answer?ask=детский сад {number}")
    other = TestClient(api.http.app, client=("192.0.2.2", 50_000))
    assert other.get("/ru").status_code == 200
    for path in ("/ru", f"/embed/answer?lang=ru&service={SERVICE}"):
        refused = api.http.get(path, headers=BROWSER)
        assert (refused.status_code, refused.headers["cache-control"]) == (429, "no-store")
        assert int(refused.headers["retry-after"]) >= 1
    assert "Слишком много запросов" in Read(api.http.get("/ru", headers=BROWSER).text).text
    assert api.http.get("/ru").json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


def test_the_page_of_an_office_costs_little(api: ApiClient) -> None:
    path = f"/ru/offices/{OFFICE}"
    api.http.get(path)
    times = 20
    began = process_time()
    for _ in range(times):
        api.http.get(path)
    # With the client and the loop of the test around it; a server needs a fifth of it.
    assert (process_time() - began) / times < 0.02


def test_hours_are_said_in_the_words_of_the_language() -> None:
    assert Speech(Language.RU).hours("Mo-Fr 09:00-18:00, 19:00-20:00; PH off") == (
        "Пн–Пт 09:00–18:00, 19:00–20:00; праздники – выходной"
    )
    assert Speech(Language.EN).hours("Sa,Su off") == "Sa,Su closed"
    assert Speech(Language.KK).metres(4_230) == "4,2 км"
    assert Speech(Language.EN).metres(340) == "350 m"


def test_the_map_of_the_site_has_each_page_once_in_each_language(
    api: ApiClient, small_edition: Edition
) -> None:
    parts = [
        each.text or "" for each in fromstring(api.http.get("/sitemap.xml").content).iter(f"{SITEMAP}loc")
    ]
    assert parts[0] == f"{BASE}/sitemap/pages-1.xml"
    found: list[str] = []
    for part in parts:
        answer = api.http.get(part.removeprefix(BASE))
        assert answer.headers["content-type"].startswith("application/xml")
        for page in fromstring(answer.content).iter(f"{SITEMAP}url"):
            found.append(_location(page))
            assert _location(page) in {link.get("href") for link in page.iter(LINK)}
    records = len(small_edition.offices) + len(small_edition.units) + len(small_edition.services)
    assert len(found) == len(set(found)) == 3 * (records + 6)
    for page_address in [*found[:18], *found[18::97]]:
        assert api.http.get(page_address.removeprefix(BASE)).status_code == 200


def _location(page: Element) -> str:
    return page.findtext(f"{SITEMAP}loc") or ""


@pytest.mark.parametrize(
    "part", ["offices-0", "offices-2", "offices-x", "offices-", "none-1", "1", "offices-٣", "%00"]
)
def test_a_part_that_is_not_there_is_404(api: ApiClient, part: str) -> None:
    assert api.http.get(f"/sitemap/{part}.xml").status_code == 404


def test_large_kinds_are_cut_into_parts(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.site.sitemap.MOST_PAGES", 2)
    index = api.http.get("/sitemap.xml").text
    assert index.count("/sitemap/pages-") == 3
    assert fromstring(api.http.get("/sitemap/pages-3.xml").content).find(f"{SITEMAP}url") is not None
    assert api.http.get("/sitemap/pages-4.xml").status_code == 404


def test_robots_are_led_to_the_map_and_kept_from_the_api(api: ApiClient) -> None:
    lines = api.http.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {BASE}/sitemap.xml" in lines
    assert "Disallow: /graphql" in lines
    assert "Disallow: /" not in lines


def test_links_never_begin_with_the_name_of_a_stranger(small_edition: Edition, built: Path) -> None:
    api = ApiClient(small_edition)
    for path in ("/robots.txt", "/sitemap.xml", "/sitemap/offices-1.xml", f"/ru/offices/{OFFICE}"):
        assert "rebound.example" not in api.http.get(path, headers={"host": "rebound.example"}).text
