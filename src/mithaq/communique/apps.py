from django.apps import AppConfig


class CommuniqueConfig(AppConfig):
    name = "mithaq.communique"
    label = "communique"
    default_auto_field = "django.db.models.BigAutoField"
