"""One file over HTTP, resumed and verified: what is returned has the sha256 that was asked for.

Proxies come from the environment (`http_proxy`, `https_proxy`, `no_proxy`), as urllib reads them. A redirect from https
to anything weaker is refused. Blocks: for commands, never for the loop.
"""

import hashlib
import http.client
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

from device.errors import FetchFailed
from device.models.catalogue import Source

ATTEMPTS = 4
"""Tries per address; each goes on where the last one stopped."""
TIMEOUT_S = 30.0
"""Seconds of silence after which a connection counts as dead."""
CHUNK = 1 << 16
AGENT = "hearth (model store)"

Progress = Callable[[str, int, int], None]
"""Called with file name, bytes so far, and all bytes (0: not known)."""


class _NoDowngrade(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not from https to http."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if req.type == "https" and urlsplit(newurl).scheme != "https":
            raise FetchFailed(f"{req.host} redirects from https to {newurl}, which anyone on the way could change.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def download(
    source: Source,
    partial: Path,
    *,
    mirror: str = "",
    progress: Progress = lambda *_: None,
    pause: Callable[[float], None] = time.sleep,
    timeout_s: float = TIMEOUT_S,
) -> Path:
    """Bring `source` to `partial` and return it, whole and verified. A part that is there already is continued.

    `mirror` is a directory or a base URL that is used instead of the catalogue's addresses.

    Raises:
        FetchFailed: no address gave the right bytes; what arrived of them is kept for the next time.

    """
    reasons: list[str] = []
    for address in _addresses(source, mirror):
        try:
            if (place := _local(address)) is not None:
                shutil.copyfile(place, partial)
            else:
                _pull(address, source, partial, progress, pause, timeout_s)
        except FetchFailed as error:
            reasons.append(str(error))
            continue
        except OSError as error:
            reasons.append(f"{address}: {error.strerror or error}")
            continue
        if _hash(partial) == source.sha256:
            return partial
        reasons.append(f"{address}: what arrived is not {source.name} (its sha256 differs)")
        partial.unlink()
    raise FetchFailed(f"{source.name} could not be fetched. " + "; ".join(reasons))


def _addresses(source: Source, mirror: str) -> Iterator[str]:
    if mirror:
        yield f"{mirror.rstrip('/')}/{quote(source.name) if _local(mirror) is None else source.name}"
    else:
        yield from source.urls


def _local(address: str) -> Path | None:
    if urlsplit(address).scheme in ("http", "https"):
        return None
    return Path(address.removeprefix("file://")).expanduser()


def _pull(
    url: str, source: Source, partial: Path, progress: Progress, pause: Callable[[float], None], timeout_s: float
) -> None:
    """Read the rest of a file, trying again where it broke off. Raises FetchFailed."""
    opener = urllib.request.build_opener(_NoDowngrade)
    for attempt in range(ATTEMPTS):
        if attempt:
            pause(min(10.0, 0.5 * 2**attempt))
        try:
            if _read_rest(opener, url, source, partial, progress, timeout_s):
                return
            reason = "the connection ended too early"
        except urllib.error.HTTPError as error:
            reason = f"{error.code} {error.reason}".splitlines()[0]
            if error.code < 500 and error.code not in (408, 416, 429):
                break
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
            reason = str(getattr(error, "reason", "") or error or type(error).__name__)
    raise FetchFailed(f"{url}: {reason}")


def _read_rest(
    opener: urllib.request.OpenerDirector, url: str, source: Source, partial: Path, progress: Progress, timeout_s: float
) -> bool:
    """Append what is missing; return whether the file is now complete as far as the server says."""
    have = partial.stat().st_size if partial.exists() else 0
    if source.bytes and have > source.bytes:
        partial.unlink()  # of another version, or garbage
        have = 0
    if source.bytes and have == source.bytes:
        return True
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310 - only http(s) gets here
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        answer = opener.open(request, timeout=timeout_s)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            partial.unlink(missing_ok=True)  # it ends before our part does: start again
        error.close()
        raise
    with answer:
        continued = answer.status == http.HTTPStatus.PARTIAL_CONTENT and answer.headers.get(
            "Content-Range", ""
        ).startswith(f"bytes {have}-")
        if not continued:
            have = 0
        length = int(answer.headers.get("Content-Length") or 0)
        whole = have + length if length else source.bytes
        if source.bytes and length and whole != source.bytes:
            raise FetchFailed(f"{url}: it has {whole} bytes there instead of {source.bytes}")
        with partial.open("ab" if continued else "wb") as file:
            while piece := answer.read1(CHUNK):
                file.write(piece)
                have += len(piece)
                progress(source.name, have, whole)
    return not whole or have == whole


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
