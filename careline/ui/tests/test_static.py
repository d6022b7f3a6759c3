import gzip
import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

STATIC = Path(__file__).parents[1] / "static" / "ui"
VENDOR = STATIC / "vendor"
KILOBYTE = 1024
SHELL_SCRIPTS = [
    VENDOR / "htmx.min.js",
    VENDOR / "idiomorph-ext.min.js",
    STATIC / "islands.js",
    STATIC / "morph.js",
]


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "careline.ui.storage.HouseStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path, json.loads((tmp_path / "staticfiles.json").read_text())["paths"]


def packed(*paths):
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_vendored_files_are_those_that_the_manifest_names():
    listed = tomllib.loads((VENDOR / "MANIFEST.toml").read_text())["file"]
    for entry in listed:
        assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"], entry[
            "file"
        ]
        assert (VENDOR / entry["licence_file"]).stat().st_size > 100
    served = {path.name for path in VENDOR.iterdir() if path.suffix in (".js", ".mjs", ".css")}
    assert served == {entry["file"] for entry in listed}


def test_an_entry_is_collected_into_one_file_with_a_hash_in_its_name(collected):
    root, names = collected
    for entry in ("careline", "public"):
        text = (root / names[f"ui/css/{entry}.css"]).read_text()
        assert "@import" not in text and "--canvas" in text and "@layer reset, tokens" in text


def test_collecting_again_after_a_change_renews_the_entry(collected, monkeypatch):
    root, names = collected
    first = names["ui/css/careline.css"]
    (root / first).write_text("stale")
    (root / "ui/css/careline.css").write_text("stale")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert "--canvas" in (root / "ui/css/careline.css").read_text()


def test_modules_import_each_other_by_hashed_names(collected):
    root, names = collected
    text = (root / names["ui/islands/palette-list.js"]).read_text()
    assert Path(names["ui/islands/keys.js"]).name in text


def test_names_stay_plain_where_nothing_was_collected():
    assert staticfiles_storage.url("ui/icons.svg") == "/static/ui/icons.svg"


def test_styles_fit_their_budget(collected):
    root, names = collected
    assert packed(root / names["ui/css/careline.css"]) <= 30 * KILOBYTE
    assert packed(root / names["ui/css/public.css"]) <= 30 * KILOBYTE


def test_scripts_of_the_shell_leave_room_for_those_of_the_apps():
    islands = sorted((STATIC / "islands").glob("*.js"))
    assert packed(*SHELL_SCRIPTS, *islands) <= 40 * KILOBYTE


def test_templates_ask_only_for_icons_that_exist():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    package = STATIC.parents[2]
    asked = set()
    for template in package.glob("*/templates/**/*.html"):
        asked |= set(re.findall(r'{% icon "([a-z0-9-]+)"', template.read_text()))
    assert asked <= sprite, asked - sprite
