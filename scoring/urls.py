from django.urls import include, path

from scoring import exporting, views
from scoring.story import views as story

app_name = "scoring"
urlpatterns = [
    path("", include("scoring.beginning.urls")),
    path("todo/", views.InboxView.as_view(), name="inbox"),
    path("todo/handed/", include("scoring.handing.urls")),
    path("scale/", views.WorkforceView.as_view(), name="workforce"),
    path("scale/people/", views.WorkforcePeopleView.as_view(), name="workforce_people"),
    path("scale/people/export/", views.WorkforcePeopleExport.as_view(), name="workforce_people_export"),
    path("scale/export/", exporting.WorkforceExport.as_view(), name="workforce_export"),
    path("targets/", views.TargetsView.as_view(), name="targets"),
    path("score/", views.DashboardView.as_view(), name="dashboard"),
    path("score/course/", story.CourseView.as_view(), name="course"),
    path("score/why/", story.WhyView.as_view(), name="why"),
    path("score/why/<str:code>/<str:which>/", story.MovedRowsView.as_view(), name="moved_rows"),
    path("score/villages/export/", exporting.VillagesExport.as_view(), name="villages_export"),
    path("score/<str:code>/export/", exporting.SubItemExport.as_view(), name="sub_item_export"),
    path("score/<str:code>/", views.SubItemView.as_view(), name="sub_item"),
    path("score/<str:code>/late/", views.LateEntriesView.as_view(), name="late_entries"),
    path("rubrics/", include("scoring.editions.urls")),
]
