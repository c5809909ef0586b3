"""What a typed line means: its service, its place, what is asked of them, and what is not understood."""

from __future__ import annotations

from dataclasses import dataclass

from geo.asking.vocabulary import NamedBy
from geo.explanations.ask_texts import AskDoubt, AskedFor
from geo.locator.places import PlaceFound


@dataclass(frozen=True, slots=True)
class ServiceRead:
    """A service that a line names, the kind of its name and the name; `words` are those of the line."""

    service_id: str
    by: NamedBy
    name: str
    words: tuple[str, ...]
    is_whole: bool
    is_misspelt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a line means.

    `services` are all that may be meant, the likeliest first; `category` is a kind of offices, `topic` a code
    of `not_held.yaml`; `said` are the words for any of these. `connecting` are words that name nothing,
    `left_out` those that are not understood. `did_you_mean` is the line with its errors mended.
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
        """Whether nothing speaks against it, and one place and service are meant."""
        return self.asked_for is not AskedFor.NOT_UNDERSTOOD and not self.doubts
