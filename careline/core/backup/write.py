"""Making a backup of a running system: one snapshot, its attachments, checksums, and a second look at the result."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from careline import __version__
from careline.core.backup import archive, postgres
from careline.core.files import path_of

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """What a backup holds: its size in bytes, how many attachments, and the hashes of those that were lost before."""

    size: int
    files: int
    lost: list[str]


def write_backup(path: Path, *, with_key: bool, progress: Progress = lambda step, done, total: None) -> Made:
    """Write database and attachments to `path` and verify them. Nothing appears at `path` unless all of it is good."""
    writer = archive.Writer(path)
    try:
        lost, count = _fill(writer, with_key=with_key, progress=progress)
        writer.finish()
        size = writer.partial.stat().st_size
        archive.verify(writer.partial, lambda done: progress("verifying", done, size))
        writer.publish()
    except BaseException:
        writer.discard()
        raise
    return Made(size, count, lost)


def fingerprint(key: str) -> str:
    """Return what tells two secret keys apart without telling either."""
    return hashlib.sha256(b"careline key fingerprint " + key.encode()).hexdigest()[:16]


def _fill(writer: archive.Writer, *, with_key: bool, progress: Progress) -> tuple[list[str], int]:
    dsn = settings.CARELINE_LISTENER_DSN
    with tempfile.NamedTemporaryFile(dir=writer.path.parent, prefix=".careline-dump-") as dumped:
        progress("dumping the database", 0, 1)
        with postgres.snapshot(dsn) as taken:
            postgres.dump(dsn, taken, Path(dumped.name))
        writer.add_bytes(archive.ABOUT, json.dumps(_about(taken)).encode())
        with Path(dumped.name).open("rb") as source:
            writer.add(archive.DUMP, source, Path(dumped.name).stat().st_size)
    lost = []
    for done, (digest, size) in enumerate(taken.files, 1):
        progress("copying attachments", done, len(taken.files))
        if not _copy(writer, digest, size):
            lost.append(digest)
    if with_key:
        writer.add_bytes(archive.KEY, settings.SECRET_KEY.encode())
    return lost, len(taken.files) - len(lost)


def _copy(writer: archive.Writer, digest: str, size: int) -> bool:
    try:
        if default_storage.size(path_of(digest)) != size:
            return False
        with default_storage.open(path_of(digest)) as source:
            copied = writer.add(archive.FILES + digest, source, size)
    except FileNotFoundError:
        return False
    if copied != digest:
        raise archive.Damaged(
            f"the attachment {digest} has changed on the disk: restore it from an older backup"
        )
    return True


def _about(taken: postgres.Snapshot) -> dict[str, object]:
    return {
        "format": archive.FORMAT,
        "careline": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgresql": taken.server_version,
        "files": len(taken.files),
        "migrations": taken.migrations,
        "key_fingerprint": fingerprint(settings.SECRET_KEY),
    }
