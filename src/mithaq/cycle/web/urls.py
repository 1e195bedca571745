"""The addresses of the year and of the record book."""

from django.urls import path

from mithaq.cycle.web import views

app_name = "cycle"
urlpatterns = [
    path("year/", views.year, name="year"),
    path("record-book/", views.record_book, name="record_book"),
    path("record-book/counts.csv", views.record_book_csv, name="record_book_csv"),
]
