from django.urls import include, path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", views.SignOutView.as_view(), name="logout"),
    path("me/", views.ProfileView.as_view(), name="profile"),
    path("me/email/", views.EmailView.as_view(), name="email"),
    path("me/sessions/", views.SessionsView.as_view(), name="sessions"),
    path("me/sessions/<int:pk>/end/", views.SessionEndView.as_view(), name="session_end"),
    path("me/password/", views.PasswordView.as_view(), name="password"),
    path("", include("accounts.batch.urls")),
    path("", include("accounts.users.urls")),
    path("", include("accounts.leadership.urls")),
]
