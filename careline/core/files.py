"""File contents, kept once under their hash, on disk or S3. Who may read one is decided where it is attached."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.core.files import File as DjangoFile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import CASCADE, ManyToOneRel

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
    by_digest: dict[str, bytes] = {}
    for content, content_type in contents:
        digest = hashlib.sha256(content).hexdigest()
        wanted.append(digest)
        by_digest[digest] = content
        if digest not in rows:
            _write(digest, content)
            rows[digest] = File(sha256=digest, size=len(content), content_type=content_type[:127])
    if not wanted:
        return []
    File.objects.bulk_create(rows.values(), ignore_conflicts=True)
    for digest, content in by_digest.items():
        _write(digest, content)  # again, if it was forgotten in the meantime: from here on our row holds it
    found = {row.sha256: row for row in File.objects.filter(sha256__in=rows)}
    return [found[digest] for digest in wanted]


def store_path(path: Path, content_type: str) -> File:
    """Keep a content that lies in a file, without reading all of it into memory, and return its row."""
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        name = path_of(digest)
        if not default_storage.exists(name):
            source.seek(0)
            default_storage.save(name, ContentFile(b"") if not path.stat().st_size else DjangoFile(source))
    row, _is_new = File.objects.get_or_create(
        sha256=digest, defaults={"size": path.stat().st_size, "content_type": content_type[:127]}
    )
    return row


def forget_unused(file_ids: Iterable[int]) -> int:
    """Remove contents that nothing refers to any more, from the database and the storage; returns how many.

    Each in its own transaction. Who stores the same bytes at that moment waits for it, and then writes them again.
    """
    return sum(_forget(file_id) for file_id in sorted({*file_ids}))


def _forget(file_id: int) -> bool:
    with transaction.atomic():
        row = File.objects.select_for_update().filter(pk=file_id).first()
        if row is None or _is_used(row):
            return False
        row.delete()
        default_storage.delete(path_of(row.sha256))
    return True


def _is_used(row: File) -> bool:
    """Whether any row of any app needs this content; what would go with it does not count."""
    for relation in File._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.on_delete is CASCADE:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: row}).exists():
            return True
    return False


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
