"""Two replicas behind nginx on loopback, by hosting/nginx.conf: `python -m tests.load.proxy [--port 8560]`.

Visitors are spread, each stays at one replica, media and uploads find their visit, and a replica that is killed during
a run costs its visitors no more than that run. Takes about two minutes, ends by itself, and says so where there is no
nginx (Debian: apt-get install nginx-light).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.load.measure import counts
from tests.load.pupil import Pupil, Record
from tests.serving import ROOT, server, wait_ready

NGINX = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
VISITORS = 16


@contextlib.contextmanager
def nginx(port: int, replicas: dict[str, int]) -> Iterator[str]:
    """The address of nginx with the project's own configuration, but for ports and places to write."""
    text = (ROOT / "hosting" / "nginx.conf").read_text()
    for name, replica in replicas.items():
        text = text.replace(f"{name}:8501", f"127.0.0.1:{replica}")
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    with tempfile.TemporaryDirectory(prefix="nginx-") as folder:
        kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"    {name}_temp_path {folder}/{name};\n" for name in kept)
        text = text.replace("http {\n", "http {\n" + paths)
        conf = Path(folder) / "nginx.conf"
        conf.write_text(f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr warn;\n{text}")
        process = subprocess.Popen([str(NGINX), "-p", folder, "-c", str(conf)], stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                with contextlib.suppress(urllib.error.URLError, ConnectionError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def ask(
    address: str, path: str, cookies: str = "", method: str = "GET", data: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (set-cookie joined) and body; no exception for a refusal."""
    request = urllib.request.Request(address + path, data=data, method=method, headers={"Cookie": cookies, **headers})
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        found = {name.lower(): "; ".join(answer.headers.get_all(name)) for name in answer.headers}
        return answer.status, found, answer.read()


class Visitor(Pupil):
    """A pupil with a browser's cookies, who notes where the pictures of the page lie."""

    def __init__(self, record: Record, address: str, page: str, **parameters: str) -> None:
        _, headers, _ = ask(address, f"/{page}")
        self.replica = re.search(r"replica=(\w)", headers["set-cookie"])[1]
        self.cookies = f"replica={self.replica}"
        self.pictures: list[str] = []
        super().__init__(record, address, page, **parameters)

    def _note(self, element, fragment: str) -> None:
        super()._note(element, fragment)
        if element.WhichOneof("type") == "imgs":
            self.pictures += [image.url for image in element.imgs.imgs if image.url.startswith("/media/")]

    def upload(self, content: bytes) -> int:
        """The status of an upload into this visit, by the address that the server gives for it."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append("photo.png")
        message.file_urls_request.session_id = self.session_id
        self.socket.send(message.SerializeToString())
        forward = ForwardMsg()
        while forward.WhichOneof("type") != "file_urls_response":
            forward = ForwardMsg.FromString(self.socket.recv(timeout=30))
        (urls,) = forward.file_urls_response.file_urls
        _, headers, _ = ask(self.address, "/_stcore/health", self.cookies)
        token = re.search(r"_streamlit_xsrf=([^;]+)", headers.get("set-cookie", ""))
        cookies, more = self.cookies, {}
        if token:
            cookies, more = f"{cookies}; _streamlit_xsrf={token[1]}", {"X-Xsrftoken": token[1]}
        edge = "boundary"
        body = (
            (
                f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="photo.png"\r\n'
                "Content-Type: image/png\r\n\r\n"
            ).encode()
            + content
            + f"\r\n--{edge}--\r\n".encode()
        )
        more["Content-Type"] = f"multipart/form-data; boundary={edge}"
        return ask(self.address, urls.upload_url, cookies, "PUT", body, **more)[0]


def sessions(replicas: dict[str, str]) -> dict[str, int]:
    return {name: int(counts(address)["generative_ai_sessions"]) for name, address in replicas.items()}


def stay(record: Record, address: str, replicas: dict[str, str]) -> None:
    """Visitors are spread over both, and each stays where their cookie says."""
    visitors = []
    for n in range(VISITORS):
        before = sessions(replicas)
        visitor = Visitor(record, address, "next-token", prompt=f"Visitor {n} sat on the")
        after = sessions(replicas)
        assert after[visitor.replica] == before[visitor.replica] + 1, "the websocket went to the other replica"
        visitor.act("open")
        visitors.append(visitor)
    assert {v.replica for v in visitors} == {"a", "b"}, "all drew the same replica"
    for visitor in visitors:
        visitor.close()
        visitor.come_back()
        visitor.close()
    print(f"{VISITORS} visitors: {sum(v.replica == 'a' for v in visitors)} at a, the others at b; all came back there")


def files(record: Record, address: str) -> None:
    """Media and uploads are kept by the replica of the visit: with its cookie they are found, with the other's not."""
    visitor = Visitor(record, address, "text-to-image")
    visitor.act("open pictures", patience=200)
    picture = visitor.pictures[-1]
    status, headers, body = ask(address, picture, visitor.cookies)
    assert status == 200 and headers["content-type"].startswith("image/") and len(body) > 500
    other = "replica=" + ("b" if visitor.replica == "a" else "a")
    assert ask(address, picture, other)[0] == 404, "both replicas have it: nothing was shown"
    assert visitor.upload(b"\x89PNG" + bytes(100_000)) == 204
    refused = ask(address, "/_stcore/upload_file/x/y", visitor.cookies, "PUT", bytes(12_000_000))[0]
    assert refused == 413, refused
    visitor.close()
    print(f"media ({len(body)} bytes) and an upload (100 kB) through the proxy; 12 MB are refused with 413")


def outside(address: str) -> None:
    assert ask(address, "/metrics")[0] == 403
    status, headers, _ = ask(address, "/")
    assert status == 200 and "frame-ancestors" in headers["content-security-policy"] and "server" in headers
    assert "/" not in headers["server"], "the proxy tells its version"
    print("metrics are not for the outside; security headers come through")


def fall(record: Record, address: str, process: subprocess.Popen) -> None:
    """The replica is killed while it writes: its visitors lose that run, come back to the other, and have a figure."""
    visitors = []
    while len(visitors) < 4:
        visitor = Visitor(
            record, address, "writing", prompt=f"On the day number {len(visitors)}, the king said", tokens="100"
        )
        if visitor.replica == "a":
            visitors.append(visitor)
        else:
            visitor.close()
    for visitor in visitors:
        visitor.send()
    time.sleep(1.5)
    process.kill()
    process.wait()
    for visitor in visitors:
        with contextlib.suppress(Exception):
            visitor.follow(patience=20)
            raise AssertionError("the run ended well on a dead replica")
        began = time.monotonic()
        visitor.session_id = ""  # a browser is given a new one where the old is not known
        visitor.connect()
        assert visitor.act("after the fall", patience=120), record.errors
        print(f"a visitor of the killed replica has a figure at the other after {time.monotonic() - began:.1f} s")
        visitor.close()


def main() -> int:
    ask_for = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask_for.add_argument("--port", type=int, default=8560, help="of nginx; the two after it are the replicas'")
    port = ask_for.parse_args().port
    if NGINX is None:
        print("There is no nginx on this machine (Debian: apt-get install nginx-light): nothing was tried.")
        return 1
    record = Record()
    secret = {"STREAMLIT_SERVER_COOKIE_SECRET": "loopback", "GENERATIVE_AI_LIVE_LOG": "json"}
    with (
        server(env=secret, port=port + 1) as (first, process),
        server(env=secret, port=port + 2) as (second, _),
        nginx(port, {"app-a": port + 1, "app-b": port + 2}) as address,
    ):
        replicas = {"a": first, "b": second}
        for replica in replicas.values():
            wait_ready(replica)
        outside(address)
        stay(record, address, replicas)
        files(record, address)
        fall(record, address, process)
        with server(env=secret, port=port + 1) as (again, _):
            wait_ready(again)
            time.sleep(6)  # nginx tries a replica that failed again after five seconds
            visitor = None
            while visitor is None or visitor.replica != "a":
                visitor = Visitor(record, address, "next-token", prompt="Back again, the cat sat on the")
            assert sessions({"a": again})["a"] == 1, "the replica that came back gets no visitors"
            assert visitor.act("back at the first"), record.errors
            visitor.close()
            print("the replica came back, and its visitors with it")
    print("errors:", record.errors)
    return len(record.errors)


if __name__ == "__main__":
    sys.exit(main())
