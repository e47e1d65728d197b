from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "考核"

    def ready(self) -> None:
        from core import assessment
        from scoring.catalogue import rules_on

        assessment.answered_by(rules_on)
