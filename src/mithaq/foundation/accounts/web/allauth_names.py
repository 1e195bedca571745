"""The addresses that django-allauth looks up by its own names, all of them ours.

What it offers besides (passwords, self-registration, addresses to manage) has no address here.
"""

from django.urls import path

from mithaq.foundation.accounts.web import views

urlpatterns = [
    path("", views.ask_for_code, name="account_login"),
    path("", views.ask_for_code, name="account_request_login_code"),
    path("", views.ask_for_code, name="account_inactive"),
    path("code/", views.enter_code, name="account_confirm_login_code"),
]
