"""What a batch did to the rows of one sheet, as their history tells."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property

from ledger.models import ImportBatch
from ledger.sheets import Sheet


class BatchHistory:
    """The history entries of a batch, one a row that it touched."""

    def __init__(self, sheet: type[Sheet], batch: ImportBatch) -> None:
        self.sheet, self.model = sheet, sheet.model
        self.key = self.model._meta.pk.attname
        self.history = self.model.history.model
        self.entries = self.history.objects.filter(history_change_reason=batch.history_reason)

    @cached_property
    def fields(self) -> list[Any]:
        """The fields of which the history tells, the key left out."""
        told = {field.attname for field in self.history._meta.concrete_fields}
        own = (field for field in self.model._meta.concrete_fields if not field.generated and not field.primary_key)
        return [field for field in own if field.attname in told]

    @property
    def touched(self) -> QuerySet[Any]:
        return self._rows(self.entries)

    @property
    def added(self) -> QuerySet[Any]:
        return self._rows(self.entries.filter(history_type="+"))

    def leaving(self) -> QuerySet[Any]:
        """Rows that would be voided: those added, and those that the batch had brought back."""
        revived = self.past_entries().filter(voided_at__isnull=False)
        return self._rows(self.entries.filter(history_type="+")) | self._rows(revived)

    def changed_later(self) -> QuerySet[Any]:
        """Entries of rows that were changed again after the batch."""
        return self.entries.filter(Exists(self._same_row(history_id__gt=OuterRef("history_id"))))

    def without_past(self) -> QuerySet[Any]:
        """Entries of changed rows of which nothing earlier is known."""
        earlier = Exists(self._same_row(history_id__lt=OuterRef("history_id")))
        return self.entries.filter(~earlier, history_type="~")

    def past_entries(self) -> QuerySet[Any]:
        """The entries just before the batch's, of the rows that it changed."""
        before = self._same_row(history_id__lt=OuterRef("history_id")).order_by("-history_id").values("history_id")
        changed = self.entries.filter(history_type="~").annotate(past=Subquery(before[:1]))
        return self.history.objects.filter(history_id__in=changed.order_by().values("past"))

    def unseen_by(self, user: Any) -> QuerySet[Any]:
        """Rows that lie outside the user's divisions."""
        return self.touched.exclude(pk__in=self.model.with_voided.visible_to(user).values("pk"))

    def lock(self) -> int:
        """Keep others from changing the rows until the transaction ends; returns how many there are."""
        return len(self.touched.order_by("pk").select_for_update().values_list("pk"))

    def _same_row(self, **condition: Any) -> QuerySet[Any]:
        return self.history.objects.filter(**{self.key: OuterRef(self.key)}, **condition)

    def _rows(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        keys = entries.order_by().values(self.key)
        return self.model.with_voided.filter(pk__in=keys)
