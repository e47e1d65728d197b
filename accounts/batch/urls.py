from django.urls import path

from accounts.batch import views

urlpatterns = [
    path("users/batch/", views.BatchView.as_view(), name="account_batch"),
    path("users/slips/", views.ReissueView.as_view(), name="account_slips"),
]
