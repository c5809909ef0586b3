"""Applies an amending act to a folder of seeds, which is then reconciled as with any other act."""

from __future__ import annotations

from pathlib import Path

from loaders.acts.profiles import ActProfile
from loaders.acts.reader import Survey
from loaders.amending.applying import Amended, amend
from loaders.amending.ordered import orders_of
from loaders.amending.table_state import without_amendments_by
from loaders.seeds.folder import read_seeds, write_seeds


def amend_folder(text_survey: Survey, profile: ActProfile, folder: Path) -> Amended | None:
    """Apply the operations of an act to the seeds in a folder and write them.

    Returns None, writing nothing, if the act orders no change or its profile has tables: it is then read as
    an act that lists offices. Raises BadProfileError and BadSeedError.
    """
    if profile.tables:
        return None
    orders = orders_of(text_survey, profile)
    if not orders.is_amending:
        return None
    before = without_amendments_by(read_seeds(folder), profile.id)
    amended = amend(before, text_survey, profile, orders, folder / "acts")
    write_seeds(folder, amended.seeds)
    return amended
