"""The recipes of CONTRIBUTING.md, carried out word by word in a copy of the project.

A block of a recipe is what somebody would do: a file or the end of one, whose path its first line names; a change, as
lines taken out and put in; or commands.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPE = re.compile(r"^## Recipe: (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
#: The first line of a file, in whatever its comments look like: # path, {# path #}.
PATH = re.compile(r"\W*([\w./-]+\.\w+)\W*\n+")
SAME, OUT, IN = " ", "-", "+"
OURS = ".venv/bin/"
RUN = re.compile(r"\.venv/bin/python -m pytest (.+)")


@dataclass(frozen=True)
class Block:
    """A block of code and its language."""

    language: str
    text: str

    @property
    def tests(self) -> list[str]:
        """The tests that its commands run."""
        return [path for named in RUN.findall(self.text) for path in named.split()] if self.language == "sh" else []


def recipes() -> dict[str, list[Block]]:
    """The blocks of every recipe that has some, by what it makes."""
    found = {
        name: [Block(language, dedent(text)) for language, text in BLOCK.findall(body)]
        for name, body in RECIPE.findall(TEXT)
    }
    return {name: blocks for name, blocks in found.items() if blocks}


class Copy:
    """A copy of the project's own files, under version control as the original is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for path in self._listed(ROOT):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, folder / path)
        (folder / ".venv").symlink_to(sys.prefix)
        self.run("git init --quiet")

    @staticmethod
    def _listed(root: Path) -> Iterator[str]:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
        return (path for path in listed.split("\0") if path and (root / path).is_file())

    def carry_out(self, blocks: list[Block], *, ours: bool = True) -> None:
        """Do what the blocks say, one after the other, or all but run `ours`: the programs of the project.

        An AssertionError says where that fails.
        """
        for block in blocks:
            if block.language == "sh":
                for line in block.text.splitlines():
                    if ours or not line.startswith(OURS):
                        self.run(line)
            elif block.language == "diff":
                self.change(block.text)
            else:
                self.write(block.text)

    def run(self, command: str) -> None:
        """A command of the shell, with a database of its own."""
        mine = ("PYTEST", "COV", "DATABASE_URL", "DJANGO_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(mine)}
        environment |= {"DATABASE_URL": "sqlite:///:memory:"}
        ended = subprocess.run(  # noqa: S602 -- a line of a file of ours
            f"{command} && git add --all",
            shell=True,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert ended.returncode == 0, f"{command}\n{ended.stdout[-6000:]}\n{ended.stderr[-3000:]}"

    def write(self, text: str) -> None:
        """A new file, or more of one."""
        first = PATH.match(text)
        assert first, f"which file is this? {text[:80]}"
        path, rest = self.folder / first[1], text[first.end() :]
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        gap = "\n\n" if before and path.suffix == ".py" else "\n" if before else ""
        path.write_text(f"{before}{gap}{rest}", encoding="utf-8")

    def change(self, text: str) -> None:
        """Lines of a file exchanged; those around them say where, and stand there once."""
        head, *lines = text.splitlines()
        path = self.folder / head.removeprefix("--- ")
        now = path.read_text(encoding="utf-8")
        for hunk in "\n".join(lines).split("\n@@\n"):
            marked = [(line[:1] or SAME, line[1:]) for line in hunk.splitlines()]
            before, after = (
                "".join(f"{line}\n" for mark, line in marked if mark != left_out) for left_out in (IN, OUT)
            )
            assert now.count(before) == 1, f"{head} has {now.count(before)} times:\n{before}"
            now = now.replace(before, after)
        path.write_text(now, encoding="utf-8")
