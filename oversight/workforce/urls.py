from core.registers import register_urls
from oversight.workforce.registers import BaselineRegister

urlpatterns = [*register_urls(BaselineRegister, "baselines/")]
