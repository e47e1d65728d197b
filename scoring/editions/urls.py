"""Addresses of the rubrics, in the namespace of the score."""

from django.urls import path

from scoring.editions import views

urlpatterns = [
    path("", views.RubricListView.as_view(), name="rubrics"),
    path("start/", views.StartView.as_view(), name="rubric_start"),
    path("<int:year>/bases/", views.BasesView.as_view(), name="rubric_bases"),
    path("<int:year>/preview/", views.PreviewView.as_view(), name="rubric_preview"),
    path("<int:year>/publish/", views.PublishView.as_view(), name="rubric_publish"),
    path("<int:year>/<str:code>/change/", views.SubItemChangeView.as_view(), name="rubric_change"),
    path("<int:year>/", views.RubricView.as_view(), name="rubric"),
]
