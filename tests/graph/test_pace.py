"""An account without a role that sends many changes is refused before the store is reached."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.server.rate_limit import A_SECOND, AT_ONCE, Pace
from model.edition import Edition
from tests.api_client import ApiClient

CHANGE = "mutation { __typename }"


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_taken_and_then_one_a_second() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert [pace.wait_s("a") for _ in range(AT_ONCE)] == [0] * AT_ONCE
    assert [pace.wait_s("a") for _ in range(3)] == [1, 1, 1]
    assert pace.wait_s("b") == 0
    clock.now += 1.0
    assert [pace.wait_s("a"), pace.wait_s("a")] == [0, 1]
    clock.now += 3_600.0
    assert [pace.wait_s("a") for _ in range(AT_ONCE + 1)] == [0] * AT_ONCE + [1]


@given(st.lists(st.floats(0, 20), max_size=200))
def test_no_rhythm_gets_more_through_than_the_pace(pauses: list[float]) -> None:
    clock = Clock()
    pace = Pace(clock)
    taken = 0
    for pause in pauses:
        clock.now += pause
        wait = pace.wait_s("a")
        taken += wait == 0
        if wait:
            clock.now += wait
            assert pace.wait_s("a") == 0
            taken += 1
        assert taken <= AT_ONCE + (clock.now - 1_000.0) * A_SECOND + 1e-6


def test_many_clients_are_forgotten_and_not_kept_for_ever() -> None:
    pace = Pace(Clock())
    for number in range(20_000):
        assert pace.wait_s(f"client {number}") == 0
    assert len(pace._free_at) == 10_000


def test_a_stranger_is_told_to_wait_and_who_signs_in_is_not_counted(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    answers = [api.http.post("/graphql", json={"query": CHANGE}) for _ in range(AT_ONCE)]
    assert {answer.status_code for answer in answers} == {200}
    # Each second allows one more.
    while answers[-1].status_code == 200 and len(answers) < 2 * AT_ONCE:
        answers.append(api.http.post("/graphql", json={"query": CHANGE}))
    assert answers[-1].status_code == 429
    assert answers[-1].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert answers[-1].headers["retry-after"] == "1"
    assert api.data("{ edition { number } }")
    api.sign_in("akm", role="editor")
    assert api.http.post("/graphql", json={"query": CHANGE}).status_code == 200


def changes(number: int) -> str:
    return "mutation { " + " ".join(f"a{index}: __typename" for index in range(number)) + " }"


def test_the_changes_of_a_document_are_counted_and_not_the_documents(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    answers = [api.http.post("/graphql", json={"query": changes(10)}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    # One change would have to wait for 1 s, ten of them for as many more.
    assert 9 <= int(answers[-1].headers["retry-after"]) <= 10


def test_fragments_do_not_hide_changes(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    hidden = "mutation { ...F } fragment F on Mutation { " + changes(10).removeprefix("mutation { ")
    named = f"query Q {{ edition {{ number }} }} mutation M {{ {changes(10).removeprefix('mutation { ')}"
    for _ in range(3):
        assert api.http.post("/graphql", json={"query": hidden}).status_code == 200
        assert api.http.post("/graphql", json={"query": named, "operationName": "M"}).status_code == 200
    assert api.http.post("/graphql", json={"query": hidden}).status_code == 429
    assert api.http.post("/graphql", json={"query": named, "operationName": "Q"}).status_code == 200


def test_a_reader_is_counted_by_name_and_who_has_a_role_is_not(small_edition: Edition) -> None:
    api = ApiClient(small_edition)
    api.sign_in(role="reader", subject="first")
    answers = [api.http.post("/graphql", json={"query": changes(10)}).status_code for _ in range(7)]
    assert answers == [200] * 6 + [429]
    api.sign_in(role="reader", subject="second")
    assert api.http.post("/graphql", json={"query": CHANGE}).status_code == 200
    api.sign_in("akm", role="editor")
    assert [api.http.post("/graphql", json={"query": changes(10)}).status_code for _ in range(9)] == [200] * 9
