"""The addresses of the year and of the record book."""

from django.urls import path

from mithaq.cycle.web import calendar, glossary, views

app_name = "cycle"
urlpatterns = [
    path("year/", views.year, name="year"),
    path("year/calendar/", calendar.calendar, name="calendar"),
    path("year/calendar/counting/", calendar.count_backwards, name="count_backwards"),
    path("year/calendar/deadlines/", calendar.new_deadline, name="new_deadline"),
    path("year/calendar/deadlines/<slug:public_id>/", calendar.deadline, name="deadline"),
    path("year/calendar/phases/", calendar.new_phase, name="new_phase"),
    path("year/calendar/phases/<slug:public_id>/", calendar.phase, name="phase"),
    path("year/calendar/changes/<slug:public_id>/undoing/", calendar.undoing, name="undoing"),
    path("year/pillars/", calendar.pillars, name="pillars"),
    path("year/leaders/", calendar.leaders, name="leaders"),
    path("year/glossary/", glossary.glossary, name="glossary"),
    path("year/glossary.<slug:ending>", glossary.glossary_file, name="glossary_file"),
    path("year/glossary/table/", glossary.bring_table, name="bring_terms"),
    path("year/glossary/terms/", glossary.new_term, name="new_term"),
    path("year/glossary/terms/<slug:public_id>/", glossary.term, name="term"),
    path("year/glossary/changes/<slug:public_id>/undoing/", glossary.term_undoing, name="term_undoing"),
    path("mark/<slug:digest>.png", views.emblem, name="emblem"),
    path("record-book/", views.record_book, name="record_book"),
    path("record-book/counts.csv", views.record_book_csv, name="record_book_csv"),
]
