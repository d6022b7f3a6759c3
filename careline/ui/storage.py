"""Static files as they are served: hashed names, compressed, and each stylesheet entry as one file.

In development the entries stay lists of `@import`; nothing is built.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\);\n?')
ENTRIES = ("ui/css/careline.css", "ui/css/public.css")


class HouseStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashes and compresses; sets what the entries import into them; rewrites imports between ES modules."""

    support_js_module_import_aggregation = True
    patterns = HashedFilesMixin.patterns[:1]  # without the source maps of vendored scripts: not shipped

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Flatten the entries in place, then hash and compress everything. `paths`: name → (storage, path) of each source."""
        for entry in () if dry_run else ENTRIES:
            if entry in paths:
                self._flatten(entry, paths)
                paths = paths | {entry: (self, entry)}
        yield from super().post_process(paths, dry_run, **options)

    def stored_name(self, name: str) -> str:
        """Return the hashed name; the plain one where nothing has been collected, as in tests."""
        return super().stored_name(name) if self.hashed_files else name

    def _flatten(self, entry: str, paths: dict[str, Any]) -> None:
        home = PurePosixPath(entry).parent
        flat = IMPORT.sub(lambda found: _source(paths, str(home / found[1])), _source(paths, entry))
        self.delete(entry)
        self._save(entry, ContentFile(flat.encode()))


def _source(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as source:
        return str(source.read().decode())
