"""How a name and a password become an account."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from saovuong.accounts.models import User


class AccountBackend(BaseBackend):
    """Open accounts with a password; closed ones and those without one sign nobody in."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: object
    ) -> User | None:
        if not username or not password:
            return None
        row = User.objects.filter(name=username, closed_at__isnull=True).first()
        if row is None or not row.has_usable_password():
            # The answer takes as long as for a known name with a password, so that names cannot be told by the clock.
            User().set_password(password)
            return None
        return row if row.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, closed_at__isnull=True).first()
