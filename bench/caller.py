"""A caller with one kept connection, for loads that must know every single answer."""

import http.client
import json
import threading
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Reply:
    """status 0: there was no answer, only the reason."""

    status: int
    headers: dict
    body: bytes

    def code(self):
        """The stable code of a problem; the reason when there was no answer."""
        if self.status == 0:
            return self.body.decode()
        try:
            told = json.loads(self.body)
        except ValueError:
            return ""
        return told.get("code", "") if isinstance(told, dict) else ""


class Caller:

    def __init__(self, url, token=None, seconds=60):
        parts = urlsplit(url)
        self.path = parts.path
        self.headers = {"Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = "Bearer " + token
        self.connection = http.client.HTTPConnection(parts.netloc, timeout=seconds)

    def call(self, event):
        try:
            self.connection.request("POST", self.path, event, self.headers)
            answer = self.connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException) as gone:
            self.connection.close()
            return Reply(0, {}, repr(gone).encode())


class Tally:
    """Answers by kind of call; what was not to be expected is kept apart, with an example of each."""

    def __init__(self):
        self.lock = threading.Lock()
        self.expected = Counter()
        self.unexpected = Counter()
        self.examples = {}

    def count(self, kind, reply, status, code):
        with self.lock:
            if reply.status == status and (code is None or reply.code() == code):
                self.expected[kind] += 1
                return
            seen = "%s: %d %s" % (kind, reply.status, reply.code())
            self.unexpected[seen] += 1
            self.examples.setdefault(seen, reply.body[:300].decode(errors="replace"))
