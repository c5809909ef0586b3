"""Posts that receive people: titles, rooms, phones and hours as the tables print them, and no person."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from loaders.loading.load import load
from loaders.offices.posts import build_posts
from loaders.seeds import BadSeedError, Seeds, read_rows, read_seeds, split_values
from loaders.seeds.folder import TableKey
from loaders.seeds.rows import EntryRow, PostRow
from model.edition import Edition, Post
from model.enums import SchedulePurpose
from store.reading.editions import load_edition

POSTS = Path(__file__).parents[2] / "seeds" / "posts.csv"
TIMETABLES = tuple(TableKey("krg-2008-35-01", n, 4 if n in (1, 4) else 5) for n in (1, 3, 4, 5, 6, 7, 8, 9))

# Office; title, reception hours: act 35/01, standard 3, annex 5 (the same in all eight printings)
TIMETABLE = [
    (
        "kar-balkhash-akimat",  # line 4367
        [
            ("Әкім", "Tu 15:00-16:00"),
            ("Әкімнің орынбасары", "Th[2,4] 16:00-18:00"),
            ("Әкімнің орынбасары", "Mo[1,3] 16:00-18:00"),
            ("Әкімнің орынбасары", "We[2,3] 16:00-18:00"),
        ],
    ),
    (
        "kar-aktogai-akimat",  # line 4636: the akim receives in three places, in words no rule understands
        [
            ("Әкім", None),
            ("Әкімнің орынбасары", "Fr 15:00-17:00"),
            ("Әкімнің орынбасары", "We 15:00-17:00"),
            ("Әкімнің орынбасары", "Tu 15:00-17:00"),
        ],
    ),
]

# Row (act 1119): room and phone of an official who hears complaints; the person of the row
OFFICIALS = [
    ("gov-2012-1119/s7/a2/l18107", "843", "+77172741543", "Ахметов"),
    ("gov-2012-1119/s7/a2/l18113", "946", "+77172742214", "Болебаева"),
    ("gov-2012-1119/s7/a2/l18119", "837", "+77172742375", "Гаипов"),
    ("gov-2012-1119/s6/a3/l17903", "919", "+77172741536", None),
    ("gov-2012-1119/s30/a1/l54889", "919", "+77172742056", None),
]


@pytest.fixture(scope="module")
def rows() -> tuple[PostRow, ...]:
    return read_rows(POSTS, PostRow)


def leaders(posts: tuple[Post, ...]) -> list[tuple[str, str | None]]:
    """Title and hours of the posts of act 35/01."""
    return [
        (post.titles[0].value, post.reception[0].opening_hours if post.reception else None)
        for post in posts
        if post.citation is not None and post.citation.act_id == "krg-2008-35-01"
    ]


@pytest.mark.parametrize(("office", "posts"), TIMETABLE)
def test_a_timetable_gives_a_post_for_each_who_receives(
    bodies_edition: Edition, office: str, posts: list[tuple[str, str | None]]
) -> None:
    assert leaders(bodies_edition.offices[office].posts) == posts


def test_hours_that_are_not_understood_stay_as_a_quote(bodies_edition: Edition) -> None:
    akim = next(
        post for post in bodies_edition.offices["kar-aktogai-akimat"].posts if post.titles[0].value == "Әкім"
    )
    assert akim.citation is not None
    assert akim.citation.quote is not None
    assert "Сарышаған" in akim.citation.quote


def test_eight_printings_of_a_timetable_are_one_set_of_posts(rows: tuple[PostRow, ...]) -> None:
    of_leaders = [row for row in rows if row.purpose == SchedulePurpose.LEADER_RECEPTION]
    assert {row.office for row in of_leaders} == {row.office for row in of_leaders if row.title == "Әкім"}
    assert len({row.office for row in of_leaders}) == 18
    assert all(len(split_values(row.source)) == 8 for row in of_leaders)


@pytest.mark.parametrize(("source", "room", "phone", "person"), OFFICIALS)
def test_an_official_is_a_post_with_room_and_phone(
    rows: tuple[PostRow, ...], source: str, room: str, phone: str, person: str | None
) -> None:
    (row,) = (row for row in rows if source in split_values(row.source))
    assert (row.office, row.room, row.phones) == ("kz-control-committee", room, phone)
    assert person is None or person not in POSTS.read_text("utf-8")


def test_a_post_with_two_printed_numbers_is_one_post_with_both(bodies_edition: Edition) -> None:
    chairs = [
        post
        for post in bodies_edition.offices["kz-control-committee"].posts
        if post.titles[0].value.startswith("Председатель")
    ]
    assert len(chairs) == 1
    assert {
        (contact.value, contact.citation.standard)
        for contact in chairs[0].contacts
        if contact.citation is not None
    } == {("+77172741536", 6), ("+77172742056", 30)}


def test_a_desk_of_appeal_is_the_head_of_the_akims_office(bodies_edition: Edition) -> None:
    (head,) = bodies_edition.offices["akm-akimat"].posts  # 003 A5, line 897
    assert (head.titles[0].value, head.room) == ("Әкім аппаратының басшысы", "315")
    assert [contact.value for contact in head.contacts] == ["+77162255440"]
    assert [hours.opening_hours for hours in head.reception] == ["Mo-Fr 09:00-13:00,14:00-18:15"]
    assert head.citation is not None
    assert (head.citation.act_id, head.citation.annex) == ("gov-2010-76", "5")


def test_a_room_that_a_paragraph_names_is_a_post_of_its_body(bodies_edition: Edition) -> None:
    (post,) = bodies_edition.offices["kar-education"].posts  # 000 S2, paragraphs 4 and 14
    assert post.room == "17"
    assert post.citation is not None
    assert (post.citation.standard, post.citation.line) == (2, 2271)


def test_no_person_leaves_the_printed_row(bodies_edition: Edition) -> None:
    people = {
        split_values(row.cells)[1]
        for key, rows in read_seeds().entries.items()
        if (key.act, key.standard, key.annex) == ("gov-2012-1119", 7, 2)
        for row in rows
    }
    assert len(people) == 3
    told = repr([office.posts for office in bodies_edition.offices.values()])
    for person in people:
        assert person.split()[0] not in told


def test_the_kept_posts_are_those_that_the_seeds_print(rows: tuple[PostRow, ...]) -> None:
    built = build_posts(read_seeds())
    assert built.posts == rows
    assert built.problems == ()


def test_posts_are_the_same_on_either_store(
    store_engine: Engine, bodies_seeds: Seeds, bodies_edition: Edition
) -> None:
    load(store_engine, bodies_seeds)
    edition = load_edition(store_engine)
    for office_id, office in edition.offices.items():
        assert office.posts == bodies_edition.offices[office_id].posts


def test_an_unknown_title_is_reported_not_guessed(bodies_seeds: Seeds) -> None:
    key = TIMETABLES[1]
    entry = next(row for row in bodies_seeds.entries[key] if row.line == 4367)
    cells = entry.cells.replace("Әкім: апта", "Бастық: апта")
    changed = EntryRow(entry.line, entry.number, entry.region, entry.district, entry.repaired, cells)
    others = tuple(row for row in bodies_seeds.entries[key] if row.line != 4367)
    built = build_posts(replace(bodies_seeds, entries={**bodies_seeds.entries, key: (*others, changed)}))
    assert [problem.where for problem in built.problems] == ["krg-2008-35-01/s3/a5/l4367"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"office": "no-such-office"}, "no-such-office"),
        ({"title": ""}, "no title"),
        ({"purpose": "TEA"}, "purpose is 'TEA'"),
        ({"source": ""}, "source cites nothing"),
        ({"source": "gov-2010-76/a5/l1"}, "line 1, which entries/ lacks"),
    ],
)
def test_a_post_that_cannot_be_is_refused(
    bodies_seeds: Seeds, tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    from sqlalchemy.engine import make_url

    from store.tables.engine import make_engine

    bad = replace(bodies_seeds, posts=(replace(bodies_seeds.posts[0], **change),))
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    with pytest.raises(BadSeedError, match=message):
        load(engine, bad)
    engine.dispose()
