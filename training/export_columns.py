"""What training adds to 输出地清单: what people would like to learn."""

from datetime import date
from typing import Any

from django.db.models import Prefetch

from core.tables import Column
from labor.placement.export_columns import tells
from training.models import TrainingWish


def _wishes(on: date) -> Any:
    return Prefetch("training_wishes", TrainingWish.objects.open(on), to_attr="open_wishes")


tells(Column("", "培训需求", lambda person, on: "、".join(wish.words for wish in person.open_wishes)), _wishes)
