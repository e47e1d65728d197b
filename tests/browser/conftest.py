"""The whole program as `make start` runs it, with the demo town, in a real browser."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from accounts.demo import PASSWORD
from tests.databases import empty_database, start

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
PHONE, DESK, WALL = (360, 740), (1280, 800), (1920, 1080)
STARTS_WITHIN = 120
#: What the console says of it when one is signed or locked out, and when a connection or the server breaks.
REFUSED, BROKEN = ("401", "403", "429", "503"), ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
BROUGHT_ABOUT = (*REFUSED, *BROKEN, "htmx:afterRequest", "htmx:sendError")
ON_SQLITE = connection.vendor == "sqlite"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On the second database only what two who save at once see depends on it; pages are looked at once."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.name != "test_forms.py" and not ON_SQLITE:
            item.add_marker(pytest.mark.skip("pages look the same on every database"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """The port is taken first and the page comes when all is prepared, so one patient request is enough."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(process.communicate()[0])
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN)) as connection:
                connection.request("GET", "/accounts/login/")
                connection.getresponse().read()
        except ConnectionError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of a site that runs in a process of its own, on a database of its own."""
    folder: Path = tmp_path_factory.mktemp("site")
    port = free_port()
    with empty_database(folder) as environment:
        process = start("manage.py", "start", "--port", str(port), VAR_DIR=str(folder), **environment)
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in_before() -> dict[str, list]:
    """The cookies of those who have signed in, by username: a journey goes on with them."""
    return {}


@pytest.fixture
def visit(chromium, site, signed_in_before):
    """Open a page of the site as somebody; complaints of the browser fail the test at its end.

    Whoever is to sign out has a session of their own: visits the sign-in page and signs in.
    """
    contexts, complaints = [], []

    def open_page(path: str = "/", *, as_: str = "", size: tuple[int, int] = DESK, javascript: bool = True) -> Page:
        width, height = size
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="zh-CN",
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if _complains(message) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if as_ in signed_in_before:
            context.add_cookies(signed_in_before[as_])
        elif as_:
            sign_in(page, as_)
            page.wait_for_url(lambda url: "/login/" not in url)
            signed_in_before[as_] = context.cookies()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _complains(message: ConsoleMessage) -> bool:
    """An error, except what tests bring about."""
    return message.type == "error" and not any(text in message.text for text in BROUGHT_ABOUT)


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, a line each, once the page that a click opens is there."""
    page.wait_for_load_state()
    violations = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in violations for node in each["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    page.wait_for_load_state()
    return page.locator("html").evaluate("html => html.scrollWidth > html.clientWidth")


def looked_at(page: Page) -> None:
    """Nothing hinders anybody there, on a phone and on a desk."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        assert not scrolls_sideways(page)
        assert not barriers(page)
