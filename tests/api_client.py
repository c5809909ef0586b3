"""A client of the API for tests: the whole server over a small edition, without a network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from starlette.testclient import TestClient

from changes.development import issue_token
from changes.identity import AccountRole
from graph.served.context import Reception
from graph.server.app import create_app
from model.edition import Edition
from model.settings import Settings

SERVICE = "PublicService:preschool-queue"


class ApiClient:
    """Sends requests; returns the data, or the errors where they are expected."""

    def __init__(self, edition: Edition | None, environ: Mapping[str, str] | None = None) -> None:
        self.reception = Reception()
        if edition is not None:
            self.reception.serve(edition)
        # the garbage collection of the whole run would fall into one of the requests
        given = {"KENSE_HOME": str(Path("var")), "KENSE_WORK_LIMIT_MS": "5000", **(environ or {})}
        self.settings = Settings.from_environment(given)
        # Errors of the server are returned as answers: a client never sees a traceback.
        self.http = TestClient(create_app(self.settings, self.reception), raise_server_exceptions=False)

    def sign_in(self, *territories: str, role: str = "admin", subject: str = "somebody") -> None:
        """Ask as an account of those territories from now on; tokens are of the development key."""
        token = issue_token(self.settings.home, subject, [AccountRole(role)], territories, hours=1)
        self.http.headers["authorization"] = f"Bearer {token}"

    def sign_out(self) -> None:
        """Send requests without a token from now on."""
        self.http.headers.pop("authorization", None)

    def post(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        body = {"query": query, "variables": variables}
        with structlog.testing.capture_logs():
            answer = self.http.post("/graphql", json=body)
        found: dict[str, Any] = answer.json()
        return found

    def data(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer that has no errors."""
        answer = self.post(query, **variables)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    def errors(self, query: str, **variables: Any) -> list[tuple[str, str]]:
        """Code and message of each error."""
        found = self.post(query, **variables)["errors"]
        return [(error["extensions"]["code"], error["message"]) for error in found]

    def error(self, query: str, **variables: Any) -> tuple[str, str]:
        """Code and message of the only error."""
        (found,) = self.errors(query, **variables)
        return found
