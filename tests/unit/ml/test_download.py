from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from faceapp.core.errors import Cancelled, WeightsError
from faceapp.core.progress import CancelToken, Progress
from faceapp.ml import manifest as listed
from faceapp.ml.download import download_vggface2

CONTENT = bytes(range(256)) * 4096


@dataclass
class Served:
    """What the loopback server answers."""

    body: bytes = CONTENT
    status: int = 200
    announced: int | None = None


@pytest.fixture
def served() -> Served:
    return Served()


@pytest.fixture
def row(served: Served, monkeypatch: pytest.MonkeyPatch) -> Iterator[listed.WeightsFile]:
    """A row of its own whose address is a server on this machine's loopback."""
    monkeypatch.setenv("no_proxy", "*")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(served.status)
            length = len(served.body) if served.announced is None else served.announced
            self.send_header("Content-Length", str(length))
            self.end_headers()
            try:
                self.wfile.write(served.body)
            except (BrokenPipeError, ConnectionResetError):
                return  # the client has heard enough

        def log_message(self, format: str, *args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield replace(
            listed.manifest()[listed.VGGFACE2],
            url=f"http://127.0.0.1:{server.server_port}/w.pt",
            file="w.pt",
            bytes=len(CONTENT),
            sha256=sha256(CONTENT).hexdigest(),
        )
        server.shutdown()
        thread.join()


def test_the_file_gets_its_name_after_the_check(row: listed.WeightsFile, tmp_path: Path) -> None:
    told: list[Progress] = []
    seen: list[list[str]] = []

    def listen(progress: Progress) -> None:
        told.append(progress)
        seen.append([path.name for path in tmp_path.iterdir()])

    target = tmp_path / "w.pt"
    assert download_vggface2(target, listen, entry=row) == target
    assert target.read_bytes() == CONTENT
    assert [path.name for path in tmp_path.iterdir()] == ["w.pt"]
    assert all("w.pt" not in names for names in seen)
    assert told[-1].done == told[-1].total == len(CONTENT)
    assert "VGGFace2" in told[0].stage


@pytest.mark.parametrize(
    ("body", "announced", "says"),
    [
        (CONTENT[:-1] + b"x", None, "SHA-256"),
        (CONTENT[: len(CONTENT) // 2], None, "bytes instead of"),
        (CONTENT + b"more" * 300_000, None, "another file"),
    ],
)
def test_another_file_is_refused(
    row: listed.WeightsFile, served: Served, tmp_path: Path, body: bytes, announced: int | None, says: str
) -> None:
    served.body, served.announced = body, announced
    target = tmp_path / "w.pt"
    target.write_bytes(b"what was there before")
    with pytest.raises(WeightsError, match=says):
        download_vggface2(target, entry=row)
    assert target.read_bytes() == b"what was there before"
    assert [path.name for path in tmp_path.iterdir()] == ["w.pt"]


def test_a_connection_that_breaks(row: listed.WeightsFile, served: Served, tmp_path: Path) -> None:
    served.body, served.announced = CONTENT[:1000], len(CONTENT)
    with pytest.raises(WeightsError):
        download_vggface2(tmp_path / "w.pt", entry=row)
    assert not list(tmp_path.iterdir())


def test_the_server_says_no(row: listed.WeightsFile, served: Served, tmp_path: Path) -> None:
    served.status = 404
    with pytest.raises(WeightsError, match="answers 404"):
        download_vggface2(tmp_path / "w.pt", entry=row)
    assert not list(tmp_path.iterdir())


def test_no_server(row: listed.WeightsFile, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be reached"):
        download_vggface2(tmp_path / "w.pt", entry=replace(row, url="http://127.0.0.1:1/w.pt"))


def test_a_folder_that_cannot_be_written(row: listed.WeightsFile, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WeightsError, match="cannot be written"):
        download_vggface2(tmp_path / "file" / "w.pt", entry=row)


def test_stopping_leaves_nothing(row: listed.WeightsFile, tmp_path: Path) -> None:
    token = CancelToken()
    with pytest.raises(Cancelled):
        download_vggface2(tmp_path / "w.pt", lambda progress: token.cancel(), token, row)
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_downloaded(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be downloaded"):
        download_vggface2(tmp_path / "w", entry=listed.manifest()[listed.CASIA_WEBFACE])
