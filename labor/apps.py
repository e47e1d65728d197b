from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LaborConfig(AppConfig):
    name = "labor"
    verbose_name = "劳动力与就业"

    def ready(self) -> None:
        autodiscover_modules("timeline", "quick", "prospects", "export_columns")
