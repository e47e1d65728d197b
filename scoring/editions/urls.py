"""Addresses of the rubrics, in the namespace of the score."""

from django.urls import path

from scoring.editions import drafting, views

urlpatterns = [
    path("", views.RubricListView.as_view(), name="rubrics"),
    path("start/", drafting.StartView.as_view(), name="rubric_start"),
    path("<int:year>/bases/", views.BasesView.as_view(), name="rubric_bases"),
    path("<int:year>/checklist/", views.ChecklistView.as_view(), name="rubric_checklist"),
    path("<int:year>/preview/", views.PreviewView.as_view(), name="rubric_preview"),
    path("<int:year>/publish/", views.PublishView.as_view(), name="rubric_publish"),
    path("<int:year>/download/", views.DownloadView.as_view(), name="rubric_download"),
    path("<int:year>/upload/", drafting.UploadView.as_view(), name="rubric_upload"),
    path("<int:year>/<str:kind>/add/", drafting.PartAddView.as_view(), name="rubric_add"),
    path("<int:year>/<str:kind>/<str:name>/change/", drafting.PartChangeView.as_view(), name="rubric_change"),
    path("<int:year>/<str:kind>/<str:name>/drop/", drafting.PartDropView.as_view(), name="rubric_drop"),
    path("<int:year>/", views.RubricView.as_view(), name="rubric"),
]
