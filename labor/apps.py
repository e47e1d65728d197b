from django.apps import AppConfig


class LaborConfig(AppConfig):
    name = "labor"
    verbose_name = "劳动力与就业"
