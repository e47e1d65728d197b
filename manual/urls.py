from django.urls import path

from manual import views

app_name = "manual"
urlpatterns = [
    path("", views.ContentsView.as_view(), name="contents"),
    path("booklets/<slug:role>/", views.BookletView.as_view(), name="booklet"),
    path("booklets/<slug:role>.pdf", views.BookletFileView.as_view(), name="booklet_pdf"),
    path("pictures/<str:name>", views.PictureView.as_view(), name="picture"),
    path("<path:slug>/", views.HelpPageView.as_view(), name="page"),
]
