"""Files with personal data are for the program's own account; new ones are so by its umask (`wutuan/__init__.py`)."""

from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

OTHERS = 0o077


def is_open(path: Path) -> bool:
    """Whether other accounts may do anything with it; raises OSError where it is not there."""
    return bool(S_IMODE(path.stat().st_mode) & OTHERS)


def keep_private(path: Path) -> None:
    """Take away what other accounts may do with a file or folder that is there; one that is not ours stays as it is."""
    with suppress(OSError):
        if is_open(path):
            path.chmod(S_IMODE(path.stat().st_mode) & ~OTHERS)
