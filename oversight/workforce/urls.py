from oversight.workforce.registers import BaselineRegister

urlpatterns = [*BaselineRegister.urls("baselines/")]
