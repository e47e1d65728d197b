from django.urls import path

from ledger import views
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
    path("rosters/", rosters.RosterUploadView.as_view(), name="roster"),
    path("layouts/", layouts.LayoutsView.as_view(), name="layouts"),
    path("layouts/<int:pk>/", layouts.LayoutView.as_view(), name="layout"),
    path("layouts/<int:pk>/file/", layouts.LayoutFileView.as_view(), name="layout_file"),
    path("layouts/<int:pk>/delete/", layouts.LayoutDeleteView.as_view(), name="layout_delete"),
    path("imports/<uuid:public_id>/layout/", layouts.LayoutDrawView.as_view(), name="draw"),
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
