"""What a year's rules say of proxies."""

from __future__ import annotations

from django.db import models

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat


class ProxyRule(models.Model):
    """That from an instant on one seat may hold so many proxies of other organisations. Where nothing stands it may
    hold none."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="proxy_rules")
    most = models.PositiveSmallIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.cycle}: {self.most}"
