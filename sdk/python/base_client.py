"""The requests of the client: one POST per document; errors in the answer raise an exception."""

from typing import Any

import httpx2
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from .base_model import UNSET


class KenseError(Exception):
    """The server answered with errors: `errors` are its errors, `data` is the partial result."""

    def __init__(self, errors: list[dict[str, Any]], data: dict[str, Any] | None = None) -> None:
        super().__init__("; ".join(str(error.get("message")) for error in errors))
        self.errors = errors
        self.data = data

    @property
    def codes(self) -> list[str]:
        """The codes of the errors, such as NOT_FOUND."""
        return [str(error.get("extensions", {}).get("code", "")) for error in self.errors]


class BaseClient:
    """Sends documents to one address. `token` identifies the caller; reads need none. Close it at the end."""

    def __init__(
        self,
        url: str,
        token: str | None = None,
        headers: dict[str, str] | None = None,
        http_client: httpx2.Client | None = None,
    ) -> None:
        self.url = url
        self.headers = {**(headers or {}), **({"authorization": f"Bearer {token}"} if token else {})}
        self.http_client = http_client or httpx2.Client(timeout=15)

    def __enter__(self) -> "BaseClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.http_client.close()

    def execute(
        self,
        query: str,
        operation_name: str | None = None,
        variables: dict[str, Any] | None = None,
        **options: Any,
    ) -> httpx2.Response:
        """Send a document; the options are those of a request in httpx2."""
        given = {name: _plain(value) for name, value in (variables or {}).items() if value is not UNSET}
        asked = {"query": query, "operationName": operation_name, "variables": to_jsonable_python(given)}
        return self.http_client.post(self.url, json=asked, headers=self.headers, **options)

    def get_data(self, response: httpx2.Response) -> dict[str, Any]:
        """The data of an answer. Raises KenseError for an answer with errors, and for any other reply."""
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not ("data" in answer or "errors" in answer):
            raise KenseError([{"message": f"{self.url} answered {response.status_code} without GraphQL"}])
        if answer.get("errors"):
            raise KenseError(answer["errors"], answer.get("data"))
        data: dict[str, Any] = answer["data"]
        return data


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return [_plain(one) for one in value] if isinstance(value, list) else value
