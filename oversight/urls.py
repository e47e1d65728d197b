from django.urls import path

from oversight import views

app_name = "oversight"
urlpatterns = [
    path("policies/<int:pk>/", views.PolicyView.as_view(), name="policy"),
    path("tasks/<int:pk>/", views.TaskView.as_view(), name="task"),
]
