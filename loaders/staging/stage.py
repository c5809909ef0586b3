"""A new act beside the published edition: seeds made of the current ones and the act, for a person to judge.

A staged act lies in the store (`loaders.staging.staged`). The folder `KENSE_HOME/staged/<act id>` is a copy
for people to look at: whole seeds and `manifest.json`. Both appear complete or not at all.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
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
from loaders.directory.laying import lay_over
from loaders.directory.seeding import make_seeds, replace_seeds
from loaders.errors import UnreadableAct
from loaders.loading.load import Claim, seeds_digest
from loaders.loading.store_rows import store_rows
from loaders.offices.act_services import draft_services, with_services
from loaders.problems import Problem
from loaders.progress import Report
from loaders.seeds.act_facts import read_act_facts
from loaders.seeds.files import read_rows, write_rows, write_text
from loaders.seeds.folder import read_seeds
from loaders.seeds.rows import ServiceRow
from loaders.staging.published import copy_seeds, keep_seeds, published_seeds, published_stamp
from loaders.staging.staged import (
    MANIFEST,
    NOT_READ,
    Manifest,
    keep_staged,
    read_manifest,
    staged_folder,
    staged_text,
)


def stage_act(
    text: Path,
    engine: Engine,
    home: Path,
    gazetteer: Path | None,
    progress: Report,
    seeds: Path,
    *,
    profile: Path | None = None,
    claim: Claim | None = None,
) -> Manifest:
    """Read an act, add it to the published seeds in a new folder, and store this as the staged act.

    An earlier staging of the act is replaced. `seeds` is the folder from which the store was loaded;
    `profile` describes the act, otherwise the profile in `seeds` that recognises the act is used. Without a
    `gazetteer` units and positions are those of the seeds (`lay_over`). Raises the errors of reading (with
    file and line), BadProfileError, BadSeedError, NotPublishedError, GazetteerNeededError and those of
    `claim`; then nothing is written.
    """
    content = read_text(text)
    profile_file, described = _profile_of(content, profile, seeds)
    stamp = published_stamp(engine)
    base = published_seeds(engine, home, stamp.digest, seeds, besides=described.id)
    (home / "staged").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home / "staged", prefix=".") as trial:
        folder = Path(trial) / "seeds"
        copy_seeds(base, folder)
        own = folder / "acts" / f"{described.id}.yaml"
        write_text(own, profile_file.read_text(encoding="utf-8"))
        read_act_facts(own)
        before = read_seeds(folder)
        drafts = draft_services(described, before.services)
        services = folder / "services.csv"
        write_rows(services, with_services(before, described).services, ServiceRow)
        amended = amend_folder(survey(text, (described,)), described, folder)
        if amended is not None:  # it makes no units: its rows refer to existing ones
            seeded = lay_over(text, folder, progress, (described,), amended.act)
        elif gazetteer is None:
            known = replace(before, services=read_rows(services, ServiceRow))
            seeded = lay_over(text, folder, progress, (described,), known=known)
        else:
            seeded = make_seeds([text], folder, gazetteer, progress, (described,))
        replace_seeds(folder, seeded)
        account = account_of(survey(text, (described,)))
        candidate = read_seeds(folder)
        store_rows(candidate)  # every check of a load: a staged act can be activated
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
        keep_seeds(engine, home, base, stamp.digest)  # the state to which `kense rollback` returns
        keep_staged(engine, manifest, text, profile_file, folder, claim)
        write_text(folder / MANIFEST, msgspec.json.encode(manifest).decode())
        _put_in_place(folder, staged_folder(home, described.id))
    return manifest


def stage_again(
    engine: Engine,
    home: Path,
    act: str,
    gazetteer: Path | None,
    progress: Report,
    seeds: Path,
    *,
    claim: Claim | None = None,
) -> Manifest | None:
    """Stage an act again from its stored text and profile if other seeds were published since.

    None if not. Raises StagingError and the errors of `stage_act`; then the earlier staging stays. `claim` is
    called before anything is stored.
    """
    if read_manifest(engine, act).upon == published_stamp(engine).digest:
        return None
    with staged_text(engine, act) as (text, profile):
        return stage_act(text, engine, home, gazetteer, progress, seeds, profile=profile, claim=claim)


def _of_account(act: str, account: Account) -> Iterator[Problem]:
    """Problems for lines like a table that were blocked, and for doubtful headings."""
    for run in account.left:
        if run.outcome is Outcome.BLOCKED:
            where = f"lines {run.first}-{run.last}" + (f" ({run.place})" if run.place else "")
            yield Problem(NOT_READ, f"{act}/l{run.first}", f"{where}: {run.reason}")
    for doubt in account.doubts:
        yield Problem("heading_doubtful", f"{act}/l{doubt.line}", doubt.what)


def _profile_of(content: ActText, given: Path | None, seeds: Path) -> tuple[Path, ActProfile]:
    """The given profile, else the profile in the seeds that recognises the act.

    Raises UnreadableAct if none does.
    """
    if given is not None:
        profile = read_profile(given)
        if not profile.recognises(content):
            reason = f"none of its first lines begins with {profile.recognised_by!r}, as {given} says"
            raise UnreadableAct(content.path, reason, 1)
        return given, profile
    for file in sorted((seeds / "acts").glob("*.yaml")):
        if "recognised_by:" not in file.read_text(encoding="utf-8"):
            continue  # facts of an act whose text is no longer read
        profile = read_profile(file)
        if profile.recognises(content):
            return file, profile
    reason = "no profile recognises this act: draft one with `kense propose`, name it with --profile"
    raise UnreadableAct(content.path, reason, 1)


def _put_in_place(folder: Path, target: Path) -> None:
    """Move a folder to `target`, in place of an earlier folder."""
    if target.exists():
        target.replace(folder.parent / "replaced")  # removed with the temporary folder
    folder.replace(target)
