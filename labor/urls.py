from django.urls import path

from labor import views
from labor import views_verification as verification
from labor.registers import CaseRegister, EmploymentRegister, SpotCheckRegister, VerificationRegister

app_name = "labor"
urlpatterns = [
    path("people/", views.PersonListView.as_view(), name="person_list"),
    path("people/search/", views.PersonSearchView.as_view(), name="person_search"),
    path("people/<uuid:public_id>/", views.PersonView.as_view(), name="person"),
    path("people/<uuid:public_id>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("households/<int:pk>/", views.HouseholdView.as_view(), name="household"),
    path("sites/<int:pk>/", views.SiteView.as_view(), name="site"),
    path("verification/", verification.VerificationListView.as_view(), name="verification_list"),
    path("verification/groups/", verification.GroupsView.as_view(), name="verification_groups"),
    path("verification/progress/", verification.ProgressView.as_view(), name="verification_progress"),
    path("verification/take-back/<int:key>/", verification.TakeBackView.as_view(), name="take_back"),
    path("verification/<uuid:public_id>/", verification.VerifyView.as_view(), name="verify"),
    path("verification/<uuid:public_id>/answer/", verification.AnswerView.as_view(), name="answer"),
    *EmploymentRegister.urls("employments/"),
    *CaseRegister.urls("cases/"),
    *VerificationRegister.urls("verification/records/"),
    *SpotCheckRegister.urls("spot-checks/"),
]
