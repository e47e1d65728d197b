from django.apps import AppConfig
from django.db.backends.signals import connection_created


class LaborConfig(AppConfig):
    name = "labor"
    verbose_name = "劳动力与就业"

    def ready(self) -> None:
        from labor.employment.stretches import teach_sqlite

        connection_created.connect(teach_sqlite)
