"""Every URL of the site, by app."""

from django.urls import include, path

from core.exports.views import ListExportFile, ListExportPage
from core.registers.background import ActionOnManyPage, CancelActionOnMany, DecideActionOnMany
from core.registers.events import EventListView, LifeEventView, UndoEventView
from wutuan import status
from wutuan.finding import FindView
from wutuan.views import HomeView, ManifestView, MenuView

urlpatterns = [
    path("", HomeView.as_view(), name="home"),
    path("find/", FindView.as_view(), name="find"),
    path("menu/", MenuView.as_view(), name="menu"),
    path("manifest.webmanifest", ManifestView.as_view(), name="manifest"),
    path("events/", EventListView.as_view(), name="event_list"),
    path("events/<int:pk>/undo/", UndoEventView.as_view(), name="event_undo"),
    path("events/<slug:kind>/", LifeEventView.as_view(), name="event_start"),
    path("events/<slug:kind>/<str:key>/", LifeEventView.as_view(), name="event_of"),
    path("lists/<int:pk>/", ListExportPage.as_view(), name="list_export"),
    path("many/<int:pk>/", ActionOnManyPage.as_view(), name="action_on_many"),
    path("many/<int:pk>/cancel/", CancelActionOnMany.as_view(), name="action_on_many_cancel"),
    path("many/<int:pk>/again/", DecideActionOnMany.as_view(), name="action_on_many_again"),
    path("lists/<int:pk>/file/", ListExportFile.as_view(), name="list_export_file"),
    path("healthz", status.healthz, name="healthz"),
    path("metrics", status.metrics, name="metrics"),
    path("help/", include("manual.urls")),
    path("system/", include("wutuan.system.urls")),
    path("", include("setup.urls")),
    path("accounts/", include("accounts.urls")),
    path("administration/", include("administration.urls")),
    path("", include("labor.urls")),
    path("", include("platforms.urls")),
    path("workshops/", include("workshops.urls")),
    path("oversight/", include("oversight.urls")),
    path("training/", include("training.urls")),
    path("ledger/", include("ledger.urls")),
    path("", include("scoring.urls")),
    path("doubts/", include("doubts.urls")),
    path("offers/", include("offers.urls")),
    path("reminders/", include("reminders.urls")),
]
