from django.apps import AppConfig


class WutuanConfig(AppConfig):
    name = "wutuan"
    verbose_name = "安装与运行"

    def ready(self) -> None:
        from wutuan import checks  # noqa: F401 -- registers them
