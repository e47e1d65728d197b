from core.registers import register_urls
from scoring.beginning.registers import OfficialFigureRegister, TownStartRegister

urlpatterns = [
    *register_urls(TownStartRegister, "starts/"),
    *register_urls(OfficialFigureRegister, "official-figures/"),
]
