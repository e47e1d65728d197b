from django.urls import path

from ledger import views
from ledger.official import views as official
from ledger.paper_round.views import ReturnedListView
from ledger.rosters import views as rosters

app_name = "ledger"
urlpatterns = [
    path("", views.ExchangeView.as_view(), name="exchange"),
    path("template/", views.TemplateDownloadView.as_view(), name="template"),
    path("export/", views.ExportView.as_view(), name="export"),
    path("open-list/", views.OpenListView.as_view(), name="open_list"),
    path("open-list/returned/", ReturnedListView.as_view(), name="returned_list"),
    path("lists/", official.OfficialListsView.as_view(), name="official_lists"),
    path("lists/<slug:name>/", official.OfficialListView.as_view(), name="official_list"),
    path("rosters/", rosters.RosterUploadView.as_view(), name="roster"),
    path("imports/<uuid:public_id>/columns/", rosters.RosterColumnsView.as_view(), name="columns"),
    path("imports/<uuid:public_id>/decide/", rosters.ConflictView.as_view(), name="decide"),
    path("imports/<uuid:public_id>/corrections/", rosters.CorrectionsView.as_view(), name="corrections"),
    path("imports/<uuid:public_id>/", views.ImportView.as_view(), name="import"),
    path("imports/<uuid:public_id>/effects/<str:kind>/", views.EffectsView.as_view(), name="effects"),
    path("imports/<uuid:public_id>/write/", views.WriteView.as_view(), name="write"),
    path("imports/<uuid:public_id>/again/", views.RunAgainView.as_view(), name="again"),
    path("imports/<uuid:public_id>/undo/", views.UndoView.as_view(), name="undo"),
    path("imports/<uuid:public_id>/mark/", views.MarkView.as_view(), name="mark"),
    path("imports/<uuid:public_id>/marked/", views.MarkedCopyView.as_view(), name="marked"),
]
