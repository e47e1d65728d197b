"""Other sides for messages: a mail server and a robot's address on this machine, which do as a test says."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer


class MailServer(ThreadingTCPServer):
    """Takes mail. `replies` are its answers by command ("." ends a message; "" hangs up), `taken` what it accepted.

    While `going` is not set it keeps an accepted message and says nothing.
    """

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.replies, self.taken, self.going = {}, [], threading.Event()
        self.going.set()
        super().__init__(("127.0.0.1", 0), MailHandler)

    @property
    def port(self) -> int:
        return self.server_address[1]


class MailHandler(StreamRequestHandler):
    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            verb = line.decode().strip().upper().partition(" ")[0]
            if verb == "DATA":
                self.say("354 go on")
                if not self.take(b"".join(iter(self.rfile.readline, b".\r\n"))):
                    return
            elif not self.say(self.server.replies.get(verb, "250 fine")) or verb == "QUIT":
                return

    def take(self, data: bytes) -> bool:
        reply = self.server.replies.get(".", "250 taken")
        if reply.startswith("250") or not reply:
            self.server.taken.append(message_from_bytes(data, policy=policy.default))
        self.server.going.wait(60)
        return self.say(reply)

    def say(self, reply: str) -> bool:
        """Answer; False where there is no answer and the line is cut."""
        try:
            self.wfile.write(f"{reply}\r\n".encode() if reply else b"")
        except OSError:  # the other side is gone
            return False
        return bool(reply)


class Robot(ThreadingHTTPServer):
    """Takes posts of a webhook: `heard` are the paths and the messages, `answer` is a status and an object."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.heard, self.answer = [], (200, {"errcode": 0, "errmsg": "ok"})
        super().__init__(("127.0.0.1", 0), RobotHandler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/robot/send?key=K"


class RobotHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        status, answer = self.server.answer
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Nothing: the test looks at what was heard."""


@contextmanager
def serving(server: ThreadingTCPServer) -> Iterator[ThreadingTCPServer]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
