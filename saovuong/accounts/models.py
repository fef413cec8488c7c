from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from saovuong.accounts.shapes import ROLES

NO_PASSWORD = "!"  # noqa: S105 - the sign of no password
"""Stands where a password's hash would: nobody signs in with that account until it is given one."""


class User(AbstractBaseUser):
    """A person who acts. The web asks for the password; the command line acts for the accounts that config.toml names."""

    # When somebody signed in is in the audit trail.
    last_login = None
    password = models.CharField(max_length=128, default=NO_PASSWORD)
    name = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Set by somebody else: the person must choose their own before anything else.
    must_change = models.BooleanField(default=False)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()


class Grant(models.Model):
    """A role on a unit and everything below it, from ``valid_from`` up to but not including ``valid_to``.

    ``unit_id`` is an id of the org room, which stands above this one."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    unit_id = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="grant_role_known"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="grant_dates_ordered"),
            models.UniqueConstraint(fields=("user", "role", "unit_id", "valid_from"), name="grant_once"),
        ]


class AccessToken(models.Model):
    """A secret with which a program acts for an account. Only the hash of the secret is kept; ``key`` is the part that may be seen.

    ``expires_on`` is the first day on which it no longer opens anything. A token that was taken back stays, so that what it did can be
    told."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    key = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    writes = models.BooleanField()
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_named"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | ~Q(revoked_by=""), name="token_revoked_by_someone"
            ),
        ]


class SecondFactor(models.Model):
    """A person's secret for codes by time (RFC 6238), masked with the key of the data folder. Until it is confirmed it asks for nothing.

    ``last_step`` is the time step of the last code that was taken: no code is taken twice."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="factor")
    salt = models.CharField(max_length=32)
    masked = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)


class BackupCode(models.Model):
    """One of the codes for the day the telephone is gone: its digest only, and when it was used."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="backup")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("factor", "digest"), name="backup_code_once")]


class Sitting(models.Model):
    """A session of the web that somebody signed in to: on what, from where, since when. It ends with the session of that key."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sittings")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=45)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
