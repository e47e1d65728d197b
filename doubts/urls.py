from django.urls import path

from doubts import listing, views

app_name = "doubts"
urlpatterns = [
    path("", listing.DoubtListView.as_view(), name="list"),
    path("export/", listing.DoubtExport.as_view(), name="export"),
    path("find/", listing.FindDoubtsView.as_view(), name="find"),
    path("hand-over/", listing.HandOverView.as_view(), name="hand_over"),
    path("rules/", views.RulesView.as_view(), name="rules"),
    path("rules/<slug:code>/", views.RuleSettingView.as_view(), name="rule"),
    path("exemptions/<int:pk>/", listing.DecideView.as_view(), name="decide"),
    path("<int:pk>/", listing.DoubtView.as_view(), name="doubt"),
    path("<int:pk>/exempt/", listing.ExemptView.as_view(), name="exempt"),
]
