"""`/changes.atom`: valid Atom in three languages, for a territory, without texts that people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest

from loaders.loading.load import load
from loaders.seeds import Seeds
from model.change_values import CHANGEABLE
from model.lookup_changes import ChangeWords
from model.lookups import lookup
from tests.changing import AKKOL_PSC, EDUCATION, KARASAI, KOKSHETAU_PSC, ChangingClient
from tests.lived_in import MERGE
from tests.mirroring import CLOSE, sqlite_copy

ATOM = "{http://www.w3.org/2005/Atom}"
REASON = "a letter of Aigul & <b>others</b>"


@pytest.fixture(scope="module")
def client(
    empty_store: Path, small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChangingClient]:
    engine = sqlite_copy(empty_store, tmp_path_factory.mktemp("feed"))
    load(engine, small_seeds)
    client = ChangingClient(engine, {"KENSE_PUBLIC_URL": "https://kense.example.kz"})
    with client.http:
        client.sign_in("*", subject="aigul")
        client.update(KARASAI, {"nameRu": "Аппарат «Ы» & <сын>", "postalCode": "020100"}, reason=REASON)
        client.update(EDUCATION, {"openingHours": "Mo-Fr 09:00-18:30"}, reason=REASON)
        client.change(MERGE % (AKKOL_PSC, KOKSHETAU_PSC))
        client.change(CLOSE % " userErrors { code message }", id=f"Office:{EDUCATION}", seen=2)
        yield client
    engine.dispose()


def feed(client: ChangingClient, **query: str) -> ElementTree.Element:
    answer = client.http.get("/changes.atom", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "etag" in answer.headers
    return ElementTree.fromstring(answer.content)


def text(element: ElementTree.Element, name: str) -> str:
    """The text of the only child with that name."""
    (found,) = element.findall(ATOM + name)
    return found.text or ""


def summaries(root: ElementTree.Element) -> list[str]:
    return [text(entry, "summary") for entry in root.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_feed_is_valid_atom(client: ChangingClient, language: str) -> None:
    root = feed(client, lang=language)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 5
    ids = [text(one, "id") for one in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(UUID(one.removeprefix("urn:uuid:")) for one in ids)
    moments = [datetime.fromisoformat(text(one, "updated")) for one in (root, *entries)]
    assert moments == sorted(moments, reverse=True)
    assert all(moment.tzinfo is not None for moment in moments)
    (own,) = root.findall(f"{ATOM}link")
    assert (own.get("rel"), own.get("href")) == (
        "self",
        f"https://kense.example.kz/changes.atom?lang={language}",
    )
    assert text(root.findall(f"{ATOM}author")[0], "name") == "Kense"
    for entry in entries:
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("href") or "").startswith(f"https://kense.example.kz/{language}/offices/")
        assert text(entry, "title")


def test_an_entry_says_what_changed_and_not_who_and_why(client: ChangingClient) -> None:
    assert summaries(feed(client, lang="ru")) == [
        "Учреждение закрыто",
        "Учреждение присоединено к другому",
        "Изменилось: присоединённые учреждения",
        "Изменилось: часы работы",
        "Изменилось: название на русском, почтовый индекс",
    ]
    assert summaries(feed(client, lang="kk"))[-1] == "Өзгергені: орысша атауы, пошта индексі"
    content = client.http.get("/changes.atom", params={"lang": "ru"}).text
    assert "Aigul" not in content
    assert "aigul" not in content
    assert text(feed(client, lang="ru").findall(f"{ATOM}entry")[-1], "title") == "Аппарат «Ы» & <сын>"


def test_ids_stay_and_differ_by_language(client: ChangingClient) -> None:
    def ids(language: str) -> list[str]:
        return [text(entry, "id") for entry in feed(client, lang=language).findall(f"{ATOM}entry")]

    assert ids("ru") == ids("ru")
    assert set(ids("ru")).isdisjoint(ids("kk"))


def test_a_territory_has_its_own_feed(client: ChangingClient) -> None:
    root = feed(client, lang="en", within="RuralOkrug:akm-akkol-karasai")
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert text(root, "title").startswith("Changes of offices: ")
    assert text(root, "id") != text(feed(client, lang="en"), "id")


def test_a_feed_without_entries_is_as_old_as_the_edition(client: ChangingClient) -> None:
    root = feed(client, within="Settlement:akm-akkol-karasai-kyna", lang="en")
    assert root.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(text(root, "updated")) == client.edition.published_at.replace(microsecond=0)


@pytest.mark.parametrize(
    "query", [{"lang": "de"}, {"within": "nowhere"}, {"lang": "ru,kk"}, {"kind": "AKIMAT"}]
)
def test_what_it_does_not_know_is_refused(client: ChangingClient, query: dict[str, str]) -> None:
    answer = client.http.get("/changes.atom", params=query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] in {"BAD_USER_INPUT", "NOT_FOUND"}


def test_every_field_has_its_words() -> None:
    assert lookup(ChangeWords).fields.keys() == CHANGEABLE
