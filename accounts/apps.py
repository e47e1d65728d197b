from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户与岗位"

    def ready(self) -> None:
        from accounts import sessions  # noqa: F401 -- notes when a session began
