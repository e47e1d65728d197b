"""What is asked about taking part in organised export, and in the calls afterwards."""

from typing import Any

from core.forms import RecordForm
from core.personal_data.names import user_label


class ParticipantForm(RecordForm):
    """Which activity, and how somebody travelled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["travelled_by"].help_text = "和整个活动一样的不选"

    def choices(self, name: str, rows: Any) -> Any:
        """Activities of the whole town: clerks enter who of their village took part."""
        return rows.everywhere("they are the town's").within(self.instance.person.village.town_code)


class FollowUpForm(RecordForm):
    """A call; who is signed in has made it unless somebody else is named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = "有困难的写明什么困难、怎么办：欠薪、工伤、不适应、家中有事……"

    def usual(self) -> dict[str, Any]:
        return {**super().usual(), "caller": user_label(self.user)}
