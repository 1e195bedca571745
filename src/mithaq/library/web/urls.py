from django.urls import path

from mithaq.library.web import views

app_name = "library"
urlpatterns = [
    path("studies/", views.studies, name="studies"),
    path("studies/new/", views.hand_in, name="hand_in"),
    path("studies/by/<str:identifier>/", views.by_identifier, name="by_identifier"),
    path("studies/<slug:public_id>/", views.study, name="study"),
    path("studies/<slug:public_id>/file/", views.study_file, name="study_file"),
    path("studies/<slug:public_id>/citation/<slug:form>/", views.citation, name="citation"),
    path("studies/<slug:public_id>/correction/", views.correction, name="correction"),
    path("studies/<slug:public_id>/publication/", views.publication, name="publication"),
    path("studies/<slug:public_id>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("studies/<slug:public_id>/papers/", views.drawn_on, name="drawn_on"),
]
