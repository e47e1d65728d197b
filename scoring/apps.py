from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "考核"

    def ready(self) -> None:
        from core import assessment
        from scoring.catalogue import rubric_for
        from scoring.editions import rules  # noqa: F401 -- grants the permissions

        assessment.answered_by(rubric_for, "scoring:sub_item")
