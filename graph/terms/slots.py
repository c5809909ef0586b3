"""Lists of answers to many questions: one slot each, in order, and an error in the slot of a bad question."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from graph.terms.errors import DeadlineExceededError, LimitExceededError
from model.errors import UsageError

_Q = TypeVar("_Q")


def slots(answer: Callable[[_Q], object], questions: Iterable[_Q]) -> list[Any]:
    """The answer to each question, or the UsageError that it raised, for the executor to tell of in place.

    Raises LimitExceededError and DeadlineExceededError: they concern all questions.
    """
    return [_slot(answer, question) for question in questions]


def _slot(answer: Callable[[_Q], object], question: _Q) -> object:
    try:
        return answer(question)
    except (LimitExceededError, DeadlineExceededError):
        raise
    except UsageError as error:
        return error
