"""Files with personal data are for the program's own account; new ones are so by its umask (`wutuan/__init__.py`)."""

from contextlib import suppress
from pathlib import Path
from stat import S_IMODE

OTHERS = 0o077


def keep_private(path: Path) -> None:
    """Take away what other accounts may do with a file or folder that is there; one that is not ours stays as it is."""
    with suppress(OSError):
        if S_IMODE(path.stat().st_mode) & OTHERS:
            path.chmod(S_IMODE(path.stat().st_mode) & ~OTHERS)
