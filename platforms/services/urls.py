from django.urls import path

from platforms.services import views
from platforms.services.registers import HelpRegister, ServiceRegister

urlpatterns = [
    path("people/<uuid:public_id>/recommend/", views.RecommendView.as_view(), name="recommend"),
    *ServiceRegister.urls("services/"),
    *HelpRegister.urls("helps/"),
]
