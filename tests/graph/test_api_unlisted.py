"""`unlistedProviders`: the class that an act names without a list, beside whatever the answer is."""

import pytest

from model.edition import Edition
from tests.api_client import ApiClient

ASKED = """query($service: ID!, $place: String!) { officeFor(serviceId: $service, place: {name: $place}) {
  outcome unlistedProviders { code name(language: RU) roles source { act { id } standard provision } } } }"""


@pytest.fixture(scope="module")
def client(shipped_edition: Edition) -> ApiClient:
    return ApiClient(shipped_edition)


UNLISTED = [  # service, outcome, class, name, roles, standard, paragraph
    (
        "school-meals",
        "RESOLVED",
        "schools",
        "организации среднего образования (школы)",
        ["ACCEPTS_APPLICATIONS", "ISSUES_RESULT"],
        24,
        "13",
    ),
    (
        "university-admission",
        "PROVIDER_NOT_LISTED",
        "universities",
        "высшие учебные заведения (вузы)",
        ["ACCEPTS_APPLICATIONS", "DECIDES", "ISSUES_RESULT", "HEARS_COMPLAINTS"],
        13,
        "1",
    ),
]


@pytest.mark.parametrize(
    ("service", "outcome", "code", "name", "roles", "standard", "paragraph"),
    UNLISTED,
    ids=lambda value: str(value)[:20],
)
def test_a_class_without_a_list_is_shown_with_its_roles_and_paragraph(
    client: ApiClient,
    service: str,
    outcome: str,
    code: str,
    name: str,
    roles: list[str],
    standard: int,
    paragraph: str,
) -> None:
    answer = client.data(ASKED, service=f"PublicService:{service}", place="Калалыкуль, Иргизский район")
    assert answer["officeFor"] == {
        "outcome": outcome,
        "unlistedProviders": {
            "code": code,
            "name": name,
            "roles": roles,
            "source": {
                "act": {"id": "LegalAct:gov-2012-1119"},
                "standard": standard,
                "provision": paragraph,
            },
        },
    }


def test_where_every_provider_is_listed_there_is_none(client: ApiClient) -> None:
    answer = client.data(ASKED, service="PublicService:preschool-queue", place="Калалыкуль, Иргизский район")
    assert answer["officeFor"] == {"outcome": "RESOLVED", "unlistedProviders": None}


def test_a_class_that_the_registry_has_no_words_for_is_shown_by_its_code(small_edition: Edition) -> None:
    answer = ApiClient(small_edition).data(ASKED, service="PublicService:preschool-admission", place="Кына")
    shown = answer["officeFor"]["unlistedProviders"]
    assert (shown["code"], shown["name"], shown["roles"]) == (
        "preschool_organisations",
        "preschool organisations",
        [],
    )
