from django.urls import path

from ledger import views
from ledger.comparisons import deciding
from ledger.comparisons import views as comparisons
from ledger.official import views as official
from ledger.paper_round.views import ReturnedListView
from ledger.rosters import views as rosters
from ledger.rosters.made import views as layouts

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
    path("layouts/", layouts.LayoutsView.as_view(), name="layouts"),
    path("layouts/<int:pk>/", layouts.LayoutView.as_view(), name="layout"),
    path("layouts/<int:pk>/file/", layouts.LayoutFileView.as_view(), name="layout_file"),
    path("layouts/<int:pk>/delete/", layouts.LayoutDeleteView.as_view(), name="layout_delete"),
    path("imports/<uuid:public_id>/layout/", layouts.LayoutDrawView.as_view(), name="draw"),
    path("comparisons/", comparisons.CompareView.as_view(), name="compare"),
    path("comparisons/<uuid:public_id>/", comparisons.ComparisonView.as_view(), name="comparison"),
    path("comparisons/<uuid:public_id>/ticks/", deciding.LineTicks.as_view(), name="compared_ticks"),
    path("comparisons/<uuid:public_id>/decide/<str:decision>/", deciding.DecideManyView.as_view(), name="decide_lines"),
    path("comparisons/lines/", deciding.VerifyListView.as_view(), name="to_verify"),
    path("comparisons/lines/<int:pk>/decide/", deciding.DecideLineView.as_view(), name="decide_line"),
    path("comparisons/lines/<int:pk>/answer/", deciding.VillageAnswerView.as_view(), name="answer_line"),
    path("comparisons/lines/<int:pk>/", comparisons.LineView.as_view(), name="compared_line"),
    path("imports/<uuid:public_id>/cancel/", comparisons.CancelView.as_view(), name="cancel"),
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
