"""Addresses of the rubrics, in the namespace of the score."""

from django.urls import path

from scoring.editions import views

urlpatterns = [
    path("", views.RubricListView.as_view(), name="rubrics"),
    path("<int:year>/", views.RubricView.as_view(), name="rubric"),
]
