from django.urls import path

from core.registers import register_urls
from labor.sampling import views
from labor.sampling.registers import RoundRegister

urlpatterns = [
    *register_urls(RoundRegister, "spot-check-rounds/"),
    path("spot-check-rounds/<int:pk>/people/", views.RoundPeopleView.as_view(), name="round_people"),
    path("spot-check-rounds/<int:pk>/record/", views.RecordRoundView.as_view(), name="round_record"),
    path("spot-check-rounds/<int:pk>/sheet/", views.RoundSheetView.as_view(), name="round_sheet"),
    path("spot-check-rounds/<int:pk>/basis/", views.RoundBasisView.as_view(), name="round_basis"),
    path("spot-check-rounds/drawn/<int:pk>/answer/", views.AnswerDrawnView.as_view(), name="round_answer"),
]
