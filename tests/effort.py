"""How many examples a property gets: few in each run of the suite, many in `make test-deep`."""

from __future__ import annotations

from hypothesis import settings

_USUAL = "usual"
DEEP = "deep"
_USUAL_EXAMPLES = 50
_TIMES = 10
"""How many times more `deep` tries."""


def register_profiles() -> None:
    """Make the profiles known, and take the usual one; `--hypothesis-profile` says otherwise.

    Both keep what Hypothesis does by itself where the variable CI is set: the same examples each time.
    """
    settings.register_profile(_USUAL, settings.default, max_examples=_USUAL_EXAMPLES)
    settings.register_profile(DEEP, settings.default, max_examples=_USUAL_EXAMPLES * _TIMES)
    settings.load_profile(_USUAL)


def examples(usual: int) -> int:
    """A number of examples, updates or rounds, ten times as large in the profile `deep`."""
    return usual * _TIMES if settings.get_current_profile_name() == DEEP else usual
