"""What every record of the registers has in common."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.urls import reverse

from core.contributions import Slot
from core.records.constraints import concerned
from core.scoping import LiveManager, ScopedQuerySet
from core.wall import everywhere

Rows = TypeVar("Rows", bound=ScopedQuerySet)


def live_manager(queryset_class: type[Rows]) -> Rows:
    """A manager with the methods of `queryset_class` that leaves voided rows out."""
    # the checker is told of the queryset: the manager has its methods
    return type("LiveManager", (LiveManager.from_queryset(queryset_class),), {})()


class Route(NamedTuple):
    """What the addresses of a model are called that an app above has pages for."""

    name: str
    model: "type[Record]"


#: contribute(ROUTES, Village)("platforms:village")
ROUTES = Slot(str, Route)


class Record(models.Model):
    """A dated fact or a thing on a register. Never deleted: a mistake is voided, with a reason."""

    #: The look-up that leads from this model to the code of its village or town.
    division_path: ClassVar[str] = "village_id"
    #: The field that leads to the record whose page tells of this one; blank where it has a page of its own, or none.
    about: ClassVar[str] = ""
    #: What its addresses are called, where that is not the model's name; those of another app are contributed: ROUTES.
    route_name: ClassVar[str] = ""
    #: What is nothing without it, by reverse name: voided with it, and brought back with it.
    parts: ClassVar[tuple[str, ...]] = ()
    #: The fields that hold the name of somebody on the registers.
    name_fields: ClassVar[tuple[str, ...]] = ()
    #: Said to who has just written it: what was written elsewhere along with it, and what somebody has changed since.
    along: str = ""
    left_alone: tuple[str, ...] = ()
    #: The names of the columns that differ from what is stored, for who knows them; None where nobody does.
    altered: frozenset[str] | None = None

    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, default="", editable=False)

    objects = live_manager(ScopedQuerySet)
    #: What `HistoricalRecords` and `from_queryset` make, which the checker does not see.
    history: ClassVar[Any]
    #: What its row of history says of why; simple-history reads it.
    _change_reason: str
    with_voided = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Together with its row of history, or not at all: what was counted is remembered by those rows."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of this record in its register."""
        return reverse(self.route(), args=[self.pk])

    @classmethod
    def route(cls, page: str = "") -> str:
        """The name of one of its addresses: workshops:workshop, or workshops:workshop_add."""
        own = f"{cls._meta.app_label}:{cls.route_name or cls._meta.model_name}"
        base = next((route.name for route in ROUTES if route.model is cls), own)
        return f"{base}_{page}" if page else base

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None

    @property
    def subject(self) -> models.Model:
        """The record whose page tells of this one: a job's is the person. Select it along: `with_subject`."""
        return getattr(self, self.about) if self.about else self

    @property
    def summary(self) -> str:
        """What a list says of this record beside its subject."""
        return ""

    def display_name(self, *, plain: bool) -> str:
        """The name of this record on pages. Names of people are masked unless `plain`, as they always are in `str`."""
        return str(self)

    def why_not_revived(self) -> str:
        """Why it cannot be brought back once it is voided, in Chinese; blank where it can."""
        return ""

    @classmethod
    def keys(cls) -> list[tuple[str, ...]]:
        """The sets of fields that tell one record from another, as people enter them."""
        single = [
            (field.name,) for field in cls._meta.fields if field.unique and field.editable and not field.auto_created
        ]
        return single + [tuple(constraint.fields) for constraint in cls._meta.total_unique_constraints]

    @classmethod
    def stood_on_by(cls) -> list[Any]:
        """The relations by which other records name one of these."""
        relations: Iterable[Any] = cls._meta.related_objects
        return [
            each
            for each in relations
            if issubclass(each.related_model, Record)
            and not each.many_to_many
            and each.get_accessor_name() not in cls.parts
        ]

    @everywhere("a key is taken, whoever holds it")
    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """A key that a voided record holds is taken: that record is to be brought back, not entered again."""
        super().validate_unique(exclude)
        for key in self.keys():
            values = {name: self.serializable_value(name) for name in key}
            asked = set(key).isdisjoint(exclude or ()) and None not in values.values()
            if asked and self._others_voided().filter(**values).exists():
                raise ValidationError({key[0] if len(key) == 1 else NON_FIELD_ERRORS: self._taken(key)})

    def _others_voided(self) -> Any:
        voided = type(self).with_voided.filter(voided_at__isnull=False)
        return voided if self._state.adding else voided.exclude(pk=self.pk)

    @everywhere("a key is taken, whoever holds it")
    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        super().validate_constraints(exclude)

    def get_constraints(self) -> Any:
        """Those to be validated; where it is known what has `altered` since it was stored, the others still hold."""
        found = super().get_constraints()
        if self.altered is None:
            return found
        return [(model, [each for each in rules if concerned(each, self.altered)]) for model, rules in found]

    def unique_error_message(self, model_class: type[models.Model], unique_check: Sequence[str]) -> ValidationError:
        names = "、".join(str(self._meta.get_field(name).verbose_name) for name in unique_check)  # type: ignore[union-attr]
        return ValidationError(f"{names}相同的{self._meta.verbose_name}已经登记过", code="unique")

    def _taken(self, key: tuple[str, ...]) -> ValidationError:
        names = "、".join(str(field.verbose_name) for field in self._meta.fields if field.name in key)
        message = f"{names}与一条已作废的{self._meta.verbose_name}相同，请恢复那一条，不要重新登记"
        return ValidationError(message, code="voided")
