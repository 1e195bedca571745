from django.urls import path

from mithaq.foundation.accounts.web import views

app_name = "accounts"
urlpatterns = [
    path("", views.ask_for_code, name="sign_in"),
    path("code/", views.enter_code, name="code"),
    path("as/<str:public_id>/", views.sign_in_as, name="sign_in_as"),
    path("seat/", views.choose_seat, name="seat"),
    path("out/", views.sign_out, name="sign_out"),
]
