from django.urls import path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("todo/", views.InboxView.as_view(), name="inbox"),
    path("score/", views.DashboardView.as_view(), name="dashboard"),
    path("score/<str:code>/", views.SubItemView.as_view(), name="sub_item"),
]
