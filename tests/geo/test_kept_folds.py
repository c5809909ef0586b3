"""Cached foldings equal computed ones; other files in the cache folder are ignored."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.contradictions.address_contradictions import kazakh_parts, russian_parts
from geo.names import remembered, toponyms
from geo.names.kept_folds import kept_folds
from model.settings import Settings

NAMES = ("с. Карасай", "Ақкөл ауданы", "Щучинск", "Nur-Sultan q.", "1-й микрорайон", "«Достык» а.о.", "")
FOLDS: tuple[Callable[[str], object], ...] = (
    toponyms.strip_type,
    toponyms.exact_key,
    toponyms.tight_key,
    toponyms.mild_key,
    toponyms.skeleton_key,
    russian_parts,
    kazakh_parts,
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    environ = {"KENSE_HOME": str(tmp_path), "KENSE_DATABASE_URL": f"sqlite:///{tmp_path}/kense.db"}
    return Settings.from_environment(environ)


@pytest.fixture(autouse=True)
def forgetful() -> None:
    """Clears the caches of the process, so that nothing is already folded."""
    forget()


def file_in(folder: Path) -> Path:
    (found,) = folder.glob(".kense.db.folds-*")
    return found


def test_names_fold_alike_with_what_was_kept(settings: Settings, tmp_path: Path) -> None:
    with kept_folds(settings):
        for fold in FOLDS:
            for name in NAMES:
                fold(f"{name} kept once")
    assert stat.S_IMODE(file_in(tmp_path).stat().st_mode) == 0o600
    before = file_in(tmp_path).read_bytes()
    forget()
    expected = [fold(f"{name} kept once") for fold in FOLDS for name in NAMES]
    forget()
    for _ in range(2):
        with kept_folds(settings):
            assert [fold(f"{name} kept once") for fold in FOLDS for name in NAMES] == expected
        forget()
    assert len(file_in(tmp_path).read_bytes()) >= len(before)


def forget() -> None:
    """Clear the caches of the functions."""
    for fold in remembered._forgetting:
        fold()


def test_what_is_folded_later_is_not_kept(settings: Settings, tmp_path: Path) -> None:
    with kept_folds(settings):
        toponyms.mild_key("Карасай of the registry")
    toponyms.mild_key("a stranger's question")
    content = file_in(tmp_path).read_bytes()
    assert "Карасай of the registry".encode() in content
    assert b"stranger" not in content


@pytest.mark.parametrize("content", [b"", b"garbage", bytes(32) + b"\x93\xa1x\x80\x80", bytes(40)])
def test_a_file_that_is_none_is_made_anew(settings: Settings, tmp_path: Path, content: bytes) -> None:
    with kept_folds(settings):
        toponyms.mild_key("Карасай before")
    spoilt = file_in(tmp_path)
    spoilt.write_bytes(content)
    forget()
    with kept_folds(settings):
        assert toponyms.mild_key("Карасай before") == "karasaibefore"
    assert spoilt.read_bytes() != content


def test_none_is_kept_where_none_is_wanted(tmp_path: Path) -> None:
    environ = {
        "KENSE_HOME": str(tmp_path),
        "KENSE_DATABASE_URL": f"sqlite:///{tmp_path}/kense.db",
        "KENSE_EDITION_FILE": "off",
    }
    with kept_folds(Settings.from_environment(environ)):
        toponyms.mild_key("Карасай kept nowhere")
    assert list(tmp_path.iterdir()) == []
