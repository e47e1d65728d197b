"""What is asked about services and help."""

from typing import Any

from core.forms import RecordForm
from core.personal_data.names import user_label
from platforms.models import Service
from platforms.recruitment.matching import offered_to

#: What a recommendation names; other services have no use for it.
POST = ("employer", "post")


class ServiceForm(RecordForm):
    """A service; the open vacancies of the town are suggested for a recommendation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest("channel", ("电话", "微信", "入户", "到访"))
        other = self["kind"].value() in (Service.Kind.GUIDANCE, Service.Kind.TRAINING)
        if other and not any(self[name].value() for name in POST):
            for name in POST:
                del self.fields[name]
        else:
            self._suggest_vacancies()

    def usual(self) -> dict[str, Any]:
        return {**super().usual(), "officer": user_label(self.user)}

    def _suggest_vacancies(self) -> None:
        offered = list(offered_to(self.instance.person, self.on).values_list("employer", "title"))
        for name, words in zip(POST, zip(*offered, strict=True), strict=False):
            self.suggest(name, words)


class HelpForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].help_text = "例如：推荐到哪个单位、安排什么岗位、参加什么培训"
