from django.urls import path

from workshops import views

app_name = "workshops"
urlpatterns = [path("<int:pk>/", views.WorkshopView.as_view(), name="workshop")]
