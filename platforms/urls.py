from django.urls import path

from platforms import views

app_name = "platforms"
urlpatterns = [path("<str:pk>/", views.VillageView.as_view(), name="village")]
