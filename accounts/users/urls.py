from django.urls import path

from accounts.users import views

urlpatterns = [
    path("users/", views.AccountListView.as_view(), name="account_list"),
    path("users/add/", views.AccountAddView.as_view(), name="account_add"),
    path("users/<int:pk>/", views.AccountView.as_view(), name="account"),
    path("users/<int:pk>/change/", views.AccountChangeView.as_view(), name="account_change"),
    path("users/<int:pk>/end/", views.AccountEndView.as_view(), name="account_end"),
    path("users/<int:pk>/revive/", views.AccountReviveView.as_view(), name="account_revive"),
    path("users/<int:pk>/reset/", views.AccountResetView.as_view(), name="account_reset"),
    path("users/<int:pk>/unlock/", views.AccountUnlockView.as_view(), name="account_unlock"),
    path("users/<int:pk>/sign-out/", views.AccountSignOutView.as_view(), name="account_sign_out"),
]
