from django.urls import path

from labor import views
from labor.registers import CaseRegister, EmploymentRegister, SpotCheckRegister, VerificationRegister

app_name = "labor"
urlpatterns = [
    *VerificationRegister.urls("verification/records/"),
    path("people/", views.PersonListView.as_view(), name="person_list"),
    path("people/search/", views.PersonSearchView.as_view(), name="person_search"),
    path("people/<uuid:public_id>/", views.PersonView.as_view(), name="person"),
    path("people/<uuid:public_id>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("households/<int:pk>/", views.HouseholdView.as_view(), name="household"),
    path("sites/<int:pk>/", views.SiteView.as_view(), name="site"),
    *EmploymentRegister.urls("employments/"),
    *CaseRegister.urls("cases/"),
    *SpotCheckRegister.urls("spot-checks/"),
]
