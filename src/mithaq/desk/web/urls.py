from django.urls import path

from mithaq.desk.web import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("chronicle/", views.chronicle, name="chronicle"),
]
