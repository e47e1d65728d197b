from django.urls import path

from scoring.handing import views

urlpatterns = [
    path("", views.HandedView.as_view(), name="handed"),
    path("<int:pk>/take-back/", views.TakeBackView.as_view(), name="take_back"),
    path("<str:village>/<slug:kind>/", views.HandGroupOverView.as_view(), name="hand_over"),
]
