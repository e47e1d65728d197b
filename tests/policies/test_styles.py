"""The styles stay readable: files by component, one declaration a line, all of them on every page."""

import re

import pytest
from django.conf import settings

from tests.once import once

pytestmark = once

STYLES = sorted((settings.BASE_DIR / "static" / "styles").iterdir())
MOST_LINES = 300


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_line_of_styles_holds_one_selector_or_one_declaration(path):
    rules = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [line for line in rules.splitlines() if line.count(";") + line.count("{") + line.count("}") > 1] == []
    assert rules.count("\n") <= MOST_LINES


def test_every_page_has_them_all_and_no_other_file_of_styles_is_there():
    base = (settings.BASE_DIR / "templates" / "base.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'"styles/(\S+)"', base)) == [path.name for path in STYLES]
    assert list((settings.BASE_DIR / "static").glob("*.css")) == []
