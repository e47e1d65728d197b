"""A test client that reads every answer as an inspector would, whatever the test looks for."""

import re
from contextlib import ExitStack
from html import escape, unescape
from unicodedata import normalize

from django.db import connection
from django.test import Client

from core.permissions import SEE_NAMES
from core.personal_data.masking import GAP, PERSONAL_NUMBER
from labor.models import Household, Person
from tests.other_towns import EXAMPLES, OtherTowns, said_by, text_of
from tests.small_town import TYPED

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
FORBIDDEN = {
    "a template tag left over": re.compile(r"\{\{|\{%|\{#"),
    "an inline handler": re.compile(r"<[^>]+\s(on\w+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|<[^>]+\sstyle\s*=", re.IGNORECASE),
    "markup that somebody typed": re.compile(re.escape(TYPED)),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)|javascript:", re.IGNORECASE),
}
#: A library that was not translated speaks in sentences.
ENGLISH = re.compile(r"\b[A-Za-z]{2,}(?: [A-Za-z']+){2,}")

SILENT = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1>", re.DOTALL)
SPOKEN = re.compile(r'\s(?:placeholder|title|aria-label)="([^"]+)"')
TAG = re.compile(r"<[^>]*>")


class PolicedClient(Client):
    """Fails whatever a page may not hold. A number that a page is meant to show is announced first."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.announced = set()
        self.other_towns, self.said = OtherTowns(), ""

    def announce(self, *words):
        """The next pages may show these numbers whole, these names, which somebody typed, and these of another town."""
        self.announced |= set(map(str, words))

    def request(self, **request):
        written = []
        reads = request["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS")
        with ExitStack() as watching:
            if reads:
                watching.enter_context(connection.execute_wrapper(watcher(written)))
            response = super().request(**request)
        written = [sql for sql in written if not may_write(response, sql)]
        assert not written, f"a GET wrote: {written}"
        if not reads:
            self.other_towns.forget()
        self.keep_apart(response)
        self.inspect(response)
        return response

    def keep_apart(self, response):
        """Whatever is answered says nothing of a town that is not the user's, but what the user has said."""
        request = response.wsgi_request
        self.said += said_by(request)
        codes = getattr(getattr(request, "user", None), "division_codes", ())
        told = self.other_towns.told(text_of(response), codes, self.said) - self.announced
        told -= EXAMPLES.get(getattr(request.resolver_match, "view_name", ""), set())
        assert not told, f"of another town: {sorted(told)}"

    def inspect(self, response):
        address = response.headers.get("Location", "")
        assert not whole_numbers(address), f"a number in an address: {address}"
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return
        html = response.content.decode()
        found = faults(html, self.announced) + missing_headers(response)
        user = getattr(response.wsgi_request, "user", None)
        if user is not None and user.is_authenticated and not user.has_perm(SEE_NAMES):
            found += [f"a full name: {name}" for name in names_in(html) if name not in self.announced]
        assert not found, found


#: The one page whose reading leaves a line, and the tables that such a line is written to.
WRITES_ITS_READING = "administration:trail"
LINES = re.compile(r'\s*(INSERT INTO|UPDATE) "(core_auditevent|core_audithead)" ')


def may_write(response, sql):
    """Whether a GET may do this: only the trail's own page, and only add a line to the trail and seal it."""
    match = response.resolver_match
    return bool(match and match.view_name == WRITES_ITS_READING and LINES.match(sql))


def watcher(written):
    """Notes every statement that writes; sessions are the frame's own."""

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and "django_session" not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    return watch


def faults(html, announced=frozenset()):
    """What a page holds that none may."""
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(html)]
    found += [f"a whole number: {number}" for number in whole_numbers(html) if number not in announced]
    return found + [f"English: {sentence}" for sentence in ENGLISH.findall(visible(html))]


def missing_headers(response):
    """Headers that every page needs, and those of a page for somebody who is signed in."""
    missing = [] if "Content-Security-Policy" in response.headers else ["no Content-Security-Policy"]
    user = getattr(response.wsgi_request, "user", None)
    if user is not None and user.is_authenticated and "no-store" not in response.headers.get("Cache-Control", ""):
        missing.append("may be stored")
    return missing


def whole_numbers(text):
    """Numbers of people, however they are grouped, in digits of either width."""
    return {re.sub(GAP, "", number) for number in PERSONAL_NUMBER.findall(normalize("NFKC", text))}


def names_in(html):
    """Full names of people and heads of households that the page shows."""
    names = {*Person.with_voided.values_list("name", flat=True)}
    names |= {*Household.with_voided.values_list("head_name", flat=True)}
    return [name for name in names if len(name) > 1 and escape(name) in html]


def visible(html):
    """The words that people see; not names of files or code."""
    shown = SILENT.sub("", html)
    return unescape("\n".join([*TAG.split(shown), *SPOKEN.findall(shown)]))
