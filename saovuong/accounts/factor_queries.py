"""Who has a second factor. Its secret is told once, while it is being set up."""

from saovuong.accounts.models import BackupCode, SecondFactor
from saovuong.accounts.shapes import Actor, FactorInfo


def factor_of(*, user: Actor) -> FactorInfo | None:
    """None where none was confirmed."""
    row = SecondFactor.objects.filter(user_id=user.id, confirmed_at__isnull=False).first()
    if row is None or row.confirmed_at is None:
        return None
    return FactorInfo(since=row.confirmed_at, backup_left=BackupCode.objects.filter(factor=row, used_at__isnull=True).count())


def with_factor() -> frozenset[str]:
    """The names of the accounts that have one."""
    return frozenset(SecondFactor.objects.filter(confirmed_at__isnull=False).values_list("user__name", flat=True))
