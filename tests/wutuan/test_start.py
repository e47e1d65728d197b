"""One command runs everything, and ends everything."""

import gzip
import json
import re
import signal
import socket
import time
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import psutil
import pytest

from tests.databases import empty_database, finish, manage
from tests.servers import free_port
from tests.wutuan.processes import celery, errands, query, running, until

FIRST_LOAD = 150_000


class Site:
    """The program started by `manage.py start`, and a browser that follows no redirects."""

    def __init__(self, process, port):
        self.process, self.port, self.printed = process, port, []

    def says(self, text):
        """Read what it prints up to a line with `text`."""
        for line in self.process.stdout:
            self.printed.append(line)
            if text in line:
                return
        pytest.fail("".join(self.printed))

    def get(self, path):
        """Status, headers, body, and bytes on the wire."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers={"Accept-Encoding": "gzip"})
        try:
            response = build_opener(Stay).open(request, timeout=30)
        except HTTPError as error:
            response = error
        with response:
            body = response.read()
        plain = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
        return response.status, response.headers, plain.decode(), len(body)

    def end(self, how):
        """Send the signal and wait; returns exit status and what it printed at last."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(how)
        printed, _ = self.process.communicate(timeout=15)
        assert not [child for child in children if child.is_running()]
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.port))
        return self.process.returncode, printed


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def environment(tmp_path, db):
    with empty_database(tmp_path) as database:
        ours = {"DJANGO_SETTINGS_MODULE": "tests.errands.settings", "REDIS_URL": "", "ERRANDS": str(tmp_path)}
        yield database | ours | {"VAR_DIR": str(tmp_path / "var")}


@contextmanager
def started(environment):
    port = free_port()
    with running("manage.py", "start", f"--port={port}", **environment) as process:
        site = Site(process, port)
        site.says(f"http://127.0.0.1:{port}/")
        yield site


def test_everything_runs_until_ctrl_c_and_goes_on_at_the_next_start(environment, tmp_path, capsys):
    hold = tmp_path / "hold"
    hold.touch()
    with started(environment) as site:
        site.says("remove_demo")
        assert "clerk" in "".join(site.printed)
        assert "演示数据：人和事都是编造的" in site.get("/accounts/login/")[2]
        assert site.get("/")[0] == 302
        sign_in_page_loads_fast(site)
        all_is_well(site)
        no_second_clock(environment)
        manage("enqueue", "held", **environment)
        until((tmp_path / "half-done").exists, "the worker to be in the middle of the errand")
        status, printed = site.end(signal.SIGINT)
        assert (status, printed) == (0, "正在停止……\n有任务尚未完成，下次启动后会重新执行\n")
    assert errands(**environment) == [("running", 1, 0)]

    hold.unlink()
    manage("enqueue", "deadly", **environment)
    query("UPDATE errands_errand SET attempts = 1 WHERE kind = 'deadly'", **environment)  # it has killed one before
    began = time.monotonic()
    with started(environment) as site:
        assert site.get("/accounts/login/")[0] == 200
        with capsys.disabled():
            print(f"\nsecond start: first page after {time.monotonic() - began:.1f} s")
        both = [("done", 2, 1), ("failed", 2, 0)]
        until(lambda: errands(**environment) == both, "the errand to be done after all, and the deadly one given up")
        assert site.get("/accounts/login/")[0] == 200
        site.says("密码")
        assert site.end(signal.SIGTERM) == (0, "正在停止……\n已停止\n")


def sign_in_page_loads_fast(site):
    status, _, page, wire = site.get("/accounts/login/")
    assert status == 200
    for asset in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        status, headers, _, size = site.get(asset)
        assert (status, "immutable" in headers["Cache-Control"]) == (200, True), asset
        wire += size
    assert wire < FIRST_LOAD


def all_is_well(site):
    status, _, body, _ = site.get("/healthz")
    assert (status, set(json.loads(body).values())) == (200, {"ok"})


def no_second_clock(environment):
    with running(*celery("beat"), **environment) as beat:
        status, printed = finish(beat)
    assert (status, "定时任务已由另一个进程运行" in printed, "Traceback" in printed) == (1, True, False)


def test_a_port_in_use_is_said_in_one_line(environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, printed = manage("start", f"--port={port}", **environment)
    hint = f"端口 {port} 无法使用（可能已被占用），请换一个端口，例如：make start PORT={port + 1}"
    assert (status, printed) == (1, f"CommandError: {hint}\n")


def test_production_is_started_otherwise(environment):
    status, printed = manage("start", PRODUCTION="1", **environment)
    assert status == 1
    assert printed.startswith("CommandError: start 供本机使用")
