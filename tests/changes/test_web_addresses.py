"""What people type as contacts: any site, messengers, extensions; what no browser should open is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changes.contacts import UnusableValueError, read_contact
from changes.web_addresses import UnusableAddressError, read_url
from geo.exports.cells import text_of
from geo.exports.hsds import Directory
from geo.exports.json_ld import office_json_ld
from geo.exports.tables import office_cells
from model.edition import Contact, Edition
from model.enums import ContactKind

SITES = [
    ("https://www.gov.kz/memleket/entities/edu?lang=kk", "https://www.gov.kz/memleket/entities/edu?lang=kk"),
    ("https://egov.kz/cms/ru/services#tab-2", "https://egov.kz/cms/ru/services#tab-2"),
    ("https://akimat.example.museum/", "https://akimat.example.museum"),
    ("http://service.akmo.gov.kz:8080/list/", "http://service.akmo.gov.kz:8080/list/"),
    ("akmo.kz:8080/list", "http://akmo.kz:8080/list"),
    ("HTTPS://Akmo.KZ/Path", "https://akmo.kz/Path"),
    ("www.akmo.kz", "http://www.akmo.kz"),
    ("akmo.kz?lang=kk", "http://akmo.kz?lang=kk"),
    (
        "https://әкімдік.қаз/қызмет",
        "https://xn--d1albg3kc62g.xn--80ao21a/%D2%9B%D1%8B%D0%B7%D0%BC%D0%B5%D1%82",
    ),
    ("https://gov.kz/a%20b?q=1&r=%2F", "https://gov.kz/a%20b?q=1&r=%2F"),
    ("https://8.8.8.8/", "https://8.8.8.8"),
]
NO_SITES = [
    ("javascript:alert(1)", "javascript: is not a scheme of a site"),
    ("JavaScript://gov.kz/%0aalert(1)", "JavaScript: is not a scheme of a site"),
    ("data:text/html,x", "data: is not a scheme of a site"),
    ("ftp://gov.kz", "ftp: is not a scheme of a site"),
    ("mailto:a@gov.kz", "mailto: is not a scheme of a site"),
    ("https://user:secret@gov.kz/", "no name and no password"),
    ("https://gov.kz@evil.kz/", "no name and no password"),
    ("https://gov.kz\\@evil.kz/", "no name and no password"),
    ("https://gov.kz:port/", "Port could not be cast"),
    ("https://gov.kz:99999/", "Port out of range"),
    ("https://[::1", "Invalid IPv6 URL"),
    ("http://127.0.0.1/", "not a public address"),
    ("http://[::1]/", "not a public address"),
    ("https://akimat", "no domain such as .kz"),
    ("2013.12", "no domain such as .kz"),
    ("https://", "is not a name of"),
    ("https://gov..kz", "is not a name of a host"),
    ("https://аkmo.kz", "mixes Latin and Cyrillic letters"),
    ("gov.kz, edu.kz", "holds no spaces"),
    ("gov kz", "holds no spaces"),
]


@pytest.mark.parametrize(("typed", "kept"), SITES)
def test_any_site_is_kept_as_browsers_write_it(typed: str, kept: str) -> None:
    assert read_contact(ContactKind.WEBSITE, typed) == kept
    assert read_contact(ContactKind.WEBSITE, kept) == kept


@pytest.mark.parametrize(("typed", "reason"), NO_SITES)
def test_what_is_no_site_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(UnusableValueError, match="is not one web address") as refused:
        read_contact(ContactKind.WEBSITE, typed)
    assert reason in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_a_site_or_a_refusal(text: str) -> None:
    try:
        url = read_url(text)
    except UnusableAddressError:
        return
    assert url.startswith(("http://", "https://"))
    assert url.isascii()
    assert read_url(url) == url


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("info@edu.gov.kz", "info@edu.gov.kz"),
        ("Janna_et@Akimat.Museum", "Janna_et@akimat.museum"),
        ("kense@әкімдік.қаз", "kense@xn--d1albg3kc62g.xn--80ao21a"),
    ],
)
def test_an_address_of_any_domain_is_kept(typed: str, kept: str) -> None:
    assert read_contact(ContactKind.EMAIL, typed) == kept


@pytest.mark.parametrize(
    "typed", ["nobody", "a@b", "a@gov.kz, b@gov.kz", "акимат@gov.kz", "info@gоv.kz", "a b@gov.kz", "@gov.kz"]
)
def test_what_is_no_address_of_a_letter_is_refused(typed: str) -> None:
    with pytest.raises(UnusableValueError, match="is not one e-mail address"):
        read_contact(ContactKind.EMAIL, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://t.me/akimat_akkol", "https://t.me/akimat_akkol"),
        ("t.me/akimat_akkol", "http://t.me/akimat_akkol"),
        ("Telegram @akimat_akkol", "https://t.me/akimat_akkol"),
        ("Telegram: +7 701 123 45 67", "https://t.me/+77011234567"),
        ("WhatsApp +7 (701) 123-45-67", "https://wa.me/77011234567"),
        ("ватсап 8 701 123 45 67", "https://wa.me/77011234567"),
        ("WhatsApp: https://wa.me/77011234567", "https://wa.me/77011234567"),
    ],
)
def test_a_messenger_is_kept_as_the_link_of_its_chat(typed: str, kept: str) -> None:
    assert read_contact(ContactKind.MESSENGER, typed) == kept
    assert read_contact(ContactKind.MESSENGER, kept) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("+7 701 123 45 67", "say of which messenger the number is (WhatsApp, Telegram"),
        ("WhatsApp https://t.me/akimat", "not a number, name or link of WhatsApp"),
        ("javascript:alert(1)", "not a scheme of a site"),
        ("Viber +7 701 123 45 67", "holds no spaces"),
    ],
)
def test_what_opens_no_chat_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(UnusableValueError, match="is not a messenger") as refused:
        read_contact(ContactKind.MESSENGER, typed)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8 (7172) 55-14-74 доб. 12", "+77172551474;ext=12"),
        ("+7 7172 55 14 74, добавочный 105", "+77172551474;ext=105"),
        ("8 (7172) 55-14-74 ішкі 12", "+77172551474;ext=12"),
        ("8 (7172) 55-14-74 (вн. 12)", "+77172551474;ext=12"),
        ("+77172551474 ext. 12", "+77172551474;ext=12"),
        ("+77172551474 x12", "+77172551474;ext=12"),
        ("+77172551474;ext=12", "+77172551474;ext=12"),
        ("+77172551474", "+77172551474"),
    ],
)
def test_an_extension_is_kept_behind_its_number(typed: str, kept: str) -> None:
    assert read_contact(ContactKind.PHONE, typed) == kept


@pytest.mark.parametrize("typed", ["доб. 12", "8 (7172) 55-14-74 доб. 12 доб. 13", "8 (7172) 55-14-74 доб."])
def test_an_extension_without_its_number_is_refused(typed: str) -> None:
    with pytest.raises(UnusableValueError, match="is not one number of Kazakhstan"):
        read_contact(ContactKind.PHONE, typed)


def test_an_extension_and_a_site_go_out_as_they_are_kept(small_edition: Edition) -> None:
    site = "https://www.gov.kz/memleket?lang=kk"
    contacts = (
        Contact(ContactKind.PHONE, "+77172551474;ext=12", e164="+77172551474"),
        Contact(ContactKind.WEBSITE, site),
        Contact(ContactKind.MESSENGER, "https://wa.me/77011234567"),
    )
    office = replace(small_edition.offices["akm-akkol-education"], contacts=contacts)
    cells = office_cells(small_edition, office)
    # A text that begins with + and is not a number gets an apostrophe: no spreadsheet calculates it.
    assert (cells["phones"], cells["websites"]) == ("'+77172551474;ext=12", site)
    assert read_contact(ContactKind.PHONE, text_of(cells["phones"])) == "+77172551474;ext=12"
    node = json.loads(office_json_ld(small_edition, office))
    assert (node["contactPoint"][0]["telephone"], node["url"]) == ("+77172551474;ext=12", [site])
    assert node["contactPoint"][1]["url"] == "https://wa.me/77011234567"
    (phone,) = Directory(small_edition).phones(office)
    assert (phone["number"], phone["extension"]) == ("+77172551474", 12)
