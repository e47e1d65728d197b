from django.urls import path

from oversight.policies import views as finding
from oversight.policies.registers import (
    ApplicationRegister,
    BaselineRegister,
    DocumentRegister,
    PaymentRegister,
    PolicyRegister,
    ProblemRegister,
    ReplyRegister,
    TaskRegister,
)
from oversight.views import PolicyListPage, ProblemListPage, SubjectPage

app_name = "oversight"
urlpatterns = [
    *DocumentRegister.urls("documents/"),
    *BaselineRegister.urls("baselines/"),
    path("finding/", finding.FindingPage.as_view(), name="finding"),
    path("catalogue/", finding.CataloguePage.as_view(), name="catalogue"),
    path("policies/<int:pk>/find/", finding.FindPage.as_view(), name="finding_people"),
    path("policies/<int:pk>/find/export/", finding.FindExport.as_view(), name="finding_export"),
    path("policies/<int:pk>/apply/<str:subject>/", finding.ApplyView.as_view(), name="policy_apply"),
    *PolicyRegister.urls("policies/", list=PolicyListPage),
    *ApplicationRegister.urls("applications/", record=SubjectPage),
    *PaymentRegister.urls("payments/", record=SubjectPage),
    *ReplyRegister.urls("tasks/replies/"),
    *TaskRegister.urls("tasks/"),
    *ProblemRegister.urls("problems/", list=ProblemListPage),
]
