"""The page that walks through the rooms names files and folders that are there."""

import re

from tests.conformance.conftest import CHECKOUT

PAGE = CHECKOUT / "docs" / "architecture.md"


def test_every_path_of_the_page_is_there() -> None:
    paths = re.findall(
        r"`((?:graph|changes|geo|store|model|loaders|seeds)/[a-z_/.]*)`", PAGE.read_text("utf-8")
    )
    assert len(paths) > 25
    assert [path for path in paths if not (CHECKOUT / path).exists()] == []


def test_every_room_stands_in_the_table_of_floors() -> None:
    table = PAGE.read_text("utf-8").partition("## Floors")[2].partition("## A query")[0]
    named = set(re.findall(r"`([a-z]+)`", table))
    rooms = {
        folder.name
        for top in ("graph", "geo", "store")
        for folder in (CHECKOUT / top).iterdir()
        if (folder / "__init__.py").is_file() and folder.name != "migrations"
    }
    assert rooms - named == set()
