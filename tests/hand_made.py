"""A hand-made registry for tests of geography: small true shapes, invented where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from model.edition import (
    ALWAYS,
    Act,
    Citation,
    Edition,
    Name,
    Office,
    Position,
    Provision,
    Service,
    Unit,
    UnitChange,
    Validity,
)
from model.enums import Language, Level, NameStatus, OfficeKind, Precision, Role

DECIDES = (Role.ACCEPTS_APPLICATIONS, Role.DECIDES, Role.ISSUES_RESULT)
ACCEPTS = (Role.ACCEPTS_APPLICATIONS, Role.ISSUES_RESULT)
HEARS = (Role.HEARS_COMPLAINTS,)


def at(lat: float, lon: float, precision: Precision = Precision.SETTLEMENT) -> Position:
    return Position(lon=lon, lat=lat, precision=precision, method="hand", confidence=1.0)


def names(ru: str, kk: str | None = None, former: str | None = None) -> tuple[Name, ...]:
    found = [Name(ru, Language.RU)]
    if kk is not None:
        found.append(Name(kk, Language.KK))
    if former is not None:
        found.append(Name(former, Language.RU, NameStatus.FORMER))
    return tuple(found)


def unit(
    slug: str,
    level: Level,
    parent: str | None,
    ru: str,
    kk: str | None = None,
    *,
    position: Position | None = None,
    former: str | None = None,
    kato: str | None = None,
    seat: bool = False,
) -> Unit:
    return Unit(slug, level, names(ru, kk, former), parent, kato, position, is_seat=seat)


def office(
    slug: str,
    kind: OfficeKind = OfficeKind.DEPARTMENT,
    position: Position | None = None,
    *,
    category: str | None = None,
    located_in: str | None = None,
    territory: str | None = None,
) -> Office:
    return Office(
        slug,
        kind,
        category or kind.value.lower(),
        names(f"Учреждение {slug}"),
        located_in,
        territory,
        position=position,
    )


def citation(act: str, line: int | None = None, provision: str | None = None) -> Citation:
    return Citation(act, Language.RU, 1, "1" if line else None, provision, line, line)


def provision(
    service: str,
    office_id: str,
    units: Sequence[str],
    roles: tuple[Role, ...] = DECIDES,
    *,
    excluded: Sequence[str] = (),
    validity: Validity = ALWAYS,
    act: str = "gov-2012-1119",
) -> Provision:
    return Provision(
        f"{service}.{office_id}.{act}",
        service,
        office_id,
        roles,
        tuple(units),
        (citation(act, line=100), citation(act, provision="1")),
        "own",
        is_nationwide=not units,
        excluded_unit_ids=tuple(excluded),
        validity=validity,
    )


ACTS = [
    Act(
        "gov-2012-1119",
        "1119",
        date(2012, 8, 31),
        "Правительство Республики Казахстан",
        names("О стандартах"),
        (Language.RU,),
        Validity(date(2012, 9, 24)),
        repeal_unknown_after=date(2012, 8, 31),
    ),
    Act(
        "krg-2008-35-01",
        "35/01",
        date(2008, 12, 29),
        "Акимат Карагандинской области",
        names("О стандартах"),
        (Language.KK,),
        Validity(date(2009, 2, 21), date(2009, 7, 7)),
    ),
]


def edition(
    units: Iterable[Unit] = (),
    offices: Iterable[Office] = (),
    services: Iterable[Service] = (),
    provisions: Iterable[Provision] = (),
    changes: Iterable[UnitChange] = (),
    rekeyed: dict[str, str] | None = None,
) -> Edition:
    return Edition(
        1,
        datetime(2026, 1, 1, tzinfo=UTC),
        {each.id: each for each in ACTS},
        {each.id: each for each in units},
        {each.id: each for each in offices},
        {each.id: each for each in services},
        {each.id: each for each in provisions},
        rekeyed=rekeyed or {},
        changes=tuple(changes),
    )


AKKOL = at(51.99374, 70.94704)
KOKSHETAU = at(53.28244, 69.39692)

UNITS = [  # 1119-1/2, lines 1535-1600; positions: GeoNames
    unit("akm", Level.REGION, None, "Акмолинская область", "Ақмола облысы", kato="110000000"),
    unit("akm-akkol", Level.DISTRICT, "akm", "Аккольский район", "Ақкөл ауданы", kato="113200000"),
    unit("akm-akkol-akkol", Level.RURAL_OKRUG, "akm-akkol", "город Акколь"),
    unit(
        "akm-akkol-akkol-g",
        Level.SETTLEMENT,
        "akm-akkol-akkol",
        "Акколь",
        "Ақкөл",
        position=AKKOL,
        former="Алексеевка",
        kato="113220100",
        seat=True,
    ),
    unit(
        "akm-akkol-akkol-ernazar",
        Level.SETTLEMENT,
        "akm-akkol-akkol",
        "Ерназар",
        position=at(52.00927, 70.69447),
    ),
    unit("akm-akkol-karasai", Level.RURAL_OKRUG, "akm-akkol", "Карасайский сельский округ"),
    unit(
        "akm-akkol-karasai-kyna",
        Level.SETTLEMENT,
        "akm-akkol-karasai",
        "Кына",
        kato="113241100",
        position=at(51.99374, 70.94704, Precision.DISTRICT),
    ),
    unit("akm-akkol-karasai-karasai", Level.SETTLEMENT, "akm-akkol-karasai", "Карасай", seat=True),
    unit("akm-akkol-kenes", Level.RURAL_OKRUG, "akm-akkol", "Кенесский сельский округ"),
    unit(
        "akm-akkol-kenes-kenes",
        Level.SETTLEMENT,
        "akm-akkol-kenes",
        "Кенес",
        "Кеңес",
        position=at(52.08274, 71.26710),
        seat=True,
    ),
    unit("akm-kokshetau", Level.DISTRICT, "akm", "город Кокшетау", "Көкшетау қаласы", kato="111000000"),
    unit(
        "akm-kokshetau-g",
        Level.SETTLEMENT,
        "akm-kokshetau",
        "Кокшетау",
        "Көкшетау",
        position=KOKSHETAU,
        seat=True,
    ),
    unit("alm", Level.REGION, None, "Алматинская область", "Алматы облысы"),
    unit("alm-karasai", Level.DISTRICT, "alm", "Карасайский район", "Қарасай ауданы"),
    unit("alm-karasai-kenes", Level.SETTLEMENT, "alm-karasai", "Кенес", position=at(43.2, 76.6)),
    unit("ala", Level.REGION, None, "город Алматы", "Алматы қаласы", kato="750000000"),
    unit("ala-bostandyk", Level.DISTRICT, "ala", "Бостандыкский район", position=at(43.22, 76.9)),
]
