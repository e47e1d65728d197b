from django.urls import path

from core.registers import register_urls
from labor.people import views
from labor.people.registers import HouseholdRegister, PersonRegister, SiteRegister

urlpatterns = [
    path("people/<uuid:public_id>/reveal/", views.RevealView.as_view(), name="reveal"),
    path("people/<uuid:public_id>/merge/", views.FindOtherView.as_view(), name="merge"),
    path("people/<uuid:public_id>/merge/<uuid:other>/", views.MergeView.as_view(), name="merge_with"),
    path("mergers/<int:pk>/undo/", views.UndoMergeView.as_view(), name="undo_merge"),
    *register_urls(PersonRegister, "people/", list=views.PersonListView, record=views.PersonView),
    *register_urls(HouseholdRegister, "households/", record=views.HouseholdView),
    *register_urls(SiteRegister, "sites/"),
]
