from oversight.registers import BaselineRegister, DocumentRegister, PaymentRegister, PolicyRegister, TaskRegister

app_name = "oversight"
urlpatterns = [
    *DocumentRegister.urls("documents/"),
    *BaselineRegister.urls("baselines/"),
    *PolicyRegister.urls("policies/"),
    *PaymentRegister.urls("payments/"),
    *TaskRegister.urls("tasks/"),
]
