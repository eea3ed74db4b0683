"""Whatever file is sent: its size and its kind are looked at, and nothing is half kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.people import Town

from foulee.firmfile.toml import MAX_BYTES
from foulee.records.models import Firm
from foulee.web.limits import LARGEST

FILES = {
    "empty": b"",
    "too large": b"#" * (MAX_BYTES + 1),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "archive": b"PK\x03\x04" + b"\x00" * 400,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "program": b"\x7fELF" + b"\x00\xff" * 300,
    "page": b"<!doctype html><script>alert(1)</script>",
    "other letters": "[firm]\nname = 'Épicerie'\n".encode("utf-16"),
    "table of another kind": b"a,b,c\n1,2,3\n",
}


def sent(client: Client, firm: Firm, body: bytes, name: str = "firm.toml") -> int:
    """Status of the answer to a file."""
    address = f"/firm/{firm.id}/import/"
    return client.post(address, {"file": SimpleUploadedFile(name, body, content_type="application/toml")}).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_that_is_no_firms_file_is_refused_and_nothing_changes(town: Town, kind: str) -> None:
    before = town.firm.answers
    assert sent(town.client("owner"), town.firm, FILES[kind]) == 422
    town.firm.refresh_from_db()
    assert town.firm.answers == before


@pytest.mark.django_db
def test_the_name_of_a_file_leads_nowhere(town: Town) -> None:
    assert sent(town.client("owner"), town.firm, FILES["picture"], name="../../etc/passwd\x00.toml") == 422


@pytest.mark.django_db
def test_an_enormous_file_is_refused_before_it_is_read(town: Town) -> None:
    assert sent(town.client("owner"), town.firm, b"#" * (LARGEST + 1)) == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/firm/1/import/", 'href="/firm/1/import/"'),
        ("https://evil.example//evil.example/a", 'href="/%2Fevil.example/a"'),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_from_what_is_too_large_one_goes_back_and_to_no_other_site(came_from: str, back: str) -> None:
    body = b"#" * (LARGEST + 1)
    response = Client().post("/start/", data=body, content_type="text/plain", headers={"Referer": came_from})
    page = response.content.decode()
    assert response.status_code == 413
    assert ("en choisir un autre" in page) == bool(back)
    assert back in page
    assert "alert(1)" not in page


@pytest.mark.django_db
def test_a_file_may_be_begun_from_a_file(town: Town) -> None:
    client = town.holder()
    assert 'name="next" value="import"' in client.get("/firms/").content.decode()
    begun = client.post("/start/", {"next": "import"})
    assert begun["Location"].endswith("/import/")
    assert client.get(begun["Location"]).status_code == 200
    assert client.post("/start/", {"next": "//evil.example"})["Location"].endswith("/questions/")


@pytest.mark.django_db
def test_many_files_or_fields_at_once_are_refused(town: Town) -> None:
    client, address = town.client("owner"), f"/firm/{town.firm.id}/import/"
    client.raise_request_exception = False
    several = [SimpleUploadedFile(f"{number}.toml", b"x") for number in range(200)]
    assert client.post(address, {"file": several}).status_code == 400
    assert client.post(address, {str(number): "x" for number in range(2000)}).status_code == 400
