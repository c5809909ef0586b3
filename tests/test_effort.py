"""The profile `deep` tries ten times as hard as the usual one."""

from hypothesis import settings

from tests.effort import DEEP, examples


def test_the_profile_decides_how_many_examples_there_are() -> None:
    current = settings.get_current_profile_name()
    counted: dict[str, tuple[int, int]] = {}
    try:
        for name in ("usual", DEEP):
            settings.load_profile(name)
            counted[name] = (examples(25), settings().max_examples)
    finally:
        settings.load_profile(current)
    assert counted == {"usual": (25, 50), DEEP: (250, 500)}


def test_both_keep_what_the_machine_asks_of_hypothesis() -> None:
    usual, deep = settings.get_profile("usual"), settings.get_profile(DEEP)
    assert usual.derandomize == deep.derandomize
    assert usual.deadline == deep.deadline
