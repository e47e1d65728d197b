"""What has to be said of a score beside its number: which rubric it follows."""

from scoring.catalogue import rubric_for


def of_rubric(year: int) -> list[str]:
    """A year that has no rubric of its own goes by the newest older one; before the first there is none to go by."""
    rubric = rubric_for(year)
    return [] if rubric.year >= year else [f"按{rubric.year}年细则计算，{year}年细则未发布"]
