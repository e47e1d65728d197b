"""Start days of towns and the official figures of what had ended before, as registers."""

from core.registers import OfTown
from scoring.beginning.forms import FigureForm, StartForm
from scoring.beginning.models import OfficialFigure, TownStart


class TownStartRegister(OfTown):
    model = TownStart
    columns = ("town", "started_on", "note")
    fields = ("town", "started_on", "note")
    form = StartForm
    add_label = "设启用日"
    nothing_yet = "没有设启用日：按全年计分。年中才开始使用本系统的乡镇，在这里设启用日。"


class OfficialFigureRegister(OfTown):
    model = OfficialFigure
    columns = ("rule", "year", "deducted", "document")
    search = ("document",)
    fields = ("town", "year", "rule", "deducted", "document")
    form = FigureForm
    takes_documents = True
    add_label = "填启用前官方数"
    nothing_yet = "还没有填启用前官方数。设了启用日的乡镇，启用前已经到期的内容按上级文件认定的扣分计。"
