"""What the year is set up by: the action plan and its working group."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.fields import NameField
from core.models import Division
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet


class OrganisationDocumentQuerySet(ScopedQuerySet):
    def lacking(self, town: str, year: int) -> list["OrganisationDocument.Kind"]:
        """The kinds of which the town has no document for the year."""
        rows = self.everywhere("whether a town has any, not which").filter(town_id=town, year=year)
        there = set(rows.values_list("kind", flat=True))
        return [kind for kind in OrganisationDocument.Kind if kind.value not in there]


class OrganisationDocument(Record):
    """The document that sets up the year's action plan or its working group (rules `action_plan`, `working_group`)."""

    class Kind(models.TextChoices):
        ACTION_PLAN = "action_plan", "行动方案"
        WORKING_GROUP = "working_group", "工作专班"

    route_name = "document"
    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    town = models.ForeignKey(Division, models.PROTECT, related_name="organisation_documents", verbose_name="乡镇")
    issued_on = models.DateField("成文日期")
    number = models.CharField("文号", max_length=100, blank=True, default="")
    leader = NameField("组长", max_length=50, blank=True, default="")

    objects = live_manager(OrganisationDocumentQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "组织机构"
        verbose_name_plural = verbose_name
        ordering = ("-year", "kind")
        constraints = (
            models.UniqueConstraint(fields=["year", "kind", "name", "town"], name="one_organisation_document_a_name"),
        )

    def __str__(self) -> str:
        return self.name
