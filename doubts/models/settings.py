"""What a rule asks in this town, where that differs from `fixtures/doubts.toml`; see ADR 0060."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from doubts.catalogue import DoubtRule


class RuleSetting(models.Model):
    """The switch, the days and the numbers of one rule. A row is there only where somebody has changed them."""

    code = models.CharField("规则", max_length=50, unique=True)
    enabled = models.BooleanField("启用", default=True)
    since = models.DateField("从哪天起", null=True, blank=True)
    until = models.DateField("到哪天止", null=True, blank=True)
    #: Those that differ from the file's.
    parameters = models.JSONField("参数", default=dict, blank=True)
    reason = models.CharField("原因", max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "疑点规则设置"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        super().clean()
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "不能早于“从哪天起”"})

    def above(self, rule: DoubtRule) -> DoubtRule:
        """The rule of the file with what is set here; a parameter that it has no longer is left out."""
        own = {name: value for name, value in self.parameters.items() if name in rule.parameters}
        parameters: dict[str, Any] = {**rule.parameters, **own}
        return replace(rule, enabled=self.enabled, since=self.since, until=self.until, parameters=parameters)
