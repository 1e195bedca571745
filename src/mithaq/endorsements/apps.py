from django.apps import AppConfig


class EndorsementsConfig(AppConfig):
    name = "mithaq.endorsements"
    label = "endorsements"
    default_auto_field = "django.db.models.BigAutoField"
