"""Backup and restore, as commands, on real databases that are being written to."""

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from tests.installations import KINDS, Installation, command, installed, lived_in
from tests.postgres import MISSING, fresh_database

# Each firm comes with the note of its opening, in one transaction: a backup that holds one without the other is wrong.
WRITE = """
from itertools import count
from django.utils import timezone
from foulee.actions.diagnosing import open_firm
for number in count():
    open_firm(language="fr", by=None, now=timezone.now())
    if number == 5:
        print("writing", flush=True)
"""
OTHER_KEY = "72L6deRNPViouh1Z39gCdQdGfogSd4a1bDM2BCkPCYY="


def counted(installation: Installation) -> dict[str, Any]:
    """What an installation holds."""
    found = {name: installation.rows(f"SELECT count(*) FROM records_{name}")[0][0] for name in ("firm", "person")}
    events = installation.rows("SELECT count(*) FROM records_event WHERE act = 'opened'")[0][0]
    return found | {"opened": events, "secrets": secrets(installation)}


def secrets(installation: Installation) -> list[str]:
    """The secrets of an installation, decrypted."""
    links = [row[0] for row in installation.rows("SELECT secret FROM records_link ORDER BY made_at")]
    factors = [row[0] for row in installation.rows("SELECT data FROM mfa_authenticator ORDER BY id")]
    held = [json.loads(one) if isinstance(one, str) else one for one in factors]
    return [installation.opened(token) for token in (*links, *(one.get("secret") or one["seed"] for one in held))]


@pytest.fixture(scope="module", params=KINDS)
def bakery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation on each kind of database."""
    return lived_in(request.param, tmp_path_factory.mktemp("bakery"))


@pytest.fixture(scope="module")
def backup(bakery: Installation) -> Path:
    """Its backup, made while somebody writes."""
    path = bakery.data / "made.zip"
    words = command("manage", "shell", "--no-imports", "-c", WRITE)
    with subprocess.Popen(words, env=bakery.env, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        assert str(path) in bakery.foulee("backup", "--out", path)
        assert writer.poll() is None
        writer.kill()
    return path


@pytest.fixture
def small(tmp_path: Path) -> Installation:
    """An installation on SQLite."""
    return lived_in("sqlite", tmp_path / "small")


def test_a_backup_made_while_others_write_is_consistent_and_restores_elsewhere(
    bakery: Installation, backup: Path, tmp_path: Path
) -> None:
    elsewhere = installed("postgresql" if bakery.env["FOULEE_DATABASE"] else "sqlite", tmp_path / "elsewhere")
    said = elsewhere.foulee("restore", backup)
    assert "made by Foulée" in said
    assert "1 person" in said
    found = counted(elsewhere)
    assert found["secrets"] == secrets(bakery)  # the key has come along
    assert found["firm"] == found["opened"] > 6
    assert found["person"] == 1
    assert elsewhere.foulee("prepare") == ""


def test_what_was_there_before_a_restore_is_kept_and_can_be_restored(bakery: Installation, backup: Path) -> None:
    before = counted(bakery)
    said = bakery.foulee("restore", backup)
    assert counted(bakery) != before
    (aside,) = (bakery.data / "backups").glob("foulee-before-restore-*.zip")
    assert str(aside) in said
    bakery.foulee("restore", aside)
    assert counted(bakery) == before


def test_a_backup_is_readable_by_its_owner_alone_and_says_what_it_is(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(backup) as archive:
        assert {"manifest.json", "secret.key", "encryption.key"} < set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["version"]
    assert manifest["made_at"]
    assert "records.0001_initial" in manifest["applied"]


def test_an_existing_file_is_not_written_over(small: Installation, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Aline")
    assert "exists already" in small.foulee("backup", "--out", tmp_path / "letter.txt", code=1)
    assert (tmp_path / "letter.txt").read_text() == "Dear Aline"


def test_a_place_that_cannot_be_written_is_said(small: Installation, tmp_path: Path) -> None:
    assert "could not be written" in small.foulee("backup", "--out", tmp_path / "nowhere" / "b.zip", code=1)


def spoilt(backup: Path, to: Path, name: str, before: bytes, after: bytes) -> Path:
    """A copy of a backup in which something else is written."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(to, "w") as archive:
        for part in source.namelist():
            body = source.read(part)
            archive.writestr(part, body.replace(before, after) if part == name else body)
    return to


def test_what_cannot_be_restored_is_refused_and_changes_nothing(small: Installation, tmp_path: Path) -> None:
    good = tmp_path / "good.zip"
    small.foulee("backup", "--out", good)
    before = (counted(small), (small.data / "encryption.key").read_text())
    newer = spoilt(good, tmp_path / "newer.zip", "manifest.json", b"records.0001_initial", b"records.9999_later")
    changed = spoilt(good, tmp_path / "changed.zip", "encryption.key", b"=", b"A")
    assert "of a newer Foulée" in small.foulee("restore", newer, code=1)
    assert "encryption.key is not what was backed up" in small.foulee("restore", changed, code=1)
    assert "There is no file" in small.foulee("restore", tmp_path / "none.zip", code=1)
    assert (counted(small), (small.data / "encryption.key").read_text()) == before
    assert list((small.data / "backups").iterdir()) == []


def test_a_backup_of_the_other_kind_of_database_is_refused(bakery: Installation, backup: Path, tmp_path: Path) -> None:
    other = installed("sqlite" if bakery.env["FOULEE_DATABASE"] else "postgresql", tmp_path / "other")
    assert "change FOULEE_DATABASE first" in other.foulee("restore", backup, code=1)


def test_a_damaged_database_is_moved_away_whole_and_the_backup_put_in_place(
    small: Installation, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    small.foulee("backup", "--out", good)
    before = counted(small)
    database = small.data / "foulee.sqlite3"
    broken = database.read_bytes()[:4096] + b"\0" * 40_000
    database.write_bytes(broken)
    assert "is damaged" in small.foulee("backup", code=1)
    small.foulee("restore", good)
    assert counted(small) == before
    (aside,) = (small.data / "backups").glob("foulee-before-restore-*-damaged")
    assert (aside / "foulee.sqlite3").read_bytes() == broken


def test_keys_of_the_environment_must_hold_those_of_the_backup(small: Installation, tmp_path: Path) -> None:
    good = tmp_path / "good.zip"
    small.foulee("backup", "--out", good)
    theirs = (small.data / "encryption.key").read_text()
    assert "FOULEE_ENCRYPTION_KEYS" in small.foulee("restore", good, code=1, FOULEE_ENCRYPTION_KEYS=OTHER_KEY)
    small.foulee("restore", good, FOULEE_ENCRYPTION_KEYS=f"{OTHER_KEY},{theirs}")
    assert (small.data / "encryption.key").read_text() == theirs


def test_a_missing_program_is_named_with_its_package(bakery: Installation, tmp_path: Path) -> None:
    if not bakery.env["FOULEE_DATABASE"]:  # SQLite needs none
        bakery.foulee("backup", "--out", tmp_path / "b.zip", PATH=str(tmp_path))
        return
    said = bakery.foulee("backup", code=1, PATH=str(tmp_path))
    assert "pg_dump is missing" in said
    assert "postgresql-client" in said


def test_processes_that_upgrade_at_the_same_time_wait_for_one_another_and_one_makes_a_backup(
    bakery: Installation,
) -> None:
    bakery.foulee("manage", "migrate", "sessions", "zero", "--verbosity", "0")
    started = [bakery.started("prepare") for _ in range(2)]
    said = [process.communicate(timeout=60)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    (made,) = (bakery.data / "backups").glob("foulee-before-upgrade-*.zip")
    assert sorted(str(made) in one for one in said) == [False, True]


def test_an_installation_moves_from_sqlite_to_postgresql_as_the_guide_says(small: Installation, tmp_path: Path) -> None:
    file, before = tmp_path / "all.json", counted(small)
    left_out = [word for app in ("contenttypes", "auth.permission", "django_tasks_database") for word in ("-e", app)]
    small.foulee("manage", "dumpdata", "--all", *left_out, "-o", file)
    moved = Installation(small.env | {"FOULEE_DATABASE": fresh_database() or pytest.skip(MISSING)})
    moved.foulee("prepare")
    moved.foulee("manage", "loaddata", file)
    assert counted(moved) == before


def test_secrets_are_encrypted_with_a_new_key_and_the_former_is_forgotten(small: Installation, tmp_path: Path) -> None:
    good, before = tmp_path / "good.zip", secrets(small)
    small.foulee("backup", "--out", good)
    former = (small.data / "encryption.key").read_text()
    assert "3 secrets were encrypted anew" in small.foulee("rotate-keys")
    assert former not in (small.data / "encryption.key").read_text()
    assert secrets(small) == before
    small.foulee("restore", good)  # made with the former key
    assert secrets(small) == before


def test_a_secret_that_no_key_opens_keeps_all_keys(small: Installation) -> None:
    before, lost = secrets(small), (small.data / "encryption.key").read_text()
    (small.data / "encryption.key").write_text(OTHER_KEY)
    assert "3 secrets cannot be read" in small.foulee("rotate-keys", code=1)
    with pytest.raises(InvalidToken):
        secrets(small)
    kept = (small.data / "encryption.key").read_text()
    assert OTHER_KEY in kept
    (small.data / "encryption.key").write_text(f"{kept},{lost}")  # it is found again
    assert "3 secrets were encrypted anew" in small.foulee("rotate-keys")
    assert secrets(small) == before
