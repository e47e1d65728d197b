from oversight.registers import (
    BaselineRegister,
    DocumentRegister,
    PaymentRegister,
    PolicyRegister,
    ProblemRegister,
    ReplyRegister,
    TaskRegister,
)
from oversight.views import ProblemListPage

app_name = "oversight"
urlpatterns = [
    *DocumentRegister.urls("documents/"),
    *BaselineRegister.urls("baselines/"),
    *PolicyRegister.urls("policies/"),
    *PaymentRegister.urls("payments/"),
    *ReplyRegister.urls("tasks/replies/"),
    *TaskRegister.urls("tasks/"),
    *ProblemRegister.urls("problems/", list=ProblemListPage),
]
