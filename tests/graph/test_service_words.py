"""What people call services: titles in each language, everyday names, themes and the words of a search."""

from __future__ import annotations

from typing import Any

import pytest

from geo.exports.facts import any_text, originals
from model.edition import Edition
from model.enums import Language, TextOrigin
from model.lookup_words import EverydayWords
from model.lookups import lookup
from tests.api_client import ApiClient


@pytest.fixture(scope="module")
def api(bodies_edition: Edition) -> ApiClient:
    return ApiClient(bodies_edition)


def all_services(api: ApiClient, fields: str, arguments: str = "first: 200") -> list[dict[str, Any]]:
    found = api.data(f"{{ publicServices({arguments}) {{ edges {{ node {{ id {fields} }} }} }} }}")
    return [edge["node"] for edge in found["publicServices"]["edges"]]


def test_each_service_is_named_in_three_languages_at_length_and_in_short(api: ApiClient) -> None:
    languages = ["KK", "RU", "EN"]
    shorts = " ".join(f"{each}: shortName(language: {each})" for each in languages)
    services = all_services(
        api, f"names {{ value language origin isTransliteration source {{ act {{ id }} }} }} {shorts}"
    )
    assert len(services) == 39
    for service in services:
        assert sorted(name["language"] for name in service["names"]) == sorted(languages), service["id"]
        assert all(0 < len(service[each]) <= 40 for each in languages), service["id"]
        for name in service["names"]:
            assert not name["isTransliteration"]
            assert (name["origin"] == "TRANSLATED") is (name["source"] is None), name
    origins = [name["origin"] for service in services for name in service["names"]]
    # 27 titles were in Russian only and 7 in Kazakh only; of these two have an official title in the other.
    assert (origins.count("ORIGINAL"), origins.count("TRANSLATED")) == (39 + 5 + 2, 27 + 7 - 2 + 39)
    assert len({service["RU"] for service in services}) == 39


def test_a_printed_title_is_cited_and_a_missing_one_is_official_or_translated(api: ApiClient) -> None:
    names = """{ s: publicService(id: "PublicService:school-enrolment") { name(language: EN)
                 names { value language origin source { standard act { id } } } }
                 h: publicService(id: "PublicService:personal-farm-certificate") { name(language: RU)
                 names { language origin source { act { id } } } } }"""
    data = api.data(names)
    by_language = {name["language"]: name for name in data["s"]["names"]}
    assert by_language["RU"]["origin"] == by_language["KK"]["origin"] == "ORIGINAL"
    assert by_language["KK"]["source"] == {"standard": 18, "act": {"id": "LegalAct:gov-2012-1119"}}
    assert by_language["KK"]["value"].startswith("Бастауыш, негізгі орта")
    assert by_language["EN"]["origin"] == "TRANSLATED"
    assert data["s"]["name"] == by_language["EN"]["value"]
    assert data["h"]["name"] == "Выдача справок о наличии личного подсобного хозяйства"
    farm = {name["language"]: name for name in data["h"]["names"]}
    assert farm["RU"]["source"] == {"act": {"id": "LegalAct:gov-2009-2318"}}


def test_exports_hold_only_titles_that_stand_in_a_source(bodies_edition: Edition) -> None:
    service = bodies_edition.services["school-meals"]
    assert [name.language for name in service.names] == [Language.RU, Language.KK, Language.EN]
    assert [name.language for name in originals(service.names)] == [Language.RU]
    assert any_text(service.names) == service.names[0].value
    assert service.names[1].origin is TextOrigin.TRANSLATED


def test_services_are_listed_by_theme_and_each_has_one(api: ApiClient) -> None:
    themes = api.data("{ serviceThemes { code kk: name ru: name(language: RU) en: name(language: EN) } }")[
        "serviceThemes"
    ]
    assert all(len({theme["kk"], theme["ru"], theme["en"]}) == 3 for theme in themes)
    ids = [
        service["id"]
        for theme in themes
        for service in all_services(api, "theme { code }", f'first: 200, theme: "{theme["code"]}"')
        if service["theme"] == {"code": theme["code"]}
    ]
    assert len(ids) == len(set(ids)) == 39
    preschool = all_services(api, "theme { name(language: RU) }", 'theme: "preschool"')
    assert {service["id"] for service in preschool} == {
        "PublicService:kindergarten-enrolment",
        "PublicService:preschool-queue",
    }
    assert preschool[0]["theme"] == {"name": "Ребёнок до школы"}


def test_a_theme_that_is_none_is_refused_by_name(api: ApiClient) -> None:
    code, message = api.error('{ publicServices(theme: "садик") { edges { node { id } } } }')
    assert (code, message) == ("BAD_USER_INPUT", "no theme has the code 'садик': serviceThemes lists them")


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("очередь в детский сад", "preschool-queue"),
        ("балабақша кезегі", "preschool-queue"),
        ("kindergarten queue", "preschool-queue"),
        ("Стипендия Болашак", "bolashak-scholarship"),
        ("Очередь на жилье", "housing-queue"),
        ("АСП", "social-assistance"),
        ("школьный автобус", "school-transport"),
        ("Общежитие студенту", "student-dormitory"),
        ("free school meals", "school-meals"),
    ],
)
def test_services_are_found_by_everyday_words(api: ApiClient, text: str, service: str) -> None:
    query = """query($t: String!) { publicServices(text: $t) { edges { node { id } } }
               search(text: $t, first: 1) { edges { node { ... on PublicService { id } } } } }"""
    found = api.data(query, t=text)
    assert f"PublicService:{service}" in [edge["node"]["id"] for edge in found["publicServices"]["edges"]]
    assert found["search"]["edges"][0]["node"] == {"id": f"PublicService:{service}"}


def test_everyday_words_are_of_services_and_themes_that_there_are(bodies_edition: Edition) -> None:
    words = lookup(EverydayWords)
    assert set(words.services) == set(bodies_edition.services)
    assert {service.theme for service in words.services.values()} == set(words.themes)
    printed = {
        slug: {name.language for name in originals(service.names) if not name.source}
        for slug, service in bodies_edition.services.items()
    }
    for slug, service in words.services.items():
        assert printed[slug].isdisjoint(service.titles), slug


def test_acts_of_the_government_are_linked_in_both_languages(api: ApiClient) -> None:
    acts = api.data(
        """{ known: legalAct(id: "LegalAct:gov-2012-1119") { url kk: url(language: KK) en: url(language: EN) }
             heard: legalAct(id: "LegalAct:gov-2009-2318") { url }
             oblast: legalAct(id: "LegalAct:krg-2009-18-10") { url ru: url(language: RU) } }"""
    )
    base = "https://adilet.zan.kz"
    assert acts["known"] == {
        "url": f"{base}/rus/docs/P1200001119",
        "kk": f"{base}/kaz/docs/P1200001119",
        "en": None,
    }
    assert acts["heard"] == {"url": f"{base}/kaz/docs/P090002318_"}
    assert acts["oblast"] == {"url": None, "ru": None}
