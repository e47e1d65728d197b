from django.urls import path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("", views.DashboardView.as_view(), name="dashboard"),
    path("<str:code>/", views.SubItemView.as_view(), name="sub_item"),
]
