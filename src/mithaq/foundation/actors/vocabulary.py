"""The kinds of organisation, the roles of a seat and the scopes of a mandate."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    CITY = "city", _("City")
    NETWORK = "network", _("Network of cities")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("International organisation")
    UNIVERSITY = "university", _("University or research institute")
    COMPANY = "company", _("Company")
    STATE = "state", _("State")
    PUBLIC_BODY = "public_body", _("Public body")
    ENGAGEMENT_GROUP = "engagement_group", _("Engagement group")
    SECRETARIAT = "secretariat", _("Secretariat")
    UNSTATED = "unstated", _("Kind not stated")


class Role(models.TextChoices):
    SECRETARIAT = "secretariat", pgettext_lazy("role", "Secretariat")
    CHAIR = "chair", pgettext_lazy("role", "Chair")
    CONVENER = "convener", pgettext_lazy("role", "Convener")
    SHERPA = "sherpa", pgettext_lazy("role", "Sherpa")
    MAYOR = "mayor", pgettext_lazy("role", "Mayor")
    PARTNER = "partner", pgettext_lazy("role", "Knowledge partner")
    PRESIDENCY = "presidency", pgettext_lazy("role", "Presidency")
    PRESS = "press", pgettext_lazy("role", "Press")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")


class Scope(models.TextChoices):
    SPEAK = "speak", pgettext_lazy("scope of a mandate", "speak")
    PROPOSE = "propose", pgettext_lazy("scope of a mandate", "propose")
    NEGOTIATE = "negotiate", pgettext_lazy("scope of a mandate", "negotiate")
    ENDORSE = "endorse", pgettext_lazy("scope of a mandate", "endorse")
    SIGN = "sign", pgettext_lazy("scope of a mandate", "sign")
