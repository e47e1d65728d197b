from django.urls import path

from wutuan.system import views

app_name = "system"
urlpatterns = [
    path("", views.SystemView.as_view(), name="page"),
    path("jobs/<str:kind>/<int:pk>/again/", views.AgainView.as_view(), name="again"),
    path("channels/<str:channel>/try/", views.TryView.as_view(), name="try"),
]
