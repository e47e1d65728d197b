from django.apps import AppConfig


class DoubtsConfig(AppConfig):
    name = "doubts"
    verbose_name = "疑点"
