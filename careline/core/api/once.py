"""Idempotency keys (draft-ietf-httpapi-idempotency-key-header): a request that is sent again is done once.

The key, what the request did and the answer are one transaction: after a crash either all of it is there or nothing.
Who comes second with the same key waits for the first, and gets its answer.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase

from careline.core.api.problems import problem

HEADER = "Idempotency-Key"
KEPT = ("Content-Type", "ETag", "Location")
UNSAFE = {"POST", "PATCH", "PUT", "DELETE"}
LONGEST_WAIT_SECONDS = 10
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_LOCK_TIMEOUT = "55P03"
_CLAIM = """
INSERT INTO core_idempotentanswer (owner, key, digest, status, headers, body, created_at)
VALUES (%s, %s, %s, 0, '{}', '', now())
ON CONFLICT (owner, key) DO UPDATE SET digest = excluded.digest, status = 0, created_at = now()
    WHERE core_idempotentanswer.created_at < now() - interval '24 hours'
RETURNING id
"""
_FOUND = "SELECT digest, status, headers, body FROM core_idempotentanswer WHERE owner = %s AND key = %s"
_KEEP = "UPDATE core_idempotentanswer SET status = %s, headers = %s, body = %s WHERE id = %s"
Work = Callable[[], HttpResponseBase]


class _Undo(Exception):
    """Takes back what a refused request may have done before it was refused."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.response = response


def wants_once(request: HttpRequest) -> bool:
    """Whether this request asks to be done once: one that changes something, with a key."""
    return request.method in UNSAFE and HEADER in request.headers


def once(request: HttpRequest, owner: str, work: Work) -> HttpResponseBase:
    """Do the work of a request, or repeat the answer that it got before.

    The same key with another request is refused (422); a first one that takes long (409). An answer of 500 or more
    is not kept: the request may be tried again.
    """
    key = request.headers[HEADER].strip('"')
    if not _KEY.fullmatch(key):
        return problem(
            400, f"{HEADER} needs 1 to 255 printable ASCII characters.", code="bad_idempotency_key"
        )
    try:
        digest = _digest(request)
    except MultiPartParserError:
        return problem(400, "This upload can't be read.")
    with transaction.atomic():
        try:
            claimed = _claim(owner, key, digest)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_TIMEOUT:
                raise
            return problem(409, "The first request with this key still runs.", code="still_running")
        if claimed is None:
            return _again(owner, key, digest)
        response = _do(work)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        else:
            _keep(claimed, response)
        return response


def _digest(request: HttpRequest) -> str:
    """What is asked for. Of an upload its parts: what stands between them is new each time."""
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if not (request.content_type or "").startswith("multipart/"):
        said.update(request.body)
        return said.hexdigest()
    for name, values in sorted(request.POST.lists()):
        said.update(json.dumps([name, values]).encode())
    for name, file in _files(request):
        said.update(json.dumps([name, file.name, file.size]).encode())
        for chunk in file.chunks():
            said.update(chunk)
        file.seek(0)
    return said.hexdigest()


def _files(request: HttpRequest) -> list[tuple[str, UploadedFile[Any]]]:
    """Every file of an upload with the name of its part: by name, those of one name in the order they came."""
    return [(name, file) for name, files in sorted(request.FILES.lists()) for file in files]


def _claim(owner: str, key: str, digest: str) -> int | None:
    """The row of a request that is the first of its key; None for a later one. Waits for the first, but not for ever."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST_WAIT_SECONDS}s'")
        cursor.execute(_CLAIM, [owner, key, digest])
        row = cursor.fetchone()
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    return row[0] if row else None


def _do(work: Work) -> HttpResponseBase:
    try:
        with transaction.atomic():
            response = work()
            if response.status_code >= 400:
                raise _Undo(response)
    except _Undo as undo:
        return undo.response
    return response


def _keep(row_id: int, response: HttpResponseBase) -> None:
    assert isinstance(response, HttpResponse)
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [response.status_code, json.dumps(headers), response.content.decode(), row_id])


def _again(owner: str, key: str, digest: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [owner, key])
        kept_digest, status, headers, body = cursor.fetchone()
    if kept_digest != digest:
        return problem(422, "This key was used for another request.", code="idempotency_key_reused")
    response = HttpResponse(body, status=status)
    for name, value in (json.loads(headers) if isinstance(headers, str) else headers).items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response
