"""File contents: kept once, whole, and checked when read."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from careline.core import files
from careline.core.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "careline.core.storage.WholeFileStorage", "OPTIONS": {"location": tmp_path}},
    }


def test_the_same_content_is_kept_once():
    first, second, other = files.store_all([(b"a", "text/plain"), (b"a", "text/plain"), (b"b", "text/plain")])
    assert first == second != other
    assert File.objects.count() == 2
    assert files.store(b"a", "text/plain") == first
    assert files.read(first) == b"a"


def test_a_content_half_written_by_a_crash_is_written_again():
    default_storage.save(files.path_of(files.hashlib.sha256(b"whole").hexdigest()), ContentFile(b"wh"))
    assert files.read(files.store(b"whole", "text/plain")) == b"whole"


def test_damage_and_loss_are_noticed(tmp_path):
    file = files.store(b"good", "text/plain")
    path = tmp_path / files.path_of(file.sha256)
    path.write_bytes(b"evil")
    with pytest.raises(files.ContentLost, match="damaged"):
        files.read(file)
    path.unlink()
    with pytest.raises(files.ContentLost, match="not in"):
        files.read(file)
