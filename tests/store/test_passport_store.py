"""Passports go into either store and come back the same; each is in force as long as its act."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from loaders.loading.load import load, seeds_digest
from loaders.seeds import BadSeedError, Seeds
from loaders.seeds.passports import read_passports
from model.edition import Edition
from model.enums import Channel, Language, TermUnit
from model.passport_changes import passport_changes
from model.passports import ChannelPassport, Passport, Statement, Term, Wait
from store.reading.editions import load_edition
from store.tables import tables
from store.tables.engine import reading

QUEUE_2008, QUEUE_2012 = "krg-2008-35-01-s03", "gov-2012-1119-s01"
PASSPORTS = read_passports()


def test_every_passport_comes_back_from_either_store(store_engine: Engine, bodies_seeds: Seeds) -> None:
    load(store_engine, bodies_seeds)
    edition = load_edition(store_engine)
    assert edition.passports == {passport.id: passport for passport in bodies_seeds.passports}
    with reading(store_engine) as connection:
        row = connection.execute(select(tables.passport).where(tables.passport.c.id == QUEUE_2012)).one()
    assert (row.act_id, row.standard, row.service_id) == ("gov-2012-1119", 1, "preschool-queue")


def test_a_service_described_twice_has_two_passports_oldest_first(bodies_edition: Edition) -> None:
    assert bodies_edition.passports_of_service["preschool-queue"] == (QUEUE_2008, QUEUE_2012)
    acts = bodies_edition.acts
    in_force = {
        key: acts[bodies_edition.passports[key].act].force.holds_on(date(2009, 7, 6))
        for key in (QUEUE_2008, QUEUE_2012)
    }
    assert in_force == {QUEUE_2008: True, QUEUE_2012: False}  # repealed on 2009-07-07 by N 18/10


def test_each_standard_has_one_passport_at_most(bodies_edition: Edition) -> None:
    places = [(one.act, one.standard) for one in bodies_edition.passports.values()]
    assert len(places) == len(set(places)) == len(PASSPORTS)
    for passport in bodies_edition.passports.values():
        cited = bodies_edition.services[passport.service].citations
        assert (passport.act, passport.standard) in {(one.act_id, one.standard) for one in cited}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"service": "no-such-service"}, "no-such-service"),
        ({"act": "gov-1999-1"}, "gov-1999-1"),
    ],
)
def test_a_passport_of_nothing_known_is_refused(
    store_engine: Engine, bodies_seeds: Seeds, change: dict[str, str], message: str
) -> None:
    first = bodies_seeds.passports[0]
    changed = Passport(**{name: getattr(first, name) for name in first.__struct_fields__} | change)
    with pytest.raises(BadSeedError, match=message):
        load(store_engine, replace(bodies_seeds, passports=(changed,)))


def test_a_changed_passport_is_another_edition(bodies_seeds: Seeds) -> None:
    fewer = replace(bodies_seeds, passports=bodies_seeds.passports[1:])
    assert seeds_digest(fewer) != seeds_digest(bodies_seeds)


def _passport(**stated: object) -> Passport:
    silent: dict[str, object] = {
        "act": "gov-2012-1119", "standard": 1, "service": "preschool-queue", "language": Language.RU,
        "form": None, "legal_basis": (), "result": (), "recipients": (), "channels": (), "fee": None,
        "refusal_grounds": (), "complaints": (), "quality_targets": (), "forms": (), "steps": (),
    }  # fmt: skip
    return Passport(**silent | stated)  # type: ignore[arg-type]


def _channel(days: int, minutes: int, paragraph: int = 7) -> ChannelPassport:
    return ChannelPassport(
        channel=Channel.PSC,
        terms=(Term(value=days, unit=TermUnit.WORKING_DAYS, printed=f"{days} дней", paragraph=paragraph),),
        max_wait=Wait(minutes=minutes, printed=f"{minutes} минут", paragraph=paragraph),
        max_service=None,
        hours=None,
        documents=(),
    )


def test_a_shorter_term_is_the_only_difference() -> None:
    before, after = (
        _passport(channels=(_channel(5, 30),)),
        _passport(channels=(_channel(3, 30, paragraph=8),)),
    )
    (change,) = passport_changes(before, after)
    assert change.field == "channels.PSC.terms"
    assert change.before == '[{"value": 5, "unit": "WORKING_DAYS"}]'
    assert change.after == '[{"value": 3, "unit": "WORKING_DAYS"}]'


def test_a_channel_that_is_gone_is_silent_after() -> None:
    changes = passport_changes(_passport(channels=(_channel(5, 30),)), _passport())
    assert {change.field: change.after for change in changes} == {
        "channels.PSC.terms": None,
        "channels.PSC.maxWaitMinutes": None,
    }


def test_the_queue_of_2012_is_faster_than_that_of_2008(bodies_edition: Edition) -> None:
    old, new = (bodies_edition.passports[key] for key in (QUEUE_2008, QUEUE_2012))
    changes = {change.field: (change.before, change.after) for change in passport_changes(old, new)}
    assert changes["channels.PSC.terms"] == (  # 000 S3 paragraph 7 1); 001 S1 paragraph 7 1)
        '[{"value": 15, "unit": "CALENDAR_DAYS"}]',
        '[{"value": 3, "unit": "WORKING_DAYS"}]',
    )
    assert changes["channels.PSC.maxWaitMinutes"] == ("40", "20")
    assert changes["channels.PORTAL.terms"][0] is None  # the portal is new
    assert "fee" not in changes  # free in both


@given(st.sampled_from(PASSPORTS), st.sampled_from(PASSPORTS))
def test_differences_turn_round_with_their_passports(one: Passport, other: Passport) -> None:
    there = {(change.field, change.before, change.after) for change in passport_changes(one, other)}
    back = {(change.field, change.after, change.before) for change in passport_changes(other, one)}
    assert there == back
    assert passport_changes(one, one) == ()


def test_a_statement_elsewhere_in_the_act_is_no_difference() -> None:
    before = _passport(result=(Statement(text="справка", paragraph=5),))
    after = _passport(result=(Statement(text="справка", paragraph=6, item="1"),))
    assert passport_changes(before, after) == ()
