"""Pictures of the demo town, which a browser test makes (`make manual`).

They lie in a folder named after the program that they show, so another program's are never shown; a page without them
shows its text.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from core import program

#: What besides the program's own source makes a page look as it does.
LOOKS = ("templates", "static")
DIGITS = 16


@cache
def edition() -> str:
    """What is on the pages: the program, its templates and its styles, in some digits."""
    found = hashlib.sha256(program.digest().encode())
    for path in sorted(path for folder in LOOKS for path in Path(settings.BASE_DIR, folder).rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:DIGITS]


def picture_folder() -> Path:
    return Path(settings.VAR_DIR) / "manual" / edition()


def made() -> list[str]:
    """The names of the pictures that there are."""
    return sorted(path.name for path in picture_folder().glob("*.png"))


def picture_file(source: str) -> Path | None:
    """A picture that a page names, where it was made."""
    path = picture_folder() / source.rpartition("/")[2]
    return path if path.suffix == ".png" and path.is_file() else None


def picture_address(source: str) -> str:
    """Where a picture that a page names is fetched; blank where it was not made."""
    path = picture_file(source)
    return reverse("manual:picture", args=[path.name]) if path else ""
