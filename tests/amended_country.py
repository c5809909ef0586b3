"""A small registry beside which amending acts are staged: the texts of the acts, and their effects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from loaders.amending.applying import BLOCKED_OPERATION
from loaders.loading.load import load
from loaders.seeds import Seeds, read_seeds
from loaders.seeds.files import write_rows
from loaders.seeds.rows import ActTableRow
from loaders.staging.activation import activate
from loaders.staging.proposal import propose
from loaders.staging.stage import stage_act
from loaders.staging.staged import Manifest, staged_folder
from model.citation_text import citation_text
from model.edition import Edition, Provision
from model.enums import ContactKind
from store.reading.editions import load_edition
from store.tables.engine import make_engine
from tests.seeded_gazetteer import seeded_gazetteer
from tests.shared_folder import NOT_BESIDE, SHARED
from tests.staged_country import make_base, nobody_watches

ACT = "gov-2013-480"
BEFORE, AFTER = date(2013, 5, 25), date(2013, 5, 26)
HEAD = """О внесении изменений в постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119

Постановление Правительства Республики Казахстан от 15 мая 2013 года № 480

1. Внести в постановление Правительства Республики Казахстан от 31 августа 2012 года № 1119 следующие изменения:
1) в стандарте государственной услуги «Постановка на очередь детей дошкольного возраста (до 7 лет) для направления в детские дошкольные организации»:
"""  # noqa: E501
END = "2. Настоящее постановление вводится в действие по истечении десяти календарных дней.\n"
ROWS = """в приложении 2 к указанному стандарту:
строку, порядковый номер 2, изложить в следующей редакции:
«
2.\tГУ «Аппарат акима сельского округа Карасай Аккольского района»\tс. Карасай, с. Кына, с. Минское\t8 (71638) 3-41-99\t020110, с. Карасай, ул. Тауелсиздик, 5\twww.akmo.kz
»;
строку, порядковый номер 3, исключить;
"""  # noqa: E501
ANNEX = """приложение 3 к указанному стандарту изложить в новой редакции согласно приложению к настоящему постановлению;
"""  # noqa: E501
ANNEX_TEXT = """
Приложение
к постановлению Правительства
Республики Казахстан
от 15 мая 2013 года № 480

Приложение 3
к стандарту государственной услуги
«Постановка на очередь детей дошкольного возраста»

Центры обслуживания населения

№\tНаименование\tАдрес\tТелефон
1\tФилиал РГП «ЦОН по Акмолинской области»\tг.Кокшетау, ул. Ауэзова, 189 «а»\t8 (7162) 40-10-76
2\tАккольский районный отдел\tг.Акколь, ул.Нурмагамбетова, д. 110\t8 (71638) 2-00-77
"""
SERVICE = "preschool-queue"
KARASAI, KENES = "akm-akkol-karasai-akimat", "akm-akkol-kenes-akimat"
RENAMING = """О переименовании сельского округа Аккольского района Акмолинской области

Постановление акимата Акмолинской области от 27 марта 2023 года № А-3/110

1. Переименовать:
Карасайский сельский округ Аккольского района Акмолинской области – на сельский округ Тәуелсіздік Аккольского района Акмолинской области;
Ергольский сельский округ Буландынского района Акмолинской области – на сельский округ Тоқтамыс Буландынского района Акмолинской области.
2. Настоящее постановление вводится в действие по истечении десяти календарных дней.
"""  # noqa: E501


@pytest.fixture(scope="module")
def base(small_seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of seeds that the store is loaded from."""
    gazetteer = seeded_gazetteer(tmp_path_factory.mktemp("gazetteer") / "akmola")
    folder = make_base(tmp_path_factory.mktemp("base"), small_seeds, gazetteer)
    write_rows(folder / "act_tables.csv", small_seeds.act_tables, ActTableRow)
    return folder


@dataclass
class Desk:
    """A published registry and the actions of a publisher."""

    engine: Engine
    base: Path
    folder: Path

    def stage(self, text: str, **facts: str) -> Manifest:
        """Stage an act from these words with the profile proposed for it; `facts` replace its lines."""
        (self.folder / "act.txt").write_text(text, encoding="utf-8")
        drafted = propose(self.folder / "act.txt", self.base)
        for key, value in facts.items():
            drafted = re.sub(rf"(?m)^{key}: .*$", f"{key}: {value}", drafted)
        (self.folder / "act.yaml").write_text(drafted, encoding="utf-8")
        return stage_act(
            self.folder / "act.txt",
            engine=self.engine,
            home=self.folder / "home",
            gazetteer=None,
            progress=nobody_watches,
            seeds=self.base,
            profile=self.folder / "act.yaml",
        )

    def publish(self, text: str, **facts: str) -> Edition:
        """Stage an act and activate it."""
        manifest = self.stage(text, **facts)
        activate(self.engine, self.folder / "home", manifest.act)
        return load_edition(self.engine)

    def seeds_of(self, act: str) -> Seeds:
        """The seeds of a staged act."""
        return read_seeds(staged_folder(self.folder / "home", act))


@pytest.fixture
def desk(base: Path, tmp_path: Path) -> Iterator[Desk]:
    engine = make_engine(make_url(f"sqlite:///{tmp_path}/kense.sqlite3"))
    try:
        load(engine, read_seeds(base))
        yield Desk(engine, base, tmp_path)
    finally:
        engine.dispose()


def blocked(manifest: Manifest) -> list[str]:
    """The lines of an act that changed nothing, each with its reason."""
    return [problem.text for problem in manifest.problems if problem.kind == BLOCKED_OPERATION]


def given(edition: Edition, office: str, day: date) -> list[Provision]:
    """The provision of an office on a day."""
    return [
        one
        for one in edition.provisions.values()
        if (one.office_id, one.service_id) == (office, SERVICE) and one.holds_on(day)
    ]


def cited(edition: Edition, provision: Provision) -> str:
    """The first citation of a provision, in words."""
    place = provision.basis[0]
    amended_by = edition.acts[place.act_id] if place.of_act else None
    return citation_text(place, edition.acts[place.law], amended_by)


def phones(edition: Edition, office: str, day: date) -> list[str]:
    """The phones of an office on a day."""
    record = edition.offices[office]
    return [
        one.value
        for one in (*record.contacts, *record.contacts_of_other_days)
        if one.kind is ContactKind.PHONE and one.validity.holds_on(day)
    ]


CASES = SHARED / "cases" / "acts"
beside = pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES} {NOT_BESIDE}")


def case(name: str) -> str:
    """The text of a case."""
    return (CASES / name).read_text(encoding="utf-8")
