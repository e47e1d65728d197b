from django.urls import path

from platforms.villages import views
from platforms.villages.registers import CheckRegister, PlatformRegister, StaffRegister

urlpatterns = [
    path("villages/", views.CoverageView.as_view(), name="coverage"),
    path("villages/<str:pk>/", views.VillageView.as_view(), name="village"),
    *PlatformRegister.urls("platforms/"),
    *StaffRegister.urls("platforms/staff/"),
    *CheckRegister.urls("platforms/checks/"),
]
