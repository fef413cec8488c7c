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
