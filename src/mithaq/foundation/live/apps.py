from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "mithaq.foundation.live"
    label = "live"
