"""The backup file: a tar that ends with the checksum of everything in it. Knows nothing of databases.

Members: `about.json`, `database.dump`, `files/<sha256>` for each attachment, perhaps `secret.key`, and last
`checksums.json`. A file without that last member was cut off.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

ABOUT, DUMP, FILES, KEY, CHECKSUMS = "about.json", "database.dump", "files/", "secret.key", "checksums.json"
FORMAT = 1
CHUNK = 1024 * 1024
Tell = Callable[[int], None]


class Damaged(Exception):
    """The file is not a whole and unchanged backup; the text says what is wrong."""


class Writer:
    """Writes one backup beside its final name, and gives it that name when it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.partial = path.with_name(f".{path.name}.partial")
        descriptor = os.open(self.partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb")
        self._tar = tarfile.open(fileobj=self._file, mode="w")  # noqa: SIM115 - closed by finish
        self._checksums: dict[str, str] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """Add a member of `size` bytes and return its SHA-256. Raises Damaged when the source is shorter."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reader = _Hashing(source)
        try:
            self._tar.addfile(member, reader)
        except OSError as error:
            raise Damaged(f"{name} could not be copied: {error}") from error
        self._checksums[name] = reader.hexdigest
        return reader.hexdigest

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small member."""
        self.add(name, io.BytesIO(content), len(content))

    def finish(self) -> None:
        """Write the checksums and close. The file keeps its partial name until `publish`."""
        content = json.dumps(self._checksums).encode()
        member = tarfile.TarInfo(CHECKSUMS)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def publish(self) -> None:
        """Give the file its name."""
        self.partial.replace(self.path)

    def discard(self) -> None:
        """Remove what was written so far."""
        self._file.close()
        self.partial.unlink(missing_ok=True)


class _Hashing(io.RawIOBase):
    """A reader that computes the SHA-256 of what passes."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._seen = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        content = self._source.read(size)
        self._seen.update(content)
        return content

    @property
    def hexdigest(self) -> str:
        """The checksum so far."""
        return self._seen.hexdigest()


def verify(path: Path, tell: Tell = lambda done: None) -> dict[str, Any]:
    """Read the whole file, compare every checksum, and return `about.json`. Raises Damaged.

    `tell` is called with the number of bytes read so far.
    """
    try:
        return _verify(path, tell)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise Damaged(f"{path} is not a backup of Careline, or is cut off: {error}") from error


def _verify(path: Path, tell: Tell) -> dict[str, Any]:
    found: dict[str, str] = {}
    kept: dict[str, bytes] = {}
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            source = _content(tar, member)
            seen = hashlib.sha256()
            while chunk := source.read(CHUNK):
                seen.update(chunk)
                if member.name in (ABOUT, CHECKSUMS):
                    kept[member.name] = kept.get(member.name, b"") + chunk
            found[member.name] = seen.hexdigest()
            tell(member.offset_data + member.size)
    if CHECKSUMS not in kept:
        raise Damaged(f"{path} is cut off: its end is missing")
    expected = json.loads(kept[CHECKSUMS])
    found.pop(CHECKSUMS)
    wrong = sorted(n for n in expected.keys() | found.keys() if expected.get(n) != found.get(n))
    wrong += [
        n for n in found if n.startswith(FILES) and n.removeprefix(FILES) != found[n] and n not in wrong
    ]
    if wrong:
        raise Damaged(
            f"{path} is damaged: {len(wrong)} of its parts are not what they were, first {wrong[0]}"
        )
    about: dict[str, Any] = json.loads(kept[ABOUT])
    if about["format"] != FORMAT:
        raise Damaged(f"{path} has format {about['format']}; this version of Careline reads format {FORMAT}")
    return about


def each_member(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Go through the members of a verified backup; read each before you take the next."""
    with tarfile.open(path, mode="r:") as tar:
        for member in tar:
            yield member.name, _content(tar, member)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(member)
    if source is None:
        raise Damaged(f"{member.name} is not a file")
    return source
