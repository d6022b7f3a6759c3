"""A caller of the API for tests: a client with a token, JSON in and out."""

import json
from typing import Any

from django.test import Client

from careline.accounts.actions.make_token import make_token
from careline.accounts.contracts import Scope
from careline.accounts.models import Agent


class ApiCaller:
    """Calls the API under `/api/v1` with a token of `agent`, made for all scopes or for some."""

    def __init__(self, agent: Agent, scopes: list[Scope] | None = None) -> None:
        self.token, self.secret = make_token("Test", scopes=list(scopes or Scope), by=agent)
        self.client = Client(raise_request_exception=False)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request, with `body` as JSON; returns Django's response."""
        headers = {"authorization": f"Bearer {self.secret}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        given: dict[str, Any] = {}
        if body is not None:
            given = {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", headers=headers, **given)

    def get(self, path: str, **headers: str) -> Any:
        """GET."""
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST with a JSON body."""
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        """PATCH with a JSON body."""
        return self.call("PATCH", path, body, **headers)
