from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "mithaq.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"
