"""A workbook: its sheets, found through its relations as Excel finds them, and read within bounds."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from foreign.dates import Styles
from foreign.faults import UnreadableWorkbook
from foreign.markup import Reader, local
from foreign.package import Package, Relation
from foreign.sheet import COLUMN_LIMIT, SheetContent, SheetReader
from foreign.texts import SharedTexts

NO_WORKBOOK = "这不是 Excel 工作簿（.xlsx）：压缩包内没有工作表"
#: What all sheets together may hold when they are laid out: a town of 20,000 people has a million cells, and texts of
#: some ten million characters.
CELL_LIMIT = 6_000_000
TEXT_LIMIT = 30_000_000


class Bounds:
    """What the sheets read so far hold, together."""

    def __init__(self) -> None:
        self._cells = self._texts = 0

    def add(self, sheet: SheetContent) -> None:
        self._cells += len(sheet.rows) * sheet.width
        self._texts += sum(len(value) for value in sheet.values if isinstance(value, str))
        if self._cells > CELL_LIMIT or self._texts > TEXT_LIMIT:
            raise UnreadableWorkbook("工作簿的内容太多，无法一次读取：请分几个文件上传，或删去多余的行和列")


class Workbook:
    """The workbook in `package`. `parts` are its sheets' parts by name, in order; blank for what has no cells."""

    def __init__(self, package: Package, *, columns: int = COLUMN_LIMIT) -> None:
        self.package = package
        self.part = package.main_part()
        if not is_workbook(package.content_types().get(self.part.lower(), "")):
            raise UnreadableWorkbook(NO_WORKBOOK)
        relations = list(package.relations(self.part))
        listed = _Listed()
        with package.open(self.part) as stream:
            listed.read(stream)
        sheets = {relation.key: relation.part for relation in relations if relation.kind == "worksheet"}
        self.parts = {name: sheets.get(key, "") for name, key in listed.sheets.items()}
        self.styles_part = _first(package, relations, "styles")
        self._texts_part = _first(package, relations, "sharedStrings")
        self._macintosh, self._columns = listed.macintosh, columns

    def sheets(self, wanted: Iterable[str]) -> Iterator[tuple[str, SheetContent]]:
        """The sheets of these names, blanks around them aside; of two, the first."""
        total = Bounds()
        names = {name.strip(): name for name in reversed(self.parts)}
        for name in (names[name] for name in wanted if name in names):
            sheet = self._sheet(name)
            total.add(sheet)
            yield name, sheet

    def _sheet(self, name: str) -> SheetContent:
        part = self.parts[name]
        if not part:
            return SheetContent([""], [], 0)
        reader = SheetReader(name, self._texts, self._styles, macintosh=self._macintosh, columns=self._columns)
        with self.package.open(part) as stream:
            return reader.sheet(stream)

    @cached_property
    def _texts(self) -> list[str]:
        if not self._texts_part:
            return []
        shared = SharedTexts(self.package.size(self._texts_part))
        with self.package.open(self._texts_part) as stream:
            shared.read(stream)
        return shared.texts

    @cached_property
    def _styles(self) -> Styles:
        styles = Styles()
        if self.styles_part:
            with self.package.open(self.styles_part) as stream:
                styles.read(stream)
        return styles


def is_workbook(content_type: str) -> bool:
    """Whether a part of this type is a workbook; one with macros has a type of another family."""
    return "spreadsheetml" in content_type or "ms-excel.sheet.macroenabled" in content_type


def _first(package: Package, relations: list[Relation], kind: str) -> str:
    found = (relation.part for relation in relations if relation.kind == kind and relation.part in package)
    return next(found, "")


class _Listed(Reader):
    """The names of the sheets with their relations' keys, and from which day their dates count."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.macintosh = False
        self.starts = {"sheet": self._add, "workbookPr": self._take_system}

    def _add(self, attributes: dict[str, str]) -> None:
        self.sheets.setdefault(attributes.get("name", ""), local(attributes, "id"))

    def _take_system(self, attributes: dict[str, str]) -> None:
        self.macintosh = attributes.get("date1904", "0") in ("1", "true")
