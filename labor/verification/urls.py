from django.urls import path

from core.registers import register_urls
from labor.verification import views
from labor.verification.registers import SpotCheckRegister, VerificationRegister

urlpatterns = [
    path("verification/", views.VerificationListView.as_view(), name="verification_list"),
    path("verification/groups/", views.GroupsView.as_view(), name="verification_groups"),
    path("verification/progress/", views.ProgressView.as_view(), name="verification_progress"),
    path("verification/take-back/<int:key>/", views.UndoVerificationView.as_view(), name="undo_verification"),
    path("verification/<uuid:public_id>/", views.VerifyView.as_view(), name="verify"),
    path("verification/<uuid:public_id>/answer/", views.AnswerView.as_view(), name="answer"),
    *register_urls(VerificationRegister, "verification/records/"),
    *register_urls(SpotCheckRegister, "spot-checks/"),
]
