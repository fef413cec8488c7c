"""That the person at the keyboard is still the one who signed in."""

from saovuong.accounts.models import User
from saovuong.accounts.shapes import Actor
from saovuong.core.errors import Refusal


class WrongPassword(Refusal):
    code = "SV-571"
    template = "Mật khẩu không đúng nên chưa ký. Gõ lại mật khẩu đăng nhập của chính tài khoản “{name}”."


def password_confirm(*, actor: Actor, password: str) -> None:
    """Asked again before an act that binds a person. Raises :class:`WrongPassword`, also for an account that has none or is closed."""
    row = User.objects.filter(pk=actor.id, closed_at__isnull=True).first()
    if row is None or not password or not row.check_password(password):
        raise WrongPassword(name=actor.name)
