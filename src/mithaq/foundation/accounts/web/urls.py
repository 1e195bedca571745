from django.urls import path

from mithaq.foundation.accounts.web import keys, views

app_name = "accounts"
urlpatterns = [
    path("", views.ask_for_code, name="sign_in"),
    path("code/", views.enter_code, name="code"),
    path("as/<str:public_id>/", views.sign_in_as, name="sign_in_as"),
    path("seat/", views.choose_seat, name="seat"),
    path("passkey/", keys.passkey, name="passkey"),
    path("proof/", keys.proof, name="proof"),
    path("policy/", keys.policy, name="policy"),
    path("keys/", keys.keys, name="keys"),
    path("keys/passkey/", keys.add_passkey, name="add_passkey"),
    path("keys/app/", keys.authenticator_app, name="app"),
    path("keys/removal/", keys.remove_key, name="remove_key"),
    path("out/", views.sign_out, name="sign_out"),
]
