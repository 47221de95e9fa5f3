"""The function package: what is in it, the same bytes each time, and that it answers with nothing else installed."""

import json
import platform
import re
import struct
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from live.event_factory import an_event
from polynya.cloud.pack import LARGEST_OF_OWNER, LARGEST_PACKAGE, NothingFrozen, PackReport, pack
from polynya.cloud.wheels import Platform, WrongMachine, check_machine
from polynya.freeze import freeze_site
from rehearsal.tools import copy_site

OURS = 3_100_000  # bytes of the demo's, so that a site has room for Python and pages of its own
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
CALL = """
import json, sys
from polynya_live import handler
print(json.dumps(getattr(handler, sys.argv[1])(json.load(sys.stdin), None)))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, frozen, with no submissions."""
    root = copy_site(tmp_path_factory.mktemp("site"))
    (root / "static").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLYNYA_STORE", f"sqlite:///{root / 'var.db'}")
        freeze_site(root, light=True)
    return root


@pytest.fixture(scope="module")
def packed(site: Path) -> PackReport:
    """The package for Lambda."""
    return kept(pack(site), "of-lambda")


@pytest.fixture(scope="module")
def packed_for_here(site: Path) -> PackReport:
    """The package for this machine, and for the Python that runs the tests."""
    return kept(pack(site, platform=Platform(platform.machine(), HERE)), "of-here")


def kept(report: PackReport, name: str) -> PackReport:
    """Put a package where the next one does not take its place."""
    folder = report.path.parent.rename(report.path.parent.with_name(name))
    return replace(report, path=folder / report.path.name, owner=folder / report.owner.name)


def names(package: Path) -> list[str]:
    with zipfile.ZipFile(package) as archive:
        return archive.namelist()


def test_the_package_holds_the_live_wing_the_contract_and_nothing_of_aws(packed: PackReport) -> None:
    found = names(packed.path)

    assert {"polynya_live/handler.py", "live/contract.json", "flask/__init__.py"} <= set(found)
    assert any(name.startswith("live/templates/") for name in found)
    assert [name for name in found if name.startswith(("boto", "polynya/", "yaml", "live/site"))] == []
    assert packed.size == packed.path.stat().st_size <= OURS < LARGEST_PACKAGE


def test_only_the_package_of_owners_holds_what_checks_passkeys(packed: PackReport) -> None:
    everybody, owner = set(names(packed.path)), set(names(packed.owner))

    assert everybody < owner
    assert {"webauthn/__init__.py", "cryptography/__init__.py"} <= owner - everybody
    assert packed.owner_size == packed.owner.stat().st_size <= LARGEST_OF_OWNER


def test_compiled_files_are_for_arm_even_when_packed_elsewhere(packed: PackReport) -> None:
    with zipfile.ZipFile(packed.owner) as archive:
        compiled = [archive.read(name) for name in archive.namelist() if name.endswith(".so")]

    assert compiled
    assert {int.from_bytes(content[18:20], "little") for content in compiled} == {183}


def test_bytecode_is_believed_whatever_date_the_zip_says(packed_for_here: PackReport) -> None:
    with zipfile.ZipFile(packed_for_here.path) as archive:
        bytecode = archive.read(next(name for name in archive.namelist() if name.endswith(".pyc")))

    (flags,) = struct.unpack("<I", bytecode[4:8])
    assert flags == 0b01  # by hash, not checked: PEP 552


def test_the_same_release_makes_the_same_bytes(site: Path, packed: PackReport) -> None:
    again = pack(site)

    assert again.path.read_bytes() == packed.path.read_bytes()
    assert again.owner.read_bytes() == packed.owner.read_bytes()


def test_a_library_for_another_machine_is_refused() -> None:
    x86 = b"\x7fELF" + bytes(14) + (62).to_bytes(2, "little")

    with pytest.raises(WrongMachine, match="is compiled for x86_64, the functions run on aarch64"):
        check_machine("markupsafe/_speedups.so", x86, Platform())


def test_without_a_release_there_is_nothing_to_pack(tmp_path: Path) -> None:
    with pytest.raises(NothingFrozen):
        pack(tmp_path)


def test_a_bare_interpreter_answers_a_post_from_the_unpacked_package(
    packed_for_here: PackReport, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packed_for_here.path) as archive:
        archive.extractall(tmp_path / "task")
    form = {"page": "books/dune", "author": "Ada", "rating": "5", "text": "From a bare interpreter."}

    headers = [("Sec-Fetch-Site", "same-origin"), ("Content-Type", "application/x-www-form-urlencoded")]

    post = an_event("http2", method="POST", path="/live/forms/review", headers=headers, body=urlencode(form))
    answer = invoke(tmp_path, post)

    assert answer["statusCode"] == 303, answer
    assert answer["headers"]["location"].startswith("/live/forms/review/thanks/")


def test_a_bare_interpreter_asks_for_a_passkey_from_the_package_of_owners(
    packed_for_here: PackReport, tmp_path: Path
) -> None:
    with zipfile.ZipFile(packed_for_here.owner) as archive:
        archive.extractall(tmp_path / "task")
    headers = [("Sec-Fetch-Site", "same-origin")]

    answer = invoke(tmp_path, an_event("http2", method="POST", path="/live/passkeys/ask", headers=headers), "owner")

    assert answer["statusCode"] == 200, answer
    assert json.loads(answer["body"])["rpId"] == "example.org"


def invoke(folder: Path, event: dict[str, Any], function: str = "visitor") -> dict[str, Any]:
    environ = {
        "POLYNYA_CONTRACT": "live",
        "POLYNYA_STORE": f"sqlite:///{folder / 'store.db'}",
        "POLYNYA_SECRET": "s" * 40,
        "POLYNYA_SITE_URL": "https://example.org",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    # -S and -E: no site-packages and no settings of this machine; only what the package brought.
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", CALL, function],
        cwd=folder / "task",
        env=environ,
        input=json.dumps(event),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return {**answer, "headers": {name.lower(): value for name, value in answer["headers"].items()}, "log": done.stderr}


def test_lambda_gets_the_versions_that_are_tested_here() -> None:
    root = Path(__file__).parents[3]
    pinned = re.compile(r"^([a-z0-9._-]+)==([^\s\\;]+)", re.MULTILINE)
    tested = dict(pinned.findall((root / "requirements.lock").read_text()))

    shipped = dict(pinned.findall((root / "functions/requirements.lock").read_text()))
    for_owners = dict(pinned.findall((root / "functions/owner.lock").read_text()))

    assert shipped.items() <= tested.items()
    assert for_owners.items() <= tested.items()
    assert not {"boto3", "webauthn"} & shipped.keys()
    assert not for_owners.keys() & shipped.keys()
