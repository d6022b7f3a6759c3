"""What holds for every operation, added to the OpenAPI description: problems, headers, scopes; sorted and stable."""

import json
from http import HTTPStatus
from typing import Any

from careline.core.api.once import HEADER
from careline.core.api.problems import MEDIA_TYPE

_TEXT = {"type": "string"}
_HEADERS = {
    "RateLimit": {"description": "What is left of this minute's requests.", "schema": _TEXT},
    "RateLimit-Policy": {"description": "How many requests a minute.", "schema": _TEXT},
    "Retry-After": {"description": "When to try again, in seconds.", "schema": _TEXT},
}
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "A text of your own, such as a UUID: sent again within 24 hours, the request is done once.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
_WITHOUT_LIMITS = (401, 500, 503)
_WITH_RETRY = (429, 503)


def polish(schema: dict[str, Any], scopes: dict[str, str]) -> None:
    """Make the description say all that is true of every answer, and the scope (by operation id) that is needed."""
    problems: dict[str, Any] = {}
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            operation["x-scope"] = scopes[operation["operationId"]]
            answers = operation["responses"]
            operation["responses"] = {
                str(s): _answer(s, answers[s], problems) for s in sorted(answers, key=int)
            }
            if method != "get":
                operation["parameters"].append({"$ref": f"#/components/parameters/{HEADER}"})
    components = schema["components"]
    components["parameters"] = {HEADER: _KEY}
    components["headers"] = _HEADERS
    components["responses"] = {name: problems[name] for name in sorted(problems)}
    components["schemas"] = _used(components["schemas"], json.dumps([schema["paths"], problems]))


def _answer(status: int, answer: dict[str, Any], problems: dict[str, Any]) -> dict[str, Any]:
    names = [] if status in _WITHOUT_LIMITS else ["RateLimit", "RateLimit-Policy"]
    names += ["Retry-After"] if status in _WITH_RETRY else []
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    if headers:
        answer["headers"] = headers
    if status < 400:
        return answer
    answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    name = HTTPStatus(status).phrase.replace(" ", "")
    problems[name] = answer
    return {"$ref": f"#/components/responses/{name}"}


def _used(schemas: dict[str, Any], said: str) -> dict[str, Any]:
    """Those of the schemas that something refers to, by name: queries bring some of their own."""
    kept: set[str] = set()
    while more := {name for name in schemas if f'schemas/{name}"' in said} - kept:
        kept |= more
        said += json.dumps([schemas[name] for name in more])
    return {name: schemas[name] for name in sorted(kept)}
