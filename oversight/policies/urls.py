from django.urls import path

from core.registers import register_urls
from oversight.policies import views
from oversight.policies.registers import PaymentRegister, PolicyApplicationRegister, PolicyRegister

urlpatterns = [
    path("finding/", views.FindingPage.as_view(), name="finding"),
    path("catalogue/", views.CataloguePage.as_view(), name="catalogue"),
    path("policies/<int:pk>/find/", views.FindPage.as_view(), name="finding_people"),
    path("policies/<int:pk>/find/export/", views.FindExport.as_view(), name="finding_export"),
    path("policies/<int:pk>/find/ticks/", views.FindTicks.as_view(), name="finding_ticks"),
    path("policies/<int:pk>/apply/", views.ApplyToMany.as_view(), name="policy_apply_many"),
    path("policies/<int:pk>/apply/<str:subject>/", views.ApplyView.as_view(), name="policy_apply"),
    *register_urls(PolicyRegister, "policies/", list=views.PolicyListPage),
    *register_urls(PolicyApplicationRegister, "applications/", record=views.SubjectPage),
    *register_urls(PaymentRegister, "payments/", record=views.SubjectPage),
]
