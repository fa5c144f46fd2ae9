import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class _Handler(BaseHTTPRequestHandler):
    """Answers as the carrier was told to, and keeps what it was asked."""

    def do_POST(self):
        """Take an order, or a cancellation."""
        length = int(self.headers.get("Content-Length") or 0)
        self._answer(self.rfile.read(length).decode())

    def do_GET(self):
        """Tell where a parcel is."""
        self._answer("")

    def _answer(self, body):
        carrier = self.server.carrier
        status, text, delay = carrier.take(self.path, body, dict(self.headers))
        if delay:
            time.sleep(delay)
        payload = text.encode()
        # Whoever does not wait has hung up.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            if status in (301, 302):
                self.send_header("Location", f"{carrier.url}/elsewhere")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

    def log_message(self, *arguments):
        """Keep the tests quiet."""


class FakeCarrier:
    """A carrier on this machine: real HTTP, no vans.

    One order a key, as a carrier that compares does; ``mode`` makes it misbehave.
    """

    MODES = {
        "error": (500, "boom", 0),
        "busy": (429, "", 0),
        "slow": (200, "{}", 2.5),
        "garbage": (200, "<html>Welcome</html>", 0),
        "empty": (200, "{}", 0),
        "list": (200, "[]", 0),
        "redirect": (302, "", 0),
        "refusal": (422, "no such district", 0),
        "unauthorised": (401, "who are you", 0),
        "endless": (200, '"' + "x" * 200_000 + '"', 0),
    }

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.carrier = self
        self.server.daemon_threads = True
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.forget()

    def forget(self):
        """Begin anew."""
        self.mode = ""
        self.requests = []
        self.orders = {}
        self.status = {"status": "created"}

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def take(self, path, body, headers):
        """What is answered to a request: status, text, delay in seconds."""
        self.requests.append((path, body, headers))
        if self.mode in self.MODES:
            return self.MODES[self.mode]
        if path == "/orders":
            key = json.loads(body)["order_id"]
            number = self.orders.setdefault(key, f"EV{len(self.orders) + 1:04d}VN")
            if self.mode == "hangs up":
                # It has the order, and whoever asked does not hear of it.
                return 200, json.dumps({"tracking_number": number}), 2.5
            return 200, json.dumps({"tracking_number": number}), 0
        return 200, json.dumps(self.status), 0

    def start(self):
        """Answer from now on, in a thread of its own."""
        self.thread.start()
        return self

    def stop(self):
        """Close the door."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
