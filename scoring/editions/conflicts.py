"""Two people change the same sub-item of a draft: the second sees both values, field by field, and chooses."""

from collections.abc import Mapping
from typing import Any

from core.personal_data.names import user_label
from core.records.conflicts import Conflict, Meanwhile
from scoring.editions.forms import WORDS, DeadlinesField, SubItemForm
from scoring.editions.text import DraftText
from scoring.models import RubricEdition


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of a sub-item's form hold as it is stored."""
    found = {name: values[name] for name in WORDS}
    for name, given in values.get("parameters", {}).items():
        if "same_as" not in given:
            value = given["value"]
            shown = "、".join(value) if isinstance(value, list) else value
            found |= {name: shown, f"{name}-source": given["source"]}
    return found


def meanwhile(form: SubItemForm, edition: RubricEdition, code: str) -> Meanwhile | None:
    """What others changed in the sub-item since the form was opened, where it differs from what is sent."""
    rows = {row.history_id: row for row in edition.history.select_related("history_user")}
    seen, newest = rows.get(form.cleaned_data["seen"]), rows[max(rows)]
    if seen is newest:
        return None
    now = stored(DraftText(newest.text).sub_item(code))
    then = stored(DraftText(seen.text).sub_item(code)) if seen else {}
    found = [_conflict(form, name, then.get(name), theirs) for name, theirs in now.items()]
    conflicts = [each for each in found if each]
    return Meanwhile(user_label(newest.history_user), newest.history_date, conflicts) if conflicts else None


def _conflict(form: SubItemForm, name: str, before: Any, theirs: Any) -> Conflict | None:
    sent = form.cleaned_data[name]
    mine = "、".join(sent) if isinstance(form.fields[name], DeadlinesField) else sent
    if theirs in (mine, before):
        return None
    choices = dict(getattr(form.fields[name], "choices", []))
    said, own = (str(choices.get(value, value)) for value in (theirs, mine))
    return Conflict(name, str(form.fields[name].label), said, own, mine == before)
