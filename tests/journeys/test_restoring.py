"""Restore from backup: another machine opens the same private link on the same answers."""

from contextlib import ExitStack
from pathlib import Path

from tests.installations import Installation, installed
from tests.journeys.conftest import Meet, address, serve


def test_a_file_survives_the_machine_that_held_it(meet: Meet, served: Installation, tmp_path: Path) -> None:
    aline = meet("phone", "fr")
    page = aline.go()
    page.get_by_role("button", name="Faire mon diagnostic").click()
    page.wait_for_url("**/questions/*/")
    firm = page.url.split("/firm/")[1].split("/")[0]
    aline.go(f"/firm/{firm}/questions/firm.name/")
    page.get_by_role("textbox").fill("Au Pain d’Aline")
    page.get_by_role("button", name="Suivant").click()
    aline.go(f"/firm/{firm}/links/")
    page.locator("button[value=file]").click()
    secret = page.locator("input[readonly]").input_value().rsplit("/l/", 1)[1]
    kept = tmp_path / "kept.zip"
    served.foulee("backup", "--out", kept)
    with ExitStack() as stack:
        new = installed("sqlite", tmp_path / "new")
        new.foulee("restore", kept)
        serve(new, stack)
        again = meet("desktop", "fr", at=address(new))
        again.go(f"/l/{secret}")
        again.go(f"/firm/{firm}/answers/")
        again.says("Au Pain d’Aline")
