"""The work of `kense boundaries`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import shapely
from rich.console import Console

from loaders.loading.seeds_edition import edition_of
from loaders.places.boundaries import read_features
from loaders.places.boundary_making import check_tolerance, generalise, outer_line
from loaders.seeds.boundaries import write_shipped_boundaries
from loaders.seeds.files import BadSeedError, write_text
from loaders.seeds.folder import read_seeds

_OUTLINE = "outline: >-\n"
"""Key of the country's corners in its file, where it stands last."""


def run_boundaries_make(
    seeds: Path, files: Sequence[Path], tolerance: float, credit: str, console: Console
) -> None:
    """Write `boundaries.geojson` of a folder of seeds from finer boundaries.

    Corners that matter less than `tolerance` degrees are left out; refused boundaries are printed. If the
    folder has `lookups/country.yaml`, the outline of the country is written there too. Raises
    BadBoundaryFileError and BadSeedError.
    """
    check_tolerance(tolerance)
    features = read_features(files)  # first: the seeds take seconds
    made = generalise(features, edition_of(read_seeds(seeds)), tolerance)
    for line in made.refused:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    path = write_shipped_boundaries(seeds, made.boundaries, f"{credit}; simplified to {tolerance:g} degrees")
    _write_line(seeds / "lookups" / "country.yaml", outer_line(made.boundaries))
    size = path.stat().st_size / 1000
    console.print(
        f"{len(made.boundaries)} boundaries in {path} ({size:,.0f} kB), {len(made.refused)} refused",
        highlight=False,
        soft_wrap=True,
    )


def _write_line(file: Path, line: shapely.Polygon) -> None:
    """Write the corners of the country into `lookups/country.yaml`; nothing if that file is missing.

    Raises BadSeedError if the file has no `outline`.
    """
    if not file.is_file():
        return
    head, marker, _ = file.read_text(encoding="utf-8").partition(_OUTLINE)
    if not marker:
        raise BadSeedError(f"{file}: no {_OUTLINE.strip()!r} to write the outline of the country under")
    # A non-breaking space keeps a corner on one line.
    corners = ", ".join(f"{lon:g}\u00a0{lat:g}" for lon, lat in shapely.get_coordinates(line).tolist())
    text = textwrap.fill(corners, 120, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    write_text(file, head + marker + text.replace("\u00a0", " ") + "\n")
