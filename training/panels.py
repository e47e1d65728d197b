"""Who is in a class, on the page of the class."""

from core.panels import Panel, show_on
from training.models import TrainingClass

show_on(
    TrainingClass,
    Panel(
        "enrolments",
        "参训人员",
        lambda course, on: course.enrolments.all(),
        ("person", "person__village", "completed", "certificate"),
        related=("person__village",),
        empty="还没有参训人员。打开一个人的页面，点“登记参训”",
    ),
)
