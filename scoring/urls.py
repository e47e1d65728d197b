from django.urls import include, path

from scoring import views

app_name = "scoring"
urlpatterns = [
    path("", include("scoring.beginning.urls")),
    path("todo/", views.InboxView.as_view(), name="inbox"),
    path("todo/handed/", include("scoring.handing.urls")),
    path("scale/", views.WorkforceView.as_view(), name="workforce"),
    path("scale/people/", views.WorkforcePeopleView.as_view(), name="workforce_people"),
    path("scale/people/export/", views.WorkforcePeopleExport.as_view(), name="workforce_people_export"),
    path("targets/", views.TargetsView.as_view(), name="targets"),
    path("score/", views.DashboardView.as_view(), name="dashboard"),
    path("score/<str:code>/", views.SubItemView.as_view(), name="sub_item"),
    path("score/<str:code>/late/", views.LateEntriesView.as_view(), name="late_entries"),
    path("rubrics/", include("scoring.editions.urls")),
]
