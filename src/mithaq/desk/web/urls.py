from django.urls import path

from mithaq.desk.web import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("changes/", views.changes, name="changes"),
    path("changes/seen/", views.seen, name="seen"),
    path("overview/", views.overview, name="overview"),
    path("chronicle/", views.chronicle, name="chronicle"),
]
