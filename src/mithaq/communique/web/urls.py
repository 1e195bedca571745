"""Texts, their clauses, and the two acts that end the negotiation."""

from django.urls import path

from mithaq.communique.web import comparing, views

app_name = "communique"
urlpatterns = [
    path("texts/", views.texts, name="texts"),
    path("texts/<str:public_id>/", views.text, name="text"),
    path("texts/<str:public_id>/canonical.json", views.canonical, name="canonical"),
    path("texts/<str:public_id>/comparison/", comparing.comparison, name="compare"),
    path("texts/<str:public_id>/freezing/", views.freezing, name="freezing"),
    path("texts/<str:public_id>/publication/", views.publication, name="publication"),
    path("clauses/<str:public_id>/", views.clause, name="clause"),
]
