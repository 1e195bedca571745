from django.urls import path

from mithaq.foundation.mail.web import views

app_name = "mail"
urlpatterns = [
    path("", views.outbox_page, name="outbox"),
    path("<str:public_id>/", views.letter_page, name="letter"),
]
