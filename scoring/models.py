"""What the score is told beside the facts: since when a town works with the program, and what was found before that."""

from scoring.beginning.models import OfficialFigure, TownStart

__all__ = ["OfficialFigure", "TownStart"]
