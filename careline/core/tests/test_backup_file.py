"""The backup file itself: whole and unchanged, or refused."""

import io
import json
import tarfile

import pytest

from careline.core.backup import archive


def written(path, **files):
    writer = archive.Writer(path)
    writer.add_bytes(archive.ABOUT, json.dumps({"format": archive.FORMAT}).encode())
    for name, content in files.items():
        writer.add_bytes(name, content)
    writer.finish()
    writer.publish()
    return path


def test_what_was_written_is_verified_and_comes_back(tmp_path):
    path = written(tmp_path / "b", one=b"1" * 3_000_000, two=b"")
    assert archive.verify(path) == {"format": 1}
    contents = {name: source.read() for name, source in archive.each_member(path)}
    assert (contents["one"], contents["two"]) == (b"1" * 3_000_000, b"")


def test_it_is_readable_by_us_alone_and_has_no_name_before_it_is_whole(tmp_path):
    writer = archive.Writer(tmp_path / "b")
    assert not (tmp_path / "b").exists()
    writer.discard()
    assert list(tmp_path.iterdir()) == []
    assert written(tmp_path / "c").stat().st_mode & 0o077 == 0


def test_one_changed_byte_anywhere_is_noticed(tmp_path):
    path = written(tmp_path / "b", one=b"abcdefgh" * 200)
    good = path.read_bytes()
    for position in range(0, len(good), 97):
        changed = bytearray(good)
        changed[position] ^= 0xFF
        path.write_bytes(changed)
        if tar_reads_the_same(good, bytes(changed)):
            continue
        with pytest.raises(archive.Damaged):
            archive.verify(path)


def test_a_file_that_was_cut_off_is_noticed(tmp_path):
    path = written(tmp_path / "b", one=b"abcdefgh" * 2000)
    good = path.read_bytes()
    for size in range(0, len(good) - 10240, 1000):
        path.write_bytes(good[:size])
        with pytest.raises(archive.Damaged):
            archive.verify(path)


def test_an_attachment_whose_name_is_not_its_hash_is_noticed(tmp_path):
    path = written(tmp_path / "b", **{"files/" + "0" * 64: b"something else"})
    with pytest.raises(archive.Damaged, match="files/0000"):
        archive.verify(path)


def test_a_backup_of_a_later_format_is_refused(tmp_path):
    writer = archive.Writer(tmp_path / "b")
    writer.add_bytes(archive.ABOUT, json.dumps({"format": 99}).encode())
    writer.finish()
    writer.publish()
    with pytest.raises(archive.Damaged, match="format 99"):
        archive.verify(tmp_path / "b")


def test_what_is_no_backup_at_all_is_refused(tmp_path):
    (tmp_path / "b").write_text("a shopping list\n" * 1000)
    with pytest.raises(archive.Damaged):
        archive.verify(tmp_path / "b")


def tar_reads_the_same(one, other):
    """Whether a change hit only padding or fields that mean nothing here (times, owners)."""
    return contents(one) == contents(other)


def contents(data):
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            return [(m.name, tar.extractfile(m).read() if m.isfile() else None) for m in tar]
    except (tarfile.TarError, EOFError, OSError):
        return None
