"""The file of a backup: written whole, checked when it is read."""

import zipfile
from pathlib import Path

import pytest
from tests.people import NOW

from foulee.actions.backups.archive import BackupError, Manifest, digest, pack, unpack
from foulee.cli.backup import SENTENCES

PARTS = {"foulee.sqlite3": b"rows" * 5000, "secret.key": b"one", "encryption.key": b"two"}


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of something."""
    folder = tmp_path / "made"
    folder.mkdir()
    for name, body in PARTS.items():
        (folder / name).write_bytes(body)
    files = {name: digest(folder / name) for name in PARTS}
    manifest = Manifest(version="1.2", made_at=NOW, database="sqlite", files=files, applied=["records.0001_initial"])
    pack(folder, manifest, tmp_path / "backup.zip")
    return tmp_path / "backup.zip"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a backup is taken out to."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_what_was_put_in_comes_out(backup: Path, out: Path) -> None:
    manifest = unpack(backup, out)
    assert (manifest.version, manifest.made_at) == ("1.2", NOW)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == PARTS


def test_nothing_else_comes_out(backup: Path, out: Path) -> None:
    """A hostile archive writes neither beside its place nor anything that is not asked for."""
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("../evil", b"x")
        archive.writestr("more", b"x")
    unpack(backup, out)
    assert sorted(path.name for path in out.iterdir()) == sorted(PARTS)
    assert not (out.parent / "evil").exists()


def rewritten(backup: Path, changes: dict[str, bytes | None]) -> None:
    """Write a backup again with other parts, or without them."""
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(backup, "w") as archive:
        for name, body in parts.items():
            if body is not None:
                archive.writestr(name, body)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"secret.key": b"three"}, "changed"),
        ({"foulee.sqlite3": b""}, "changed"),
        ({"secret.key": None}, "not_a_backup"),
        ({"manifest.json": None}, "not_a_backup"),
        ({"manifest.json": b"{}"}, "not_a_backup"),
        ({"manifest.json": b"\xff"}, "not_a_backup"),
        ({"manifest.json": b'{"format": 2}'}, "not_a_backup"),
    ],
)
def test_a_backup_that_was_changed_is_refused(
    backup: Path, out: Path, changes: dict[str, bytes | None], code: str
) -> None:
    rewritten(backup, changes)
    with pytest.raises(BackupError) as raised:
        unpack(backup, out)
    assert raised.value.code == code


@pytest.mark.parametrize("cut", [1, 30, 500])
def test_a_backup_that_was_cut_short_is_refused(backup: Path, out: Path, cut: int) -> None:
    backup.write_bytes(backup.read_bytes()[:-cut])
    with pytest.raises(BackupError, match="not_a_backup"):
        unpack(backup, out)


@pytest.mark.parametrize("place", [0, 60, 200])
def test_a_backup_with_another_bit_is_refused(backup: Path, out: Path, place: int) -> None:
    body = bytearray(backup.read_bytes())
    body[place] ^= 0x10
    backup.write_bytes(body)
    with pytest.raises(BackupError):
        unpack(backup, out)


def test_every_trouble_has_its_sentence() -> None:
    """Codes stand in the code as `BackupError("code"`."""
    source = Path(__file__).parents[2] / "src" / "foulee" / "actions"
    texts = [path.read_text(encoding="utf-8") for path in (*source.glob("backups/*.py"), source / "upgrading.py")]
    used = {text.partition('"')[0] for whole in texts for text in whole.split('BackupError("')[1:]}
    assert used == set(SENTENCES)
