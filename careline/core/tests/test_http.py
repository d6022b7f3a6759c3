"""The guarded HTTP client, against a real server on this machine that misbehaves."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from careline.core import http


class Peer(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/metadata":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest")
        else:
            self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * (2000 if self.path == "/large" else 10))

    def log_message(self, *_):
        pass


@pytest.fixture
def peer():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/",
     "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/", "http://192.168.0.1:8080/", "http://[fe80::1]/"],
)  # fmt: skip
def test_addresses_inside_are_refused(url):
    with pytest.raises(http.Blocked):
        http.fetch("GET", url)


def test_other_schemes_are_refused():
    with pytest.raises(httpx.HTTPError):
        http.fetch("GET", "file:///etc/passwd")


def test_an_allowed_network_is_reached_and_each_redirect_is_checked_again(peer, settings):
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    assert http.fetch("GET", f"{peer}/").content == b"x" * 10
    with pytest.raises(http.Blocked):
        http.fetch("GET", f"{peer}/metadata")


def test_an_answer_over_the_limit_is_cut_off(peer, settings):
    settings.CARELINE_HTTP_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    with pytest.raises(http.TooLarge):
        http.fetch("GET", f"{peer}/large", largest_bytes=1000)
