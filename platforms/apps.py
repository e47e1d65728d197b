from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlatformsConfig(AppConfig):
    name = "platforms"
    verbose_name = "村级平台与服务"

    def ready(self) -> None:
        autodiscover_modules("panels_recruitment", "checks_recruitment")
