from django.urls import path

from labor import views_merging as merging
from labor.employment.registers import (
    CaseRegister,
    EmploymentRegister,
    PublicBenefitPostRegister,
    SiteRegister,
    SpotCheckRegister,
    VerificationRegister,
)
from labor.employment.views import AddJob
from labor.people import views
from labor.people.registers import HouseholdRegister, PersonRegister
from labor.placement.registers import AgreementRegister, ExportRegister, FollowUpRegister, ParticipantRegister
from labor.verification import views as verification

app_name = "labor"
urlpatterns = [
    path("people/search/", views.PersonSearchView.as_view(), name="person_search"),
    path("people/<uuid:public_id>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("people/<uuid:public_id>/merge/", merging.FindOtherView.as_view(), name="merge"),
    path("people/<uuid:public_id>/merge/<uuid:other>/", merging.MergeView.as_view(), name="merge_with"),
    path("mergers/<int:pk>/undo/", merging.UndoMergeView.as_view(), name="undo_merge"),
    path("verification/", verification.VerificationListView.as_view(), name="verification_list"),
    path("verification/groups/", verification.GroupsView.as_view(), name="verification_groups"),
    path("verification/progress/", verification.ProgressView.as_view(), name="verification_progress"),
    path("verification/take-back/<int:key>/", verification.TakeBackView.as_view(), name="take_back"),
    path("verification/<uuid:public_id>/", verification.VerifyView.as_view(), name="verify"),
    path("verification/<uuid:public_id>/answer/", verification.AnswerView.as_view(), name="answer"),
    *PersonRegister.urls("people/", list=views.PersonListView, record=views.PersonView),
    *HouseholdRegister.urls("households/", record=views.HouseholdView),
    *EmploymentRegister.urls("employments/", add=AddJob),
    *CaseRegister.urls("cases/"),
    *VerificationRegister.urls("verification/records/"),
    *SpotCheckRegister.urls("spot-checks/"),
    *PublicBenefitPostRegister.urls("public-benefit-posts/"),
    *AgreementRegister.urls("agreements/"),
    *ExportRegister.urls("exports/"),
    *ParticipantRegister.urls("exports/participants/"),
    *FollowUpRegister.urls("follow-ups/"),
    *SiteRegister.urls("sites/"),
]
