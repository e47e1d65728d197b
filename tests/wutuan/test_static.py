"""Static files come from static/ and from packages, and are collected when they changed."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from wutuan import static


@pytest.mark.parametrize("name", [name for name, *_ in static.CARRIED])
def test_what_packages_carry_is_found(name):
    with open(finders.find(name), "rb") as file:
        assert len(file.read()) > 10_000


def test_all_that_pages_name_is_there(settings):
    named = {
        name
        for page in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"""{% static ["']([^"']+)["'] %}""", page.read_text())
    }
    assert named
    assert [name for name in named if not finders.find(name)] == []


def test_files_are_collected_once_and_again_when_one_changed(settings, tmp_path, monkeypatch):
    collected = []
    monkeypatch.setattr(static, "call_command", lambda *args, **kwargs: collected.append(args))
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "ours").mkdir()
    settings.STATICFILES_DIRS = [tmp_path / "ours"]
    finders.get_finder.cache_clear()
    for text in ("a {}", "a {}", "b {color: red}"):
        path = tmp_path / "ours" / "app.css"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
        static.collect_if_changed()
    finders.get_finder.cache_clear()
    assert collected == [("collectstatic",)] * 2


def test_collected_files_are_hashed_and_compressed_and_name_no_missing_map(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "wutuan.static.HashedStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    styles = list((tmp_path / "vendor" / "tabler" / "css").iterdir())
    assert sorted(re.sub(r"[0-9a-f]{12}", "#", path.name) for path in styles) == [
        "tabler.min.#.css",
        "tabler.min.#.css.br",
        "tabler.min.#.css.gz",
    ]
