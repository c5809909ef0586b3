"""Lists of answers to many questions, in their order. A bad question has an error in its place."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from graph.terms.errors import DeadlineExceededError, LimitExceededError
from model.errors import UsageError

_Q = TypeVar("_Q")


def slots(answer: Callable[[_Q], object], questions: Iterable[_Q]) -> list[Any]:
    """For each question its answer, or the UsageError that it raised.

    The executor reports the error at its place. Raises LimitExceededError and DeadlineExceededError: they
    concern all questions.
    """
    return [_slot(answer, question) for question in questions]


def _slot(answer: Callable[[_Q], object], question: _Q) -> object:
    """The answer to a question, or its UsageError as a value."""
    try:
        return answer(question)
    except (LimitExceededError, DeadlineExceededError):
        raise
    except UsageError as error:
        return error
