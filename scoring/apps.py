from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "考核"

    def ready(self) -> None:
        from core import assessment
        from scoring import catalogue

        assessment.answered_by(catalogue)
