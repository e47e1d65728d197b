from django.urls import path

from oversight.responsibility import views

urlpatterns = [
    path("mine/", views.MineView.as_view(), name="mine"),
    path("responsible/", views.ResponsibleView.as_view(), name="responsible"),
]
