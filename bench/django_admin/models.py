"""The tables that the list and the dossier show, as Django sees them; made and indexed by the program."""

from django.db import models

from services.workflow import State

STATES = [(int(state), state.name) for state in State]


class Account(models.Model):
    """An officer."""

    name = models.CharField(max_length=200)

    class Meta:
        managed, db_table = False, "account"

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """A dossier, with what the list and the form show."""

    code = models.CharField(max_length=40, unique=True)
    agency_id = models.BigIntegerField()
    procedure_code = models.CharField(max_length=40)
    level = models.SmallIntegerField(choices=[(3, "3"), (4, "4")])
    channel = models.SmallIntegerField(choices=[(1, "quầy"), (2, "trực tuyến"), (3, "bưu chính")])
    state = models.SmallIntegerField(choices=STATES)
    money = models.CharField(max_length=10, choices=[(one, one) for one in ("none", "due", "asked", "paid")])
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    holder = models.ForeignKey(Account, models.DO_NOTHING, null=True, blank=True)
    applicant_name = models.CharField(max_length=200)
    applicant_folded = models.CharField(max_length=200)
    applicant_phone = models.CharField(max_length=20, null=True, blank=True)
    applicant_id_number = models.CharField(max_length=20, null=True, blank=True)
    form = models.JSONField()

    class Meta:
        managed, db_table = False, "dossier"

    def __str__(self) -> str:
        return self.code


class Event(models.Model):
    """One line of a dossier's story."""

    dossier = models.ForeignKey(Dossier, models.DO_NOTHING)
    seq = models.IntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=40)
    actor_name = models.CharField(max_length=200)
    to_state = models.SmallIntegerField(choices=STATES)

    class Meta:
        managed, db_table, ordering = False, "event", ["seq"]


class Paper(models.Model):
    """One file of a dossier."""

    dossier = models.ForeignKey(Dossier, models.DO_NOTHING)
    slot = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    pages = models.IntegerField()

    class Meta:
        managed, db_table = False, "paper"
