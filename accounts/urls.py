from django.urls import path

from accounts import views
from accounts.leadership.registers import PostRegister, TenureRegister
from accounts.leadership.views import PostExport, PostListPage

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", views.SignOutView.as_view(), name="logout"),
    path("me/", views.ProfileView.as_view(), name="profile"),
    path("me/email/", views.EmailView.as_view(), name="email"),
    path("me/password/", views.PasswordView.as_view(), name="password"),
    *TenureRegister.urls("leadership/tenures/"),
    *PostRegister.urls("leadership/", list=PostListPage, export=PostExport),
]
