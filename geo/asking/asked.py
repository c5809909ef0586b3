"""The meaning of a typed line: its service, its place, the kind of question, and the words not understood."""

from __future__ import annotations

from dataclasses import dataclass

from geo.asking.vocabulary import NamedBy
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.locator.places import PlaceFound


@dataclass(frozen=True, slots=True)
class ServiceRead:
    """A service that a line names: its id, the name that matched and the kind of this name.

    `words` are the words typed for it; `is_whole` is set where they make up the whole name.
    """

    service_id: str
    by: NamedBy
    name: str
    words: tuple[str, ...]
    is_whole: bool
    is_misspelt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The meaning of a line.

    `services` are all candidates, the likeliest first; `category` is a category of offices, `topic` a
    code of `not_held.yaml`; `said` are the words typed for one of these. `connecting` are words without a
    meaning of their own, `left_out` the words that were not understood. `did_you_mean` is the line with
    its errors corrected, None without errors.
    """

    text: str
    asked_for: AskedFor
    services: tuple[ServiceRead, ...] = ()
    category: str | None = None
    topic: str | None = None
    said: str = ""
    place_text: str | None = None
    place: PlaceFound | None = None
    connecting: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: frozenset[AskDoubt] = frozenset()
    did_you_mean: str | None = None

    @property
    def is_certain(self) -> bool:
        """Whether the line was understood without any doubt, such as several services or places."""
        return self.asked_for is not AskedFor.NOT_UNDERSTOOD and not self.doubts
