from django.urls import path

from core.registers import register_urls
from platforms.services import views
from platforms.services.registers import HelpRegister, ServiceRegister

urlpatterns = [
    path("people/<uuid:public_id>/recommend/", views.RecommendView.as_view(), name="recommend"),
    *register_urls(ServiceRegister, "services/"),
    *register_urls(HelpRegister, "helps/"),
]
