"""The records: applications, their events, the audit log. The tables have the indices that the pages need."""

from django.conf import settings
from django.db import models


class Application(models.Model):
    reference = models.CharField(max_length=40, unique=True)
    registration = models.CharField(max_length=60, null=True, db_index=True)
    state = models.CharField(max_length=40)
    channel = models.CharField(max_length=40)
    applicant_kind = models.CharField(max_length=40)
    applicant_masked = models.CharField(max_length=200)
    subject = models.TextField()
    arrived_on = models.DateField()
    received_on = models.DateField(null=True)
    handler = models.CharField(max_length=60, null=True)
    reply_key = models.CharField(max_length=60, null=True)


class Event(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    sequence = models.IntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    data = models.JSONField()

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["application", "sequence"], name="event_in_order")]


class Audit(models.Model):
    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    action = models.CharField(max_length=40)
    application = models.ForeignKey(Application, on_delete=models.PROTECT)
