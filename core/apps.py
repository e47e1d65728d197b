from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from simple_history.models import HistoricalRecords


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core import program
        from core.actor import HistoryContext

        program.digest()
        HistoricalRecords.context = HistoryContext()
        autodiscover_modules("tasks")
        for module in modules_named("derived", "links", "panels", "checks"):
            import_module(module)


def modules_named(*names: str) -> Iterator[str]:
    """The modules of these names in our apps, the lowest app first, and in the folders of their subjects."""
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.parent == settings.BASE_DIR:
            for path in (*sorted(folder.glob("*.py")), *sorted(folder.glob("*/*.py"))):
                if path.stem in names:
                    yield ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
