"""File contents, kept once under their hash, on disk or S3. Who may read one is decided where it is attached."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from careline.core.models import File


class ContentLost(Exception):
    """The storage does not hold what the database says it holds."""


def store(content: bytes, content_type: str) -> File:
    """Keep a content and return its row; the same bytes are kept once. `content_type` is the sniffed one."""
    return store_all([(content, content_type)])[0]


def store_all(contents: Iterable[tuple[bytes, str]]) -> list[File]:
    """Keep several contents with two statements. The bytes are on the disk before any row names them."""
    wanted: list[str] = []
    rows: dict[str, File] = {}
    for content, content_type in contents:
        digest = hashlib.sha256(content).hexdigest()
        wanted.append(digest)
        if digest not in rows:
            _write(digest, content)
            rows[digest] = File(sha256=digest, size=len(content), content_type=content_type[:127])
    if not wanted:
        return []
    File.objects.bulk_create(rows.values(), ignore_conflicts=True)
    found = {row.sha256: row for row in File.objects.filter(sha256__in=rows)}
    return [found[digest] for digest in wanted]


def read(file: File) -> bytes:
    """The content. Raises ContentLost when it is missing or not what it was."""
    try:
        with default_storage.open(path_of(file.sha256), "rb") as source:
            content: bytes = source.read()
    except FileNotFoundError as error:
        raise ContentLost(f"{file.sha256} is not in the file storage") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise ContentLost(f"{file.sha256} is damaged in the file storage")
    return content


def path_of(sha256: str) -> str:
    """The name of a content in the storage."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _write(digest: str, content: bytes) -> None:
    path = path_of(digest)
    if default_storage.exists(path) and default_storage.size(path) == len(content):
        return
    default_storage.save(path, ContentFile(content))
