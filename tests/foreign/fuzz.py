"""Workbooks broken by chance, each read in this process: `python -I -S tests/foreign/fuzz.py ROOT SEED COUNT FILE …`.

Prints a line of JSON a file: its number, and what became of it. SEED and number make the same file again.
"""

import io
import json
import random
import re
import sys
import zipfile

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])

from foreign.child import _bound, read
from foreign.faults import UnreadableWorkbook

#: What is repeated stays small, or this process would die of its own making.
LONGEST_REPEATED = 200_000
LIMITS = {"AS": 500 * 2**20, "CPU": 300}
NUMBERS = [
    "-1",
    "0",
    "1e999",
    "-4.3e17",
    "99999999999999999999",
    "NaN",
    "1_0",
    "٣",
    "",
    "2958466",
    "1048577",
    "x",
    "0x1",
]
TEXTS = [
    ">",
    "XFD1048576",
    "a" * 40_000,
    "_xD800_",
    "\ufffe",
    "\x00",
    "]]>",
    "<![CDATA[<c>]]>",
    "&amp;",
    "&x;",
    "&#0;",
    "'",
    '"',
]
TYPES = ["s", "str", "inlineStr", "b", "e", "d", "n", "?"]
PIECES = [
    "<c>",
    "</c>",
    "<row>",
    "<c r='ZZ1'>",
    "<f/>",
    "<v>1</v>",
    "<is>",
    "<a>" * 100,
    "<!DOCTYPE a>",
    "<!-- -->",
    "<?a?>",
]
ENCODINGS = ["utf-8", "utf-16", "base64", "gbk", "rot13", "idna", "latin-1", "x" * 100]


def broken(path: str, chance: random.Random) -> bytes:
    """The file at `path` after a few mishaps."""
    with open(path, "rb") as file:
        content = file.read()
    if chance.random() < 0.25:
        return spoil_bytes(content, chance)
    return spoil_parts(content, chance)


def spoil_bytes(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 3, 30])):
        place = chance.randrange(len(spoilt))
        spoilt[place : place + chance.choice([0, 1, 1, 20])] = chance.randbytes(chance.choice([0, 1, 1, 20]))
    return bytes(spoilt[: chance.randrange(len(spoilt))] if chance.random() < 0.1 else spoilt)


def spoil_parts(content: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice([1, 1, 2, 5])):
        name = chance.choice([name for name in parts if "theme" not in name and "docProps" not in name])
        chance.choice([spoil_xml, spoil_xml, spoil_xml, spoil_entries])(parts, name, chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def spoil_entries(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    other = chance.choice(list(parts))
    deeds = {
        "drop": lambda: parts.pop(name),
        "respell": lambda: parts.update({name.swapcase(): parts.pop(name)}),
        "twice": lambda: parts.update({name.upper(): parts[name]}),
        "swap": lambda: parts.update({name: parts[other], other: parts[name]}),
        "empty": lambda: parts.update({name: b""}),
        "junk": lambda: parts.update({name: chance.randbytes(1000)}),
        "add": lambda: parts.update({chance.choice(["xl/vbaProject.bin", "xl/embeddings/a.bin", "../a"]): b"x"}),
    }
    deeds[chance.choice(list(deeds))]()


def spoil_xml(parts: dict[str, bytes], name: str, chance: random.Random) -> None:
    text = parts[name].decode("utf-8", "replace")
    pattern, put = chance.choice(
        [
            (r"(?<=>)[0-9.]+(?=<)", NUMBERS),
            (r'(?<=")[0-9]+(?=")', NUMBERS),
            (r'(?<=")[^"<>]*(?=")', TEXTS),
            (r"(?<=>)[^<>]+(?=<)", TEXTS),
            (r'(?<= t=")[a-zA-Z]+(?=")', TYPES),
            (r'(?<=encoding=")[^"]+(?=")', ENCODINGS),
            (r"<", PIECES),
            (r"</?[a-z]+", ["<x:y", "</v", "<c", "<sst", "<mergeCell ref='A1:XFD1048576'"]),
        ]
    )
    found = re.compile(pattern).search(text, chance.randrange(len(text) + 1))
    if found:
        start, end = found.span()
        if put is PIECES:
            end = start
        text = text[:start] + chance.choice(put) + text[end:]
    if chance.random() < 0.1:
        start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        text = text[:start] + text[start:end][:LONGEST_REPEATED] * chance.choice([0, 2, 50]) + text[end:]
    parts[name] = text.encode("utf-8", "replace")


def outcome(content: bytes, sheets: list[str]) -> str:
    """`read`, the reason of a refusal, or the name of the fault that arose."""
    try:
        read(io.BytesIO(content), io.BytesIO(), sheets)
    except UnreadableWorkbook as reason:
        return str(reason)
    except Exception as fault:
        return type(fault).__name__
    return "read"


def main(seed: str, count: str, sheets: str, *paths: str) -> None:
    _bound(LIMITS)
    for number in range(int(count)):
        chance = random.Random(f"{seed} {number}")
        content = broken(chance.choice(paths), chance)
        print(json.dumps([number, outcome(content, sheets.split(","))]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[2:])
