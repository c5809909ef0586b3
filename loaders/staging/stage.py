"""A new act beside the published edition: seeds made of the current ones and the act, for a person to judge.

A staged act is the folder `KENSE_HOME/staged/<act id>`: whole seeds and `manifest.json`. The store is only
read; the folder appears complete or not at all.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Engine

from loaders.acts.account import account_of
from loaders.acts.accounted import Account, Outcome
from loaders.acts.profiles import ActProfile, read_profile
from loaders.acts.reader import survey
from loaders.acts.text import ActText, read_text
from loaders.amending.amended_folder import amend_folder
from loaders.amending.applying import BLOCKED_OPERATION
from loaders.directory.blocking import BLOCKED_ROW
from loaders.directory.laying import lay_over
from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.errors import UnreadableAct
from loaders.loading.load import seeds_digest
from loaders.loading.store_rows import store_rows
from loaders.offices.act_services import DraftService, draft_services, with_services
from loaders.problems import Problem
from loaders.progress import Report
from loaders.seeds.act_facts import read_act_facts
from loaders.seeds.files import write_rows, write_text
from loaders.seeds.folder import read_seeds
from loaders.seeds.rows import ServiceRow
from loaders.staging.published import copy_seeds, keep_seeds, published_seeds, published_stamp
from model.errors import RegistryError

_MANIFEST = "manifest.json"
NOT_READ = "not read"
BLOCKED = frozenset({"blocked table", BLOCKED_ROW, BLOCKED_OPERATION, NOT_READ})
"""Kinds of problems by which a part of an act stays out of the edition."""


class StagingError(RegistryError):
    """There is no such staged act, or it no longer fits; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was staged, upon which seeds, and what a person should know before it is activated.

    `upon` and `digest` are digests of seeds (`loaders.load.seeds_digest`): of the published ones and of
    these. `problems` are those that cite the act; a blocked table is one of them.
    """

    act: str
    text: str
    text_sha256: str
    staged_at: datetime
    upon: str
    digest: str
    drafts: tuple[DraftService, ...]
    problems: tuple[Problem, ...]

    @property
    def blocked(self) -> tuple[Problem, ...]:
        """The tables that were not read, and the rows whose territory is not understood."""
        return tuple(problem for problem in self.problems if problem.kind in BLOCKED)


def stage_act(
    text: Path,
    engine: Engine,
    home: Path,
    gazetteer: Path | None,
    progress: Report,
    seeds: Path,
    profile: Path | None = None,
) -> Manifest:
    """Read an act and lay it over the published seeds, in a folder of its own that replaces an earlier one.

    `seeds` is the folder the store was loaded from; `profile` describes the act, otherwise the profiles in
    `seeds` are asked. Without a `gazetteer` units and positions are those of the seeds (`lay_over`). Raises
    the errors of reading (with file and line), BadProfileError, BadSeedError, NotPublishedError and
    GazetteerNeededError; then nothing is written.
    """
    content = read_text(text)
    profile_file, described = _profile_of(content, profile, seeds)
    stamp = published_stamp(engine)
    base = published_seeds(home, stamp.digest, seeds, besides=described.id)
    (home / "staged").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home / "staged", prefix=".") as trial:
        folder = Path(trial) / "seeds"
        copy_seeds(base, folder)
        own = folder / "acts" / f"{described.id}.yaml"
        write_text(own, profile_file.read_text(encoding="utf-8"))
        read_act_facts(own)
        before = read_seeds(folder)
        drafts = draft_services(described, before.services)
        write_rows(folder / "services.csv", with_services(before, described).services, ServiceRow)
        amended = amend_folder(survey(text, (described,)), described, folder)
        if amended is not None:  # it makes no units: what it adds is placed among those that stand
            seeded = lay_over(text, folder, progress, (described,), amended.act)
        elif gazetteer is None:
            seeded = lay_over(text, folder, progress, (described,))
        else:
            seeded = make_seeds([text], folder, gazetteer, progress, (described,))
        replace_seeds(folder, seeded)
        account = account_of(survey(text, (described,)))
        candidate = read_seeds(folder)
        store_rows(candidate)  # every rule of a load: what is staged can be activated
        manifest = Manifest(
            act=described.id,
            text=text.name,
            text_sha256=hashlib.sha256(text.read_bytes()).hexdigest(),
            staged_at=datetime.now(UTC),
            upon=stamp.digest,
            digest=seeds_digest(candidate),
            drafts=drafts,
            problems=(
                *(p for p in seeded.problems if p.where.split("/")[0] == described.id),
                *_of_account(described.id, account),
                *(amended.problems if amended is not None else ()),
            ),
        )
        write_text(folder / _MANIFEST, msgspec.json.encode(manifest).decode())
        keep_seeds(home, base, stamp.digest)  # what `kense rollback` returns to
        _put_in_place(folder, staged_folder(home, described.id))
    return manifest


def _of_account(act: str, account: Account) -> Iterator[Problem]:
    """What the text holds and no row says: lines like a table that were blocked, and doubtful headings."""
    for run in account.left:
        if run.outcome is Outcome.BLOCKED:
            where = f"lines {run.first}-{run.last}" + (f" ({run.place})" if run.place else "")
            yield Problem(NOT_READ, f"{act}/l{run.first}", f"{where}: {run.reason}")
    for doubt in account.doubts:
        yield Problem("heading_doubtful", f"{act}/l{doubt.line}", doubt.what)


def staged_acts(home: Path) -> tuple[Manifest, ...]:
    """All staged acts by id."""
    return tuple(
        read_manifest(home, path.parent.name) for path in sorted((home / "staged").glob(f"[!.]*/{_MANIFEST}"))
    )


def staged_folder(home: Path, act: str) -> Path:
    """Where an act is staged."""
    return home / "staged" / act


def read_manifest(home: Path, act: str) -> Manifest:
    """The manifest of a staged act. Raises StagingError."""
    path = staged_folder(home, act) / _MANIFEST
    if not path.is_file():
        raise StagingError(f"no act {act!r} is staged: run `kense stage` with its text")
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except msgspec.DecodeError as error:
        raise StagingError(f"{path}: {error}: stage the act again") from None


def _profile_of(content: ActText, given: Path | None, seeds: Path) -> tuple[Path, ActProfile]:
    if given is not None:
        profile = read_profile(given)
        if not profile.recognises(content):
            reason = f"none of its first lines begins with {profile.recognised_by!r}, as {given} says"
            raise UnreadableAct(content.path, reason, 1)
        return given, profile
    for file in sorted((seeds / "acts").glob("*.yaml")):
        if "recognised_by:" not in file.read_text(encoding="utf-8"):
            continue  # facts of an act whose text nobody reads any more
        profile = read_profile(file)
        if profile.recognises(content):
            return file, profile
    reason = "no profile recognises this act: draft one with `kense propose`, name it with --profile"
    raise UnreadableAct(content.path, reason, 1)


def _put_in_place(folder: Path, target: Path) -> None:
    if target.exists():
        target.replace(folder.parent / "replaced")  # goes away with the temporary folder
    folder.replace(target)
