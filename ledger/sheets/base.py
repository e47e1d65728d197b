"""How a sheet is declared: a django-import-export resource whose columns the set-wise importer reads."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from import_export.declarative import ModelDeclarativeMetaclass
from import_export.resources import ModelResource

from core.records.constraints import NotBefore
from ledger.columns import SheetColumn


class SheetType(ModelDeclarativeMetaclass):
    """Lets a sheet consist of its declared columns only, in the order of the contract."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        columns = {attribute: column for attribute, column in attrs.items() if isinstance(column, SheetColumn)}
        if columns:
            model = attrs["model"]
            keys = [attribute for attribute, column in columns.items() if column.key]
            attrs["columns"] = tuple(column.bind(attribute, model) for attribute, column in columns.items())
            attrs["Meta"] = type("Meta", (), {"model": model, "fields": tuple(columns), "import_id_fields": keys})
        return super().__new__(mcs, name, bases, attrs)


class Sheet(ModelResource, metaclass=SheetType):
    """One sheet of the workbook. `sheet_name` is its name in the file; columns stand in the contract's order."""

    sheet_name: ClassVar[str]
    model: ClassVar[type[models.Model]]
    columns: ClassVar[tuple[SheetColumn, ...]]
    #: Whether an import may move a stored row to another town: people and households do move.
    movable: ClassVar[bool] = False
    #: Whether a row that differs from a stored one in the last key column alone may be the same under a new name.
    asks_about_neighbours: ClassVar[bool] = False
    #: Further paths to a division whose ledger the row belongs to, beside the model's own.
    also_within: ClassVar[tuple[str, ...]] = ()
    #: The sheets of one model each into which its rows are told apart; () where the sheet is of one model itself.
    parts: "ClassVar[tuple[type[Any], ...]]" = ()

    @classmethod
    def required(cls) -> list[SheetColumn]:
        return [column for column in cls.columns if column.required]

    @classmethod
    def key_columns(cls) -> list[SheetColumn]:
        return [column for column in cls.columns if column.key]

    @classmethod
    def fault_of(cls, row: Mapping[str, Any]) -> tuple[str, str]:
        """The column at which a row, as it would be stored, is refused, and why; blanks where it is not."""
        return "", ""

    @classmethod
    def orders(cls) -> list[NotBefore]:
        """Pairs of fields of which one may not lie before the other, as the database keeps them."""
        return [constraint for constraint in cls.model._meta.constraints if isinstance(constraint, NotBefore)]
