"""The API's description turned into something to read: operations by subject, their parts, and an example of each body."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from careline.core.api.house import HouseAPI


@dataclass(frozen=True, slots=True)
class Part:
    """One parameter, or one field of a body."""

    name: str
    place: str
    kind: str
    words: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Described:
    """One operation: how it is called, what it takes, which answers it has."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    parts: list[Part]
    example: str
    answers: str
    takes_files: bool


@dataclass(slots=True)
class Subject:
    """The operations about one thing."""

    name: str
    operations: list[Described] = field(default_factory=list)


@cache
def reference() -> list[Subject]:
    """All operations of the API by subject, in the order of the description."""
    api = HouseAPI.of_the_house
    if api is None:
        return []
    schema = api.get_openapi_schema()
    subjects: dict[str, Subject] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            name = operation.get("tags", [""])[0]
            subject = subjects.setdefault(name, Subject(name))
            subject.operations.append(_described(schema, path, method, operation))
    return [subjects[name] for name in sorted(subjects)]


def _described(schema: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> Described:
    media = operation.get("requestBody", {}).get("content", {})
    body = _resolved(schema, media["application/json"]["schema"]) if "application/json" in media else {}
    parts = [_parameter(_resolved(schema, one)) for one in operation["parameters"]]
    parts += [_field(schema, body, name, about) for name, about in body.get("properties", {}).items()]
    return Described(
        id=operation["operationId"], method=method.upper(), path=path, summary=operation["summary"],
        words=" ".join(operation.get("description", "").split()), scope=operation["x-scope"], parts=parts,
        example=json.dumps(_example(schema, body), indent=2, ensure_ascii=False) if body else "",
        answers=", ".join(operation["responses"]), takes_files="multipart/form-data" in media,
    )  # fmt: skip


def _parameter(about: dict[str, Any]) -> Part:
    return Part(
        about["name"],
        about["in"],
        _kind(about["schema"]),
        about.get("description", ""),
        about.get("required", False),
    )


def _field(schema: dict[str, Any], body: dict[str, Any], name: str, about: dict[str, Any]) -> Part:
    kind = _kind(_resolved(schema, about))
    return Part(name, "body", kind, about.get("description", ""), name in body.get("required", []))


def _kind(about: dict[str, Any]) -> str:
    """A type in a few words: `integer`, `text (date-time)`, `one of open, solved`."""
    options = [one for one in about.get("anyOf", []) if one.get("type") != "null"]
    if options:
        return _kind(options[0])
    if "enum" in about:
        return "one of " + ", ".join(map(str, about["enum"]))
    kind = {"string": "text", "array": "list", "boolean": "true or false"}.get(
        about.get("type", ""), about.get("type", "")
    )
    return f"{kind} ({about['format']})" if about.get("format") else kind or "object"


def _example(schema: dict[str, Any], about: dict[str, Any], depth: int = 0) -> Any:
    """The smallest body that makes sense: what is required, and the usual words."""
    about = _resolved(schema, about)
    if about.get("type") == "object" or "properties" in about:
        wanted = set(about.get("required", [])) | ({"text"} & set(about.get("properties", {})))
        chosen = {name: one for name, one in about.get("properties", {}).items() if name in wanted}
        return {name: _example(schema, one, depth + 1) for name, one in chosen.items()}
    if about.get("type") == "array":
        return [_example(schema, about["items"], depth + 1)] if about.get("minItems") else []
    if "enum" in about:
        return about["enum"][0]
    return {"integer": 1, "boolean": True, "string": "…"}.get(about.get("type", "string"))


def _resolved(schema: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in about:
        found = schema
        for name in about["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        about = found
    return about
