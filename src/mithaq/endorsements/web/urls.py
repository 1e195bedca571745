"""The public declaration, the act of endorsing, and the register."""

from django.urls import path

from mithaq.endorsements.web import register, views

app_name = "endorsements"
urlpatterns = [
    path("declarations/", views.declarations, name="declarations"),
    path("declarations/<str:public_id>/", views.declaration, name="declaration"),
    path("texts/<str:public_id>/endorse/", views.endorse, name="endorse"),
    path("texts/<str:public_id>/call/", register.call, name="call"),
    path("texts/<str:public_id>/register/", register.register, name="register"),
    path("texts/<str:public_id>/register.csv", register.register_as_csv, name="register_csv"),
    path("endorsements/<str:public_id>/", views.endorsement, name="endorsement"),
    path("endorsements/<str:public_id>/withdrawal/", views.withdrawal, name="withdrawal"),
]
