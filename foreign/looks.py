"""The cell styles of a workbook that is marked: twins of them in red, or without it, and one for the reasons."""

from collections.abc import Callable
from typing import IO

from foreign.copying import Copier, element
from foreign.markup import Reader

RED = "00F8C9C4"
INK = "00B3261E"

Style = tuple[dict[str, str], list[tuple[str, dict[str, str]]]]


class Looks(Reader):
    """Knows the cell styles of a workbook, and numbers those that marking adds."""

    def __init__(self) -> None:
        super().__init__()
        self.fonts = self.fills = 0
        self.added: list[Style] = []
        self._styles: list[Style] = []
        self._reds: set[str] = set()
        self._numbers: dict[tuple[str, int], str] = {}
        self._section = ""
        sections = ("fonts", "fills", "cellXfs")
        self.starts = {name: self._entering(name) for name in sections} | {
            "font": self._font, "fill": self._fill, "fgColor": self._colour, "xf": self._style,
            "alignment": self._part("alignment"), "protection": self._part("protection"),
        }  # fmt: skip
        self.ends = dict.fromkeys(sections, self._leave)

    def red(self, style: str | None) -> str:
        """The number of a style's twin in red."""
        look, parts = self._of(style)
        if look.get("fillId") in self._reds:
            return style or "0"
        return self._number("red", style, (look | {"fillId": str(self.fills), "applyFill": "1"}, parts))

    def plain(self, style: str | None) -> str:
        """The number of a style, or of its twin without our red."""
        look, parts = self._of(style)
        if look.get("fillId") not in self._reds:
            return style or "0"
        return self._number("plain", style, (look | {"fillId": "0"}, parts))

    def reason(self) -> str:
        """The number of the style in which reasons are written."""
        look = {"numFmtId": "49", "fontId": str(self.fonts), "fillId": "0", "borderId": "0", "xfId": "0"}
        look |= {"applyFont": "1", "applyAlignment": "1"}
        return self._number("reason", None, (look, [("alignment", {"wrapText": "1", "vertical": "top"})]))

    def _of(self, style: str | None) -> Style:
        position = int(style or 0)
        return self._styles[position] if 0 <= position < len(self._styles) else ({}, [])

    def _number(self, kind: str, style: str | None, wanted: Style) -> str:
        key = (kind, int(style or 0))
        if key not in self._numbers:
            self._numbers[key] = str(len(self._styles) + len(self.added))
            self.added.append(wanted)
        return self._numbers[key]

    # --- what the table says ---

    def _entering(self, section: str) -> Callable[[dict[str, str]], None]:
        def enter(attributes: dict[str, str]) -> None:
            self._section = section

        return enter

    def _leave(self) -> None:
        self._section = ""

    def _font(self, attributes: dict[str, str]) -> None:
        self.fonts += self._section == "fonts"

    def _fill(self, attributes: dict[str, str]) -> None:
        self.fills += self._section == "fills"

    def _colour(self, attributes: dict[str, str]) -> None:
        if self._section == "fills" and attributes.get("rgb", "").endswith(RED[2:]):
            self._reds.add(str(self.fills - 1))

    def _style(self, attributes: dict[str, str]) -> None:
        if self._section == "cellXfs":
            self._styles.append((attributes, []))

    def _part(self, name: str) -> Callable[[dict[str, str]], None]:
        def take(attributes: dict[str, str]) -> None:
            if self._section == "cellXfs":
                self._styles[-1][1].append((name, attributes))

        return take


class LooksCopier(Copier):
    """Copies the table of styles and adds those of `looks`, with their font and fill."""

    def __init__(self, target: IO[bytes], looks: Looks) -> None:
        super().__init__(target)
        self._looks = looks
        sections = {"fonts": self._fonts, "fills": self._fills, "cellXfs": self._styles}
        self.starts = dict.fromkeys(sections, self._forget_count)
        self.ends = dict(sections)

    def _forget_count(self, attributes: dict[str, str]) -> None:
        attributes.pop("count", None)

    def _fonts(self) -> None:
        self._put("font", {}, [("sz", {"val": "11"}), ("color", {"rgb": INK})])

    def _fills(self) -> None:
        name = f"{self.prefix}patternFill"
        colour = element(f"{self.prefix}fgColor", {"rgb": RED})
        self.put(element(f"{self.prefix}fill", {}, element(name, {"patternType": "solid"}, colour)))

    def _styles(self) -> None:
        for look, parts in self._looks.added:
            self._put("xf", look, parts)

    def _put(self, name: str, attributes: dict[str, str], parts: list[tuple[str, dict[str, str]]]) -> None:
        inside = "".join(element(f"{self.prefix}{part}", told) for part, told in parts)
        self.put(element(f"{self.prefix}{name}", attributes, inside))
