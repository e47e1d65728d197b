from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from core.files.private import keep_private


class WutuanConfig(AppConfig):
    name = "wutuan"
    verbose_name = "安装与运行"

    def ready(self) -> None:
        from wutuan import checks  # noqa: F401 -- registers them

        mend()


def mend() -> None:
    """Databases and folders that an older release, or another account, has left readable."""
    database = settings.DATABASES["default"]
    kept = [Path(f"{database['NAME']}{part}") for part in ("", "-wal", "-shm", "-journal")]
    of_others = settings.BASE_DIR.glob("*.sqlite3*")  # such as what `make score` leaves
    for path in (*(kept if database["ENGINE"].endswith("sqlite3") else ()), *of_others, settings.VAR_DIR):
        keep_private(path)
