"""What README and the operator's manual tell one to type works as it stands, in a clone where only make has run."""

import re
from argparse import _SubParsersAction

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from tests.once import once

pytestmark = once

PAGES = {name: (settings.BASE_DIR / name).read_text(encoding="utf-8") for name in ("README.md", "docs/operations.md")}
MANAGE = r"\.venv/bin/python manage\.py (\w+)"


@pytest.mark.parametrize("name", PAGES)
def test_commands_name_the_interpreter_that_has_what_they_need(name):
    bare = re.findall(r"(?<![/\\\w])python3? manage\.py [^`\n]*|(?<!python )manage\.py [a-z_]+ [^`\n]*`", PAGES[name])
    assert bare == []


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_its_options_are_there(name):
    known = get_commands()
    for line in PAGES[name].splitlines():
        for command in re.findall(MANAGE, line):
            assert command in known, f"{name}: {command}"
        if re.match(rf"\| `{MANAGE}", line):
            told, _, _ = line.rpartition("|")
            named = [each for each in known if re.search(rf"\b{each} ", told) or f"{each}`" in told]
            there = {option for each in named for option in options_of(load_command_class(known[each], each))}
            assert set(re.findall(r"--[a-z-]+", told)) <= there, f"{name}: {line}"


def options_of(command):
    """The options of a command and of what it does under names of its own."""
    parsers = [command.create_parser("manage.py", "")]
    for parser in parsers:
        parsers += [
            each
            for action in parser._actions
            if isinstance(action, _SubParsersAction)
            for each in action.choices.values()
        ]
    return {option for parser in parsers for option in parser._option_string_actions}


@pytest.mark.parametrize("name", PAGES)
def test_every_target_of_make_is_there(name):
    targets = set(re.findall(r"^([a-z]+):", (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`|（)make ([a-z]+)", PAGES[name], re.MULTILINE)) <= targets
