"""What the documents name exists, and nothing committed names the place where it was made."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from tests.once import once
from tests.policies.test_glossary import OURS, resolve

pytestmark = once

ROOT = Path(settings.BASE_DIR)
TRACKED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout.split("\0")[:-1]  # noqa: S607
DOCUMENTS = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
#: `var` is what the program writes, and is there or not.
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"var"}


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")  # an icon is a file too


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_a_document_names_exists(name):
    named = set(re.findall(r"manage\.py ([a-z_]+)", text_of(name)))
    assert named <= set(get_commands())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_target_of_make_that_a_document_names_exists(name):
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^ {4}|^)make ([a-z]+)", text_of(name), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_names_exists(name):
    named = re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", text_of(name))
    paths = [path for path in named if path.partition("/")[0] in FOLDERS and "/" in path.rstrip("/")]
    paths += [path for path in named if path.endswith((".md", ".toml", ".txt")) and "/" not in path]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("docs/")])
def test_everything_in_a_module_that_a_document_names_exists(name):
    named = re.findall(rf"`((?:{'|'.join(sorted(OURS))})(?:\.[a-z_]+)+(?:\.\w+)*)`", text_of(name))
    assert all(resolve(each) is not None for each in named)


def test_every_setting_from_the_environment_is_in_the_operators_table_and_no_other():
    read = set(re.findall(r"env(?:\.\w+)?\(\"([A-Z_]+)\"", text_of("wutuan/settings.py")))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", text_of("docs/operations.md"), re.MULTILINE))
    assert listed == read


@pytest.mark.skipif(not TRACKED, reason="not a git checkout")
def test_nothing_committed_names_a_private_folder_or_a_package_mirror():
    private = re.compile(
        r"(?<!\.\.)/wor[k]/|/hom[e]/[a-z]|index-ur[l][ =]+http|https?://(?!127\.|localhost)[^/\s]*:\d+/"
    )
    text = [name for name in TRACKED if not name.endswith((".xlsx", ".xls", ".csv", ".lock"))]
    assert [name for name in text if (ROOT / name).is_file() and private.search(text_of(name))] == []
