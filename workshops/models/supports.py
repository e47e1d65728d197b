"""费用减免 and subsidies: the plan goes on supporting workshops with both (section 二（二）)."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.records import Record
from workshops.models.workshops import Workshop


class WorkshopSupport(Record):
    """Fees that a workshop was spared, or money that it was granted, under a policy."""

    class Kind(models.TextChoices):
        WAIVER = "waiver", "费用减免"
        SUBSIDY = "subsidy", "补贴"

    route_name = "support"
    division_path = "workshop__village_id"
    about = "workshop"

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="supports", verbose_name="车间", db_index=False)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    policy = models.CharField("政策依据", max_length=200)
    amount = models.DecimalField("金额", max_digits=12, decimal_places=2)
    granted_on = models.DateField("落实日期")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "车间减免补贴"
        verbose_name_plural = verbose_name
        ordering = ("-granted_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["workshop", "kind", "policy", "granted_on"], name="one_support_a_policy_and_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.workshop} {self.get_kind_display()} {self.granted_on}"
