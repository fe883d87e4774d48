from __future__ import annotations

import io
import json
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest

from api.bundles.bundle import GUARD, RASA, BundleBrokenError, Bundles, NoBundleError, pack, unpack

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PARTS = {GUARD: b"guard bytes", RASA: b"model bytes"}


@pytest.fixture
def bundles(tmp_path: Path) -> Bundles:
    made = Bundles(tmp_path, KEY)
    made.add("one", PARTS, {"seconds": 12})
    return made


def test_a_bundle_gives_back_its_parts(bundles: Bundles) -> None:
    bundle = bundles.get("one")
    assert {name: bundles.part(bundle, name) for name in PARTS} == PARTS
    assert (bundle.version, bundle.manifest["seconds"]) == ("one", 12)


def test_no_part_lies_readable_on_the_disk(bundles: Bundles, tmp_path: Path) -> None:
    content = b"".join(path.read_bytes() for path in (tmp_path / "one").iterdir())
    assert not any(part in content for part in PARTS.values())


@pytest.mark.parametrize("position", [0, 20, -1])
def test_an_altered_part_is_refused(bundles: Bundles, tmp_path: Path, position: int) -> None:
    path = tmp_path / "one" / f"{GUARD}.sealed"
    altered = bytearray(path.read_bytes())
    altered[position] ^= 1
    path.write_bytes(bytes(altered))
    with pytest.raises(BundleBrokenError):
        bundles.part(bundles.get("one"), GUARD)


def test_a_missing_or_exchanged_part_is_refused(bundles: Bundles, tmp_path: Path) -> None:
    bundles.add("two", {GUARD: b"older guard", RASA: b"older model"}, {})
    (tmp_path / "two" / f"{GUARD}.sealed").replace(tmp_path / "one" / f"{GUARD}.sealed")
    for version in ("one", "two"):
        with pytest.raises(BundleBrokenError):
            bundles.part(bundles.get(version), GUARD)


def test_an_altered_manifest_is_refused(bundles: Bundles, tmp_path: Path) -> None:
    path = tmp_path / "one" / "manifest.json"
    signed = json.loads(path.read_text())
    signed["manifest"]["seconds"] = 13
    path.write_text(json.dumps(signed))
    with pytest.raises(BundleBrokenError):
        bundles.get("one")


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"manifest": {}, "signature": "zz"}', "\ud83d"])
def test_a_manifest_that_is_none_is_refused(bundles: Bundles, tmp_path: Path, content: str) -> None:
    (tmp_path / "one" / "manifest.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(BundleBrokenError):
        bundles.get("one")


def test_a_bundle_of_another_installation_is_refused(bundles: Bundles, tmp_path: Path) -> None:
    foreign = Bundles(tmp_path, OTHER_KEY)
    with pytest.raises(BundleBrokenError):
        foreign.get("one")
    with pytest.raises(BundleBrokenError):
        foreign.activate("one")
    with pytest.raises(NoBundleError):
        foreign.active()


def test_a_bundle_under_another_name_than_its_own_does_not_serve(bundles: Bundles, tmp_path: Path) -> None:
    (tmp_path / "one").rename(tmp_path / "newest")
    with pytest.raises(BundleBrokenError):
        bundles.activate("newest")


def test_the_active_bundle_is_the_one_that_was_activated_last(bundles: Bundles) -> None:
    with pytest.raises(NoBundleError):
        bundles.active()
    bundles.add("two", PARTS, {})
    bundles.activate("one")
    bundles.activate("two")
    assert bundles.active().version == "two"


def test_a_bundle_that_is_broken_is_not_activated(bundles: Bundles, tmp_path: Path) -> None:
    bundles.activate("one")
    with pytest.raises(BundleBrokenError):
        bundles.activate("missing")
    assert bundles.active().version == "one"


def test_a_bundle_is_never_written_over(bundles: Bundles) -> None:
    with pytest.raises(FileExistsError):
        bundles.add("one", {GUARD: b"another"}, {})
    assert bundles.part(bundles.get("one"), GUARD) == PARTS[GUARD]


def test_a_packed_folder_comes_out_as_it_went_in(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.json").write_text("å")
    (tmp_path / "in" / "sub" / "b.bin").write_bytes(b"\0\xff")
    unpack(pack(tmp_path / "in"), tmp_path / "out")
    assert (tmp_path / "out" / "a.json").read_text() == "å"
    assert (tmp_path / "out" / "sub" / "b.bin").read_bytes() == b"\0\xff"


@pytest.mark.parametrize("name", ["../escaped", "/tmp/tipline-escaped"])
def test_an_archive_that_reaches_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with suppress(tarfile.TarError):
        unpack(buffer.getvalue(), tmp_path / "out")
    assert not (tmp_path / "escaped").exists() and not Path("/tmp/tipline-escaped").exists()
