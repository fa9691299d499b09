"""Who walks through the console as a browser does: signed in, from link to link, a page of each kind."""

import html
import http.client
import re
import time
import urllib.parse

# What a page leads to that is no page: files, streams, and ways out.
NO_PAGE = re.compile(r"/(sign-out|assets|api|actuator|session)\b|/(file|export|download|stream|recent|preview)$|\.(pdf|csv|xml|zip|json|yaml)$|^/sign-")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27,}|^\d+$|^[A-Z]+-[\d-]+$|-\d+$|^[A-Za-z0-9_-]{20,}$|^[0-9a-f]{12,}$")
NAMES = {"busy", "orders", "events", "images", "live"}
TOLD = {"range", "status", "level", "since", "by", "type", "state", "span", "flat"}
EXAMPLES = 5
DEEPEST = 4


class Browser:
    """One connection, cookies and forms; asks for pages as compressed as a browser would."""

    def __init__(self, base, token):
        self.address = urllib.parse.urlsplit(base).netloc
        self.token = token
        self.cookies = {}
        self.connection = http.client.HTTPConnection(self.address, timeout=120)

    def get(self, path):
        """Status, type and bytes of the answer; a redirect is one."""
        headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
        if path.startswith("/api/"):
            headers = {"Authorization": "Bearer " + self.token}
        return self.ask("GET", path, None, headers)

    def ask(self, method, path, body, headers):
        if self.cookies and "Authorization" not in headers:
            headers["Cookie"] = "; ".join("%s=%s" % each for each in self.cookies.items())
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie = value.split(";")[0].split("=", 1)
                self.cookies[cookie[0]] = cookie[1]
        return answer.status, answer.headers, answer.read()

    def page(self, path):
        """The text of a page; empty when there is none."""
        status, headers, body = self.ask("GET", path, None, {"Accept": "text/html"})
        if status in (302, 303):
            status, headers, body = self.ask("GET", headers["Location"], None, {"Accept": "text/html"})
        return body.decode() if status == 200 and headers.get_content_type() == "text/html" else ""

    def sign_in(self, email, password):
        token = re.search('name="_csrf" value="([^"]+)"', self.page("/sign-in")).group(1)
        form = urllib.parse.urlencode({"email": email, "password": password, "_csrf": token})
        status, headers, _ = self.ask("POST", "/sign-in", form, {"Content-Type": "application/x-www-form-urlencoded"})
        if status not in (302, 303) or "/sign-in" in headers["Location"]:
            raise SystemExit("signing in was answered with %d" % status)


def kind(address):
    """What pages that differ only in whose they are have in common."""
    parts = urllib.parse.urlsplit(address)
    segments = ["*" if ID.search(each) or each in NAMES and depth > 1 else each for depth, each in enumerate(parts.path.split("/"))]
    query = sorted("%s=%s" % (name, value if name in TOLD else "*") for name, value in urllib.parse.parse_qsl(parts.query) if value)
    return "/".join(segments) + ("?" + "&".join(query) if query else "")


def found_from(browser, begin):
    """Some addresses of each kind, by what they have in common, found by following links some steps far."""
    found, level = {}, begin
    for _ in range(DEEPEST):
        further = []
        for address in level:
            for link in links(browser.page(address)):
                examples = found.setdefault(kind(link), [])
                if link not in examples and len(examples) < EXAMPLES:
                    examples.append(link)
                    if len(examples) <= 2:
                        further.append(link)
        level = further
    return found


def links(page):
    for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)["#]', page):
        link = html.unescape(link)
        if not NO_PAGE.search(link.split("?")[0]):
            yield link


def millis(browser, path):
    """How long the answer took, its size, and its status."""
    begun = time.perf_counter()
    status, _, body = browser.get(path)
    return (time.perf_counter() - begun) * 1000, len(body), status
