"""What holds for every operation, added to the OpenAPI description: media types, headers, sorted and stable."""

from typing import Any

from careline.core.api.once import HEADER
from careline.core.api.problems import MEDIA_TYPE

_RATE = {
    "RateLimit": {"description": "What is left of this minute's requests.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How many requests a minute.", "schema": {"type": "string"}},
}
_RETRY = {
    "Retry-After": {"description": "When to try again, in seconds.", "schema": {"type": "string"}},
}
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "A text of your own, such as a UUID: sent again within 24 hours, the request is done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}


def polish(schema: dict[str, Any], scopes: dict[str, str]) -> None:
    """Make the description say all that is true of every answer, and the scope (by operation id) that is needed."""
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            operation["x-scope"] = scopes[operation["operationId"]]
            for status, answer in operation["responses"].items():
                _answer(int(status), answer)
            if method != "get" and "multipart/form-data" not in _media(operation):
                operation["parameters"].append(_KEY)
    schemas = schema["components"]["schemas"]
    schema["components"]["schemas"] = {name: schemas[name] for name in sorted(schemas)}


def _answer(status: int, answer: dict[str, Any]) -> None:
    content = answer.get("content", {})
    if status >= 400 and "application/json" in content:
        content[MEDIA_TYPE] = content.pop("application/json")
    if status not in (401, 500, 503):
        answer.setdefault("headers", {}).update(_RATE)
    if status in (429, 503):
        answer.setdefault("headers", {}).update(_RETRY)


def _media(operation: dict[str, Any]) -> dict[str, Any]:
    media: dict[str, Any] = operation.get("requestBody", {}).get("content", {})
    return media
