"""The demo town: 五团镇 as it might be, made up from beginning to end.

Nobody here exists: identity numbers begin with 430599, a code that was never given out, and phones with 154. The same
day gives the same town; its facts end on that day.
"""

from fictional.story.building import build

__all__ = ["build"]
