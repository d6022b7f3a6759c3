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
ENTRIES = ("ui/css/careline.css", "ui/css/public.css", "ui/css/widget.css")


class HouseStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Hashes and compresses; sets what the entries import into them; rewrites imports between ES modules."""

    support_js_module_import_aggregation = True
    patterns = HashedFilesMixin.patterns[:1]  # without the source maps of vendored scripts: not shipped

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Flatten the entries in place, then hash and compress everything."""
        if not dry_run:
            for entry in ENTRIES:
                if entry in paths:
                    self._flatten(entry)
        yield from super().post_process(paths, dry_run, **options)

    def stored_name(self, name: str) -> str:
        """Return the hashed name; the plain one where nothing has been collected, as in tests."""
        return super().stored_name(name) if self.hashed_files else name

    def _flatten(self, entry: str) -> None:
        home = PurePosixPath(entry).parent
        with self.open(entry) as source:
            text = source.read().decode()
        flat = IMPORT.sub(lambda found: self._text(str(home / found[1])), text)
        self.delete(entry)
        self._save(entry, ContentFile(flat.encode()))

    def _text(self, name: str) -> str:
        with self.open(name) as source:
            return str(source.read().decode())
