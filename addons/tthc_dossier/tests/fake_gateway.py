import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class _Handler(BaseHTTPRequestHandler):
    """Answers as the gateway was told to, and keeps what it was sent."""

    def do_POST(self):
        """Take one message."""
        gateway = self.server.gateway
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        gateway.requests.append((body, dict(self.headers)))
        status, text, delay = gateway.answer_to(f"{self.path} {body}")
        if delay:
            time.sleep(delay)
        payload = text.encode()
        # Whoever does not wait has hung up.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

    def log_message(self, *arguments):
        """Keep the tests quiet."""


class FakeGateway:
    """An SMS gateway on this machine: real HTTP, no SMS.

    ``plan``: words in an address or request → what is answered; the first that fits.
    """

    ANSWERS = {
        "success": (200, '{"status": "ok"}', 0),
        "error": (500, "boom", 0),
        "slow": (200, '{"status": "ok"}', 2.5),
        "refusal": (200, '{"status": "99", "message": "invalid number"}', 0),
        "garbage": (200, "<html>Welcome</html>", 0),
        "redirect": (302, "", 0),
        "gateway_timeout": (504, "upstream", 0),
        "unauthorised": (401, "who are you", 0),
    }

    def __init__(self):
        self.requests = []
        self.plan = {}
        self.default = "success"
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self.server.gateway = self
        self.server.daemon_threads = True
        self.thread = Thread(target=self.server.serve_forever, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/send"

    def answer_to(self, request):
        for word, answer in self.plan.items():
            if word in request:
                return self.ANSWERS[answer]
        return self.ANSWERS[self.default]

    def sent(self):
        """What was asked of it, as dicts."""
        return [json.loads(body) for body, _headers in self.requests]

    def start(self):
        """Answer from now on, in a thread of its own."""
        self.thread.start()
        return self

    def stop(self):
        """Close the door."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
