from django.urls import path

from setup import account_steps, settings, views

app_name = "setup"
urlpatterns = [
    path("setup/", views.OverviewView.as_view(), name="overview"),
    path("setup/code/", views.CodeView.as_view(), name="code"),
    path("setup/town/", views.TownView.as_view(), name="town"),
    path("setup/town/new/", views.NewTownView.as_view(), name="new_town"),
    path("setup/town/list/", views.DivisionListView.as_view(), name="divisions"),
    path("setup/villages/", views.VillagesView.as_view(), name="villages"),
    path("setup/administrator/", views.AdministratorView.as_view(), name="administrator"),
    path("setup/start/", account_steps.StartDayView.as_view(), name="start"),
    path("setup/plan/", account_steps.PlanView.as_view(), name="plan"),
    path("setup/leadership/", account_steps.LeadershipView.as_view(), name="leadership"),
    path("setup/channels/", account_steps.ChannelsView.as_view(), name="channels"),
    path("setup/backups/", account_steps.BackupsView.as_view(), name="backups"),
    path("reminders/ways-out/", settings.WaysOutView.as_view(), name="ways_out"),
    path("backups/", settings.BackupFolderView.as_view(), name="backup_folder"),
    path("setup/finish/", views.FinishView.as_view(), name="finish"),
]
