from django.apps import AppConfig
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
        autodiscover_modules("tasks", "contributions")
