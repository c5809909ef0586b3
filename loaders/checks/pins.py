"""Figures that must not fall: `seeds/check.yaml`, with the join targets that are measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml

from loaders.checks.joins import JoinTarget
from loaders.seeds.files import BadSeedError
from model.yaml_files import parse_yaml


@dataclass(frozen=True, slots=True)
class Pin:
    """The required value of a figure (exactly, at least, at most; None for none) and why."""

    figure: str
    exact: float | None
    minimum: float | None
    maximum: float | None
    why: str

    def holds(self, value: float) -> bool:
        """Whether a value is the exact value of the pin, or within its minimum and maximum."""
        if self.exact is not None:
            return value == self.exact
        if self.minimum is not None and value < self.minimum:
            return False
        return self.maximum is None or value <= self.maximum

    @property
    def wanted(self) -> str:
        """The required value for people: `= 10532`, `>= 280`, `<= 64`."""
        bounds = (("=", self.exact), (">=", self.minimum), ("<=", self.maximum))
        return " ".join(f"{sign} {bound:,g}" for sign, bound in bounds if bound is not None)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The pinned figures and the joins to measure."""

    pins: tuple[Pin, ...] = ()
    joins: tuple[JoinTarget, ...] = ()


def read_checklist(path: Path | Traversable) -> Checklist:
    """The pins and join targets of a file; empty if the file is missing. Raises BadSeedError."""
    if not path.is_file():
        return Checklist()
    try:
        content = parse_yaml(path.read_text(encoding="utf-8")) or {}
        return Checklist(
            tuple(_pin(figure, entry) for figure, entry in content.get("figures", {}).items()),
            tuple(_target(entry) for entry in content.get("joins", ())),
        )
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadSeedError(f"{path}: {error}") from None


def _pin(figure: str, entry: Mapping[str, object]) -> Pin:
    """A pin. Raises ValueError without a required value or `why`."""
    bounds = {bound: _number(entry.get(bound)) for bound in ("exact", "minimum", "maximum")}
    if all(value is None for value in bounds.values()) or not isinstance(entry.get("why"), str):
        raise ValueError(f"{figure}: needs exact, minimum or maximum, and why")
    return Pin(figure, **bounds, why=str(entry["why"]))


def _number(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise ValueError(f"{value!r} is not a number")


def _target(entry: Mapping[str, object]) -> JoinTarget:
    """A join target. Raises KeyError or ValueError for a missing or wrong value."""
    reasons = entry.get("reasons") or {}
    if not isinstance(reasons, Mapping):
        raise ValueError(f"joins: {entry['name']}: reasons are not a mapping")
    return JoinTarget(
        str(entry["name"]),
        _tables(entry["rows"]),
        _tables(entry["to"]),
        {str(row): str(why) for row, why in reasons.items()},
    )


def _tables(value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ValueError(f"{value!r} is not a list of tables")
    return tuple(map(str, value))
