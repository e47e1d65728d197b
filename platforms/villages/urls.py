from django.urls import path

from core.registers import register_urls
from platforms.villages import views
from platforms.villages.registers import CheckRegister, PlatformRegister, StaffRegister

urlpatterns = [
    path("villages/", views.CoverageView.as_view(), name="coverage"),
    path("villages/<str:pk>/", views.VillageView.as_view(), name="village"),
    *register_urls(PlatformRegister, "platforms/"),
    *register_urls(StaffRegister, "platforms/staff/"),
    *register_urls(CheckRegister, "platforms/checks/"),
]
