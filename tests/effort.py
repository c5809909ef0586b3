"""The number of examples of a property: few in a normal run, many in `make test-deep`."""

from __future__ import annotations

from hypothesis import settings

_USUAL = "usual"
DEEP = "deep"
_USUAL_EXAMPLES = 50
_TIMES = 10
"""How many times more `deep` tries."""


def register_profiles() -> None:
    """Register the profiles and select the usual one; `--hypothesis-profile` selects another.

    Both use what Hypothesis does where the variable CI is set: the same examples each time.
    """
    settings.register_profile(_USUAL, settings.default, max_examples=_USUAL_EXAMPLES)
    settings.register_profile(DEEP, settings.default, max_examples=_USUAL_EXAMPLES * _TIMES)
    settings.load_profile(_USUAL)


def examples(usual: int) -> int:
    """A number of examples, updates or rounds, ten times as large in the profile `deep`."""
    return usual * _TIMES if settings.get_current_profile_name() == DEEP else usual
