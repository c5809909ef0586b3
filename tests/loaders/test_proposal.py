"""Drafts of profiles: values that the act's text states are filled in, others are left for a person."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from loaders.acts.adoption import find_adoption
from loaders.acts.column_words import UntoldColumn, role_of, roles_of
from loaders.acts.profiles import BadProfileError, read_profile, shipped_profiles
from loaders.acts.text import read_text
from loaders.errors import ActError
from loaders.seeds import BadSeedError
from loaders.staging.proposal import propose
from tests.staged_country import CLINICS, PROFILE, SEEDS


def test_the_draft_of_the_clinics_has_all_that_their_text_tells() -> None:
    draft = yaml.safe_load(propose(CLINICS / "act.txt", SEEDS))
    assert (draft["id"], draft["number"], draft["language"]) == ("akm-2019-999", "999", "ru")
    assert draft["adopted_on"] == date(2019, 4, 1)
    assert draft["title"].startswith("Об утверждении регламента")
    (service,) = draft["services"]
    assert service == {
        "standard": None,
        "title": "Прикрепление к поликлинике",
        "id": "prikreplenie-k-poliklinike",
    }
    (table,) = draft["tables"]
    assert (table["annex"], table["rows"], table["reading"]) == (1, 10, "listed_offices")
    assert table["columns"] == {
        "address": ["мекенжайы"],
        "hours": ["жұмыс уақыты"],
        "district": ["аудан (район)"],
        "name": ["наименование организации"],
        "phones": ["телефоны"],
    }


def test_a_draft_is_a_profile_whose_guesses_say_what_they_rest_on(tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(propose(CLINICS / "act.txt", SEEDS), encoding="utf-8")
    profile = read_profile(path)
    assert profile.recognises(read_text(CLINICS / "act.txt"))
    (table,) = profile.tables
    assert (table.kind, table.category, table.region) == ("ORGANISATION", "clinic", "Акмолинская область")
    (rule,) = table.jurisdiction
    assert (rule["service"], rule["paragraph"], rule["territory"]) == ("prikreplenie-k-poliklinike", 2, "own")
    lines = path.read_text(encoding="utf-8").splitlines()
    guesses = {
        lines[at + 1].strip().split(":")[0]: line.split("guessed: ")[1]
        for at, line in enumerate(lines)
        if "# guessed: " in line
    }
    assert guesses == {
        "id": "made of the title",
        "reading": "10 of 10 names say so",
        "kind": "10 of 10 names say so",
        "category": "10 of 10 names say so",
        "region": "the region of who adopted the act",
        "jurisdiction": "paragraph 2 names the annex",
    }


def test_an_unknown_column_is_named_in_the_draft(tmp_path: Path) -> None:
    path = tmp_path / "act.txt"
    text = (CLINICS / "act.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("Жұмыс уақыты", "Число коек"), encoding="utf-8")
    draft = propose(path, SEEDS)
    assert "unknown column «Число коек»" in draft
    assert "#   Число коек: ?" in draft
    assert yaml.safe_load(draft)["tables"][0]["columns"]["skip"] == ["число коек"]


def test_an_act_whose_day_stands_nowhere_is_drafted_without_it(tmp_path: Path) -> None:
    path = tmp_path / "act.txt"
    text = (CLINICS / "act.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("от 1 апреля 2019 года № 999", ""), encoding="utf-8")
    draft = yaml.safe_load(propose(path, SEEDS))
    assert (draft["id"], draft["adopted_on"], len(draft["tables"])) == (None, None, 1)


def test_the_adoption_of_every_real_act_is_found_as_its_profile_has_it(shared_acts: Path) -> None:
    for profile in shipped_profiles():
        adoption = find_adoption(read_text(shared_acts / f"{profile.source}.txt"))
        assert adoption is not None
        assert adoption.line == profile.recognised_by
        facts = yaml.safe_load((SEEDS / "acts" / f"{profile.id}.yaml").read_text(encoding="utf-8"))
        assert (adoption.day, adoption.number) == (facts["adopted_on"], facts["number"])


def test_real_acts_are_drafted_under_their_own_ids(shared_acts: Path) -> None:
    for profile in shipped_profiles():
        draft = yaml.safe_load(propose(shared_acts / f"{profile.source}.txt", SEEDS))
        # The profile of the act of Karaganda was named by a person before ids of regions were fixed.
        assert draft["id"] == profile.id.replace("krg-", "kar-")
        assert draft["layout"] == profile.layout
        assert [(t["standard"], t["annex"], t["rows"]) for t in draft["tables"]] == [
            (t.standard, t.annex, t.rows) for t in profile.tables
        ]


@pytest.mark.parametrize(
    "content",
    [b"", "Приказ".encode("utf-16")[:-1], "Погода\n\n\tясно\n".encode()],
    ids=["empty", "torn utf-16", "no act"],
)
def test_what_is_no_act_gets_no_draft(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "act.txt"
    path.write_bytes(content)
    with pytest.raises(ActError, match=r"act\.txt"):
        propose(path, SEEDS)


TITLES = [  # act and line, title as printed, role
    ("1119-1/2: 1515", "Наименование населенного пункта", "villages"),
    ("1119-24/2", "Адрес сайта", "websites"),
    ("76: 288", "Байланыс деректері", "contacts"),
    ("76: 895", "Электрондық почта мекенжайы", "emails"),
    ("35/01", "Веб-сайт, электрондық пошта", "contacts"),
    ("76: 288", "Р / с №", "number"),
    ("283: 376", "ХҚҚО атаулары", "name"),
]


@pytest.mark.parametrize(("place", "title", "role"), TITLES)
def test_titles_of_real_columns_tell_their_role(place: str, title: str, role: str) -> None:
    assert role_of(title, {}) == role, place


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Мекенжайы, кестесі", "may hold address or hours"),
        ("Бастықтардың азаматтарды қабылдауы", "unknown column"),  # krg-2008-35-01
    ],
)
def test_a_title_of_no_or_two_meanings_is_refused(title: str, reason: str) -> None:
    with pytest.raises(UntoldColumn, match=reason):
        role_of(title, {})
    assert role_of(title, {"address": [title.lower()]}) == "address"


@pytest.mark.parametrize(
    ("titles", "reason"),
    [
        (("№", "Адрес", "Телефон"), "no column holds names"),
        (("№", "Наименование", "Район"), "how to reach"),
        (("Название", "Наименование", "Адрес"), "two columns hold name: «Название» and «Наименование»"),
    ],
)
def test_a_table_that_lists_no_offices_is_refused(titles: tuple[str, ...], reason: str) -> None:
    with pytest.raises(UntoldColumn, match=reason):
        roles_of(titles, {})


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("kind: ORGANISATION", "kind: CASTLE", "kind is 'CASTLE'"),
        ("category: clinic", "category: Клиника", "category is 'Клиника'"),
        ("phones: [телефон]", "beds: [коек]", "'beds' is none of"),
        ("phones: [телефон]", "phones: телефон", "not a list of words"),
    ],
)
def test_a_bad_listed_table_names_its_place(tmp_path: Path, before: str, after: str, reason: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(PROFILE.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(BadProfileError, match=reason):
        read_profile(path)


def test_an_act_of_a_body_without_a_region_gets_no_id_and_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "act.txt"
    text = (CLINICS / "act.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("акимата Акмолинской области от", "маслихата города Заречный от"), "utf-8")
    drafted = propose(path, SEEDS)
    assert drafted.startswith("# id: no region is found in «маслихата города Заречный»")
    assert yaml.safe_load(drafted)["id"] is None
    draft = tmp_path / "draft.yaml"
    draft.write_text(drafted, "utf-8")
    with pytest.raises(BadProfileError, match="id is None, not words"):
        read_profile(draft)


def test_without_regions_no_id_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(BadSeedError, match="holds no region"):
        propose(CLINICS / "act.txt", tmp_path)


@pytest.mark.parametrize("act_id", ["../../outside", "Акт-1", "a b", "-1", "", "12"])
def test_a_profile_whose_id_is_no_name_of_a_file_is_refused(tmp_path: Path, act_id: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(PROFILE.read_text("utf-8").replace("id: akm-2019-999", f"id: {act_id}"), "utf-8")
    with pytest.raises(BadProfileError, match="id is "):
        read_profile(path)


@pytest.mark.parametrize(
    ("head", "act"),
    [
        (
            "Совместное решение Костанайского областного маслихата от 12 мая 2017 года № 150 и постановление "
            "акимата Костанайской области от 12 мая 2017 года № 3",
            "kus-2017-150",
        ),
        ("Решение Павлодарского областного маслихата от 5 июня 2018 года № 21", "pav-2018-21"),
        ("Ақмола облыстық мәслихатының 2016 жылғы 8 сәуірдегі № 6 шешімі", "akm-2016-6"),
    ],
)
def test_the_act_of_a_council_is_called_by_its_region(tmp_path: Path, head: str, act: str) -> None:
    text = tmp_path / "act.txt"
    table = "№\tНаименование\tАдрес\n1\tЦентр\tг. Акколь, ул. Мира, 1\n2\tПункт\tг. Акколь, ул. Мира, 2\n"
    text.write_text(f"О перечне центров\n\n{head}\n\nПеречень\n\n{table}", encoding="utf-8")
    draft = yaml.safe_load(propose(text, SEEDS))
    assert draft["id"] == act
