from django.urls import path

from platforms import views, views_lists
from platforms.registers import (
    CheckRegister,
    HelpRegister,
    PlatformRegister,
    ServiceRegister,
    StaffRegister,
)
from platforms.registers_recruitment import (
    CandidateRegister,
    EmployerRegister,
    EventRegister,
    PresenceRegister,
    TaskRegister,
    VacancyRegister,
)

app_name = "platforms"
urlpatterns = [
    path("villages/", views.CoverageView.as_view(), name="coverage"),
    path("villages/<str:pk>/", views.VillageView.as_view(), name="village"),
    path("people/<uuid:public_id>/recommend/", views.RecommendView.as_view(), name="recommend"),
    *ServiceRegister.urls("services/"),
    *HelpRegister.urls("helps/"),
    *PlatformRegister.urls("platforms/"),
    *StaffRegister.urls("platforms/staff/"),
    *CheckRegister.urls("platforms/checks/"),
    *VacancyRegister.urls("vacancies/"),
    *views_lists.pages("three-lists/"),
    *CandidateRegister.urls("recruitment/candidates/"),
    *EmployerRegister.urls("recruitment/employers/"),
    *PresenceRegister.urls("recruitment/events/employers/"),
    *EventRegister.urls("recruitment/events/"),
    *TaskRegister.urls("recruitment/tasks/"),
]
