"""The model store against a real HTTP server that truncates, corrupts, stalls, redirects and forgets ranges."""

import fcntl
import hashlib
import io
import random
import stat
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from device.errors import FetchFailed, ModelBroken, ModelMissing
from device.models import installed
from device.models.catalogue import Offer, Source, catalogue
from device.models.download import download
from device.models.fetch import PARTIAL, fetch
from device.models.manifest import RECEIPT, problems, read_receipt
from device.models.unpack import unpack_zip
from tests.support.web import Web, web

BODY = random.Random(7).randbytes(300_000)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with web() as served:
        yield served


def source(*urls: str, body: bytes = BODY, name: str = "model.bin", size: int | None = None) -> Source:
    return Source(name, hashlib.sha256(body).hexdigest(), urls, len(body) if size is None else size)


def get(what: Source, partial: Path, mirror: str = "", timeout_s: float = 5.0) -> bytes:
    return download(what, partial, mirror=mirror, pause=lambda _: None, timeout_s=timeout_s).read_bytes()


@pytest.mark.parametrize(
    "faults",
    [
        (),
        ("truncate:1000",),
        ("truncate:1000", "truncate:50000", "truncate:1"),
        ("503", "429"),
        ("drip",),
        ("truncate:1000", "no-range"),
    ],
    ids=lambda faults: "+".join(faults) or "well",
)
@pytest.mark.parametrize("size", [None, 0], ids=["size known", "size unknown"])
def test_it_arrives_whole_whatever_happens(
    server: Web, tmp_path: Path, faults: tuple[str, ...], size: int | None
) -> None:
    url = server.serve("/model.bin", BODY, *faults)
    assert get(source(url, size=size), tmp_path / "part") == BODY


def test_it_goes_on_where_it_broke_off(server: Web, tmp_path: Path) -> None:
    url = server.serve("/model.bin", BODY, "truncate:100000")
    get(source(url), tmp_path / "part")
    assert [asked for _, asked in server.asked] == ["", "bytes=100000-"]


def test_it_goes_on_in_another_process(server: Web, tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(BODY[:123_456])
    assert get(source(server.serve("/model.bin", BODY)), tmp_path / "part") == BODY
    assert [asked for _, asked in server.asked] == ["bytes=123456-"]


@pytest.mark.parametrize("size", [None, 0])
@pytest.mark.parametrize("garbage", [b"x" * 100, b"y" * 400_000], ids=["shorter", "longer"])
def test_a_part_of_something_else_is_not_believed(
    server: Web, tmp_path: Path, garbage: bytes, size: int | None
) -> None:
    url = server.serve("/model.bin", BODY)
    (tmp_path / "part").write_bytes(garbage)
    try:
        got = get(source(url, size=size), tmp_path / "part")
    except FetchFailed:
        got = get(source(url, size=size), tmp_path / "part")  # the garbage is gone: the next run is clean
    assert got == BODY


def test_a_stalled_connection_is_left_and_continued(server: Web, tmp_path: Path) -> None:
    url = server.serve("/model.bin", BODY, "stall")
    assert get(source(url), tmp_path / "part", timeout_s=0.3) == BODY
    assert server.asked[1][1] == "bytes=100-"


def test_corruption_is_found_and_the_next_address_tried(server: Web, tmp_path: Path) -> None:
    bad = server.serve("/bad", BODY, "corrupt")
    good = server.serve("/good", BODY)
    assert get(source(bad, good), tmp_path / "part") == BODY


def test_corruption_everywhere_is_an_error_and_leaves_nothing(server: Web, tmp_path: Path) -> None:
    url = server.serve("/model.bin", BODY, "corrupt")
    with pytest.raises(FetchFailed, match=r"what arrived is not model\.bin \(its sha256 differs\)"):
        get(source(url), tmp_path / "part")
    assert not (tmp_path / "part").exists()


def test_another_size_is_refused_before_it_is_read(server: Web, tmp_path: Path) -> None:
    url = server.serve("/model.bin", BODY + b"more")
    with pytest.raises(FetchFailed, match="it has 300004 bytes there instead of 300000"):
        get(source(url), tmp_path / "part")


def test_redirects_are_followed(server: Web, tmp_path: Path) -> None:
    far = server.serve("/far", BODY)
    near = server.serve("/near", b"", f"redirect:{far}")
    assert get(source(near), tmp_path / "part") == BODY


def test_a_redirect_loop_and_a_missing_file_end(server: Web, tmp_path: Path) -> None:
    loop = server.serve("/loop", b"", *[f"redirect:{server.address}/loop"] * 100)
    with pytest.raises(FetchFailed, match=r"loop: 302.*404"):
        get(source(loop, f"{server.address}/none"), tmp_path / "part")


def test_no_server_at_all(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="Connection refused"):
        get(source("http://127.0.0.1:9/model.bin"), tmp_path / "part")


def test_a_proxy_is_used(server: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server.serve("/model.bin", BODY)
    monkeypatch.setenv("http_proxy", server.address)
    monkeypatch.setenv("no_proxy", "")
    assert get(source("http://models.example/model.bin"), tmp_path / "part") == BODY
    assert server.asked[0][0] == "http://models.example/model.bin"


def test_a_mirror_or_a_directory_stands_in(server: Web, tmp_path: Path) -> None:
    server.serve("/mirror/model.bin", BODY)
    assert get(source("http://127.0.0.1:9/x"), tmp_path / "a", mirror=f"{server.address}/mirror/") == BODY
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick/model.bin").write_bytes(BODY)
    assert get(source("http://127.0.0.1:9/x"), tmp_path / "b", mirror=str(tmp_path / "stick")) == BODY
    with pytest.raises(FetchFailed, match="No such file"):
        get(source("http://127.0.0.1:9/x"), tmp_path / "c", mirror=str(tmp_path / "nowhere"))


# --- whole models


def fetch_at_once(name: str, store: Path, offers: dict[str, Offer] | None = None) -> Path:
    return fetch(name, store, offers=offers, pause=lambda _: None)


def archive(files: dict[str, bytes], *, link: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            zipped.writestr(info, "/etc/passwd")
    return packed.getvalue()


MODEL = {"small-en/am/final.mdl": b"m" * 5000, "small-en/conf/model.conf": b"--x=1\n", "small-en/README": b"hello"}


def offer(server: Web, body: bytes, *faults: str, version: str = "1", unpack: str = "zip") -> dict[str, Offer]:
    url = server.serve("/small.zip", body, *faults)
    files = (source(url, body=body, name="small.zip"),)
    return {"small": Offer("speech", version, "Apache-2.0", "a model", files, unpack)}  # type: ignore[arg-type]


def test_a_model_is_fetched_unpacked_and_found(server: Web, tmp_path: Path) -> None:
    offers = offer(server, archive(MODEL), "truncate:40")
    folder = fetch_at_once("small", tmp_path, offers=offers)
    assert folder == tmp_path / "small" == installed("small", (tmp_path,))
    assert (folder / "am/final.mdl").read_bytes() == MODEL["small-en/am/final.mdl"]
    receipt = read_receipt(folder)
    assert (receipt.version, receipt.licence, receipt.kind) == ("1", "Apache-2.0", "speech")
    assert not list(problems(folder, receipt))
    assert [path.name for path in (tmp_path / PARTIAL).iterdir()] == ["lock"]


def test_what_is_whole_is_not_fetched_again_what_is_damaged_or_older_is(server: Web, tmp_path: Path) -> None:
    fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))
    server.asked.clear()
    fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))
    assert server.asked == []
    (tmp_path / "small/README").write_bytes(b"HELLO")
    fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))
    assert (tmp_path / "small/README").read_bytes() == b"hello"
    newer = archive({**MODEL, "small-en/README": b"version two"})
    fetch_at_once("small", tmp_path, offers=offer(server, newer, version="2"))
    assert (tmp_path / "small/README").read_bytes() == b"version two"


def test_a_failed_update_keeps_the_old_model(server: Web, tmp_path: Path) -> None:
    fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))
    with pytest.raises(FetchFailed, match=r"Run `hearth models fetch small` again"):
        fetch_at_once(
            "small", tmp_path, offers=offer(server, archive(MODEL | {"small-en/x": b"y"}), *["503"] * 9, version="2")
        )
    assert installed("small", (tmp_path,)) == tmp_path / "small"


def test_an_interrupted_fetch_is_never_found(server: Web, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed):
        fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL), *["truncate:10"] * 9))
    with pytest.raises(ModelMissing, match="no model called small"):
        installed("small", (tmp_path,))
    partial = [path for path in (tmp_path / PARTIAL).iterdir() if path.name != "lock"]
    assert len(partial) == 1  # kept, to go on from


def test_a_damaged_model_names_the_command(server: Web, tmp_path: Path) -> None:
    fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))
    (tmp_path / "small/am/final.mdl").write_bytes(b"short")
    with pytest.raises(ModelBroken, match=r"damaged \(am/final\.mdl\); run `hearth models fetch small`"):
        installed("small", (tmp_path,))
    (tmp_path / "small" / RECEIPT).write_text("{")
    with pytest.raises(ModelBroken, match="not a list of model files"):
        installed("small", (tmp_path,))


def test_two_at_once_do_not_meet(tmp_path: Path, server: Web) -> None:
    (tmp_path / PARTIAL).mkdir()
    with (tmp_path / PARTIAL / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FetchFailed, match=r"Another .* is under way"):
            fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))


def test_a_store_that_cannot_be_written(tmp_path: Path, server: Web) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FetchFailed, match="cannot be written"):
        fetch_at_once("small", tmp_path / "file", offers=offer(server, archive(MODEL)))


def test_readers_never_see_half_a_model(server: Web, tmp_path: Path) -> None:
    fetch_at_once("small", tmp_path, offers=offer(server, archive(MODEL)))
    wrong, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                content = (tmp_path / "small/README").read_bytes()
            except FileNotFoundError:
                continue  # between the two renames
            if not content.endswith(b"."):
                wrong.append(content)

    (tmp_path / "small/README").write_bytes(b"0.")
    reader = threading.Thread(target=read)
    reader.start()
    for version in range(10):
        fetch_at_once(
            "small",
            tmp_path,
            offers=offer(server, archive(MODEL | {"small-en/README": b"x" * 50_000 + b"."}), version=str(version)),
        )
    stop.set()
    reader.join()
    assert not wrong


@pytest.mark.parametrize(
    ("files", "link", "said"),
    [
        ({"../evil": b"x"}, "", "outside its folder"),
        ({"/etc/evil": b"x"}, "", "outside its folder"),
        ({"a/../../evil": b"x"}, "", "outside its folder"),
        ({"..\\evil": b"x"}, "", "outside its folder"),
        ({"C:evil/x": b"x"}, "", "outside its folder"),
        ({"good": b"x"}, "link", "no file"),
        ({}, "", "is empty"),
    ],
)
def test_archives_that_try_something(tmp_path: Path, files: dict[str, bytes], link: str, said: str) -> None:
    (tmp_path / "bad.zip").write_bytes(archive(files, link=link))
    with pytest.raises(FetchFailed, match=said):
        unpack_zip(tmp_path / "bad.zip", tmp_path / "out")
    assert not (tmp_path / "evil").exists()


def test_damaged_archives(tmp_path: Path) -> None:
    whole = archive(MODEL)
    for number, body in enumerate((b"", b"no zip", whole[:200], whole[:100] + b"\xff" * 40 + whole[140:])):
        (tmp_path / f"{number}.zip").write_bytes(body)
        with pytest.raises(FetchFailed, match=r"cannot|can be unpacked|empty"):
            unpack_zip(tmp_path / f"{number}.zip", tmp_path / f"out{number}")


def test_the_catalogue_is_well_formed() -> None:
    for name, entry in catalogue().items():
        assert entry.licence, name
        assert all(url.startswith("https://") for file in entry.files for url in file.urls), name
        assert entry.unpack != "zip" or len(entry.files) == 1, name
        if entry.kind == "voice":
            onnx, config = entry.files
            assert config.name == f"{onnx.name}.json", name


def test_what_is_not_in_the_catalogue(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="hearth models list"):
        fetch_at_once("nonsense", tmp_path)
    with pytest.raises(ModelMissing, match="hearth models fetch piper-joe"):
        installed("piper-joe", (tmp_path,))
