from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.ReminderListView.as_view(), name="list"),
    path("read/", views.ReadView.as_view(), name="read_all"),
    path("<int:pk>/read/", views.ReadView.as_view(), name="read"),
    path("<int:pk>/open/", views.OpenView.as_view(), name="open"),
    path("urge/", views.UrgeView.as_view(), name="urge"),
    path("settings/", views.SettingsView.as_view(), name="settings"),
    path("settings/<slug:division>/<slug:kind>/", views.RuleView.as_view(), name="rule"),
    path("deliveries/", views.DeliveryListView.as_view(), name="deliveries"),
    path("deliveries/<int:pk>/send/", views.SendAgainView.as_view(), name="send_again"),
]
