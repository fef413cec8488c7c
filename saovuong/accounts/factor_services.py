"""The second factor of a sign-in: codes by time (RFC 6238) from a telephone that needs no network, and backup codes.

The secret is masked with a key that is not in the database, so that a copy of the rows alone makes no codes. It is shown to its owner until
the first right code confirms it, and to nobody afterwards; an administrator can take it away, never read it."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django_otp.oath import TOTP

from saovuong.accounts.models import BackupCode, SecondFactor
from saovuong.accounts.services import require_administrator
from saovuong.accounts.shapes import Actor, FactorStart
from saovuong.audit.services import entry_append, writing
from saovuong.core.errors import Refusal

_SECRET_BYTES = 20
_BACKUP_CODES, _BACKUP_LETTERS = 10, "abcdefghjkmnpqrstuvwxyz23456789"
# A code of the half minute before or after is taken too: clocks of telephones differ.
_TOLERANCE = 1
_MISSES, _CLOSED = 5, timedelta(minutes=15)
_ISSUER = "Sao%20Vu%C3%B4ng"


class WrongCode(Refusal):
    code = "SV-390"
    template = "Mã xác thực không đúng hoặc đã dùng. Chờ mã mới trên điện thoại rồi gõ lại; kiểm tra giờ của điện thoại."


class CodesClosed(Refusal):
    code = "SV-391"
    template = "Gõ sai mã xác thực nhiều lần nên tạm khóa đến {until}. Chờ đến giờ đó, hoặc nhờ quản trị viên đặt lại."


class FactorExists(Refusal):
    code = "SV-392"
    template = "Xác thực hai bước đang bật. Tắt nó trước khi lập mã mới."


class NoFactor(Refusal):
    code = "SV-393"
    template = "Tài khoản “{name}” không bật xác thực hai bước."


def factor_begin(*, user: Actor, now: datetime) -> FactorStart:
    """A new secret for its owner to put into the telephone; one that was begun and not confirmed is forgotten. Raises
    :class:`FactorExists`."""
    with writing():
        if SecondFactor.objects.filter(user_id=user.id, confirmed_at__isnull=False).exists():
            raise FactorExists
        SecondFactor.objects.filter(user_id=user.id).delete()
        secret, salt = secrets.token_bytes(_SECRET_BYTES), secrets.token_hex(16)
        SecondFactor.objects.create(user_id=user.id, salt=salt, masked=_masked(secret, salt).hex(), made_at=now)
    return _start(user, secret)


def factor_begun(*, user: Actor) -> FactorStart | None:
    """The secret that still waits for its first code; None where none does."""
    row = SecondFactor.objects.filter(user_id=user.id, confirmed_at__isnull=True).first()
    return None if row is None else _start(user, _secret(row))


def factor_confirm(*, user: Actor, code: str, now: datetime) -> tuple[str, ...]:
    """Turn it on with the first right code; the backup codes come back, this once. Raises :class:`WrongCode`, :class:`NoFactor`."""
    with writing():
        row = SecondFactor.objects.filter(user_id=user.id, confirmed_at__isnull=True).first()
        if row is None:
            raise NoFactor(name=user.name)
        step = _step(row, code, now)
        if step is None:
            raise WrongCode
        row.last_step, row.confirmed_at = step, now
        row.save(update_fields=["last_step", "confirmed_at"])
        _note(user, user, "factor_on", now)
        return _backup(row)


def backup_renew(*, user: Actor, code: str, now: datetime) -> tuple[str, ...]:
    """New backup codes in place of all earlier ones. Raises as :func:`factor_pass`."""
    factor_pass(user=user, code=code, now=now)
    with writing():
        row = SecondFactor.objects.get(user_id=user.id)
        BackupCode.objects.filter(factor=row).delete()
        _note(user, user, "factor_backup", now)
        return _backup(row)


def factor_pass(*, user: Actor, code: str, now: datetime) -> bool:
    """Take a code, by time or from the backup, once; True for one from the backup. Five misses close it for a quarter of an hour, to a
    right code too. Raises :class:`WrongCode`, :class:`CodesClosed`, :class:`NoFactor`."""
    with writing():
        row = SecondFactor.objects.filter(user_id=user.id, confirmed_at__isnull=False).first()
        if row is None:
            raise NoFactor(name=user.name)
        if row.closed_until is not None and now < row.closed_until:
            raise CodesClosed(until=_told(row.closed_until))
        step = _step(row, code, now)
        used = 0 if step is not None else _use_backup(row, code, now)
        if step is not None or used:
            row.last_step, row.misses, row.closed_until = step or row.last_step, 0, None
        else:
            row.misses += 1
            if row.misses >= _MISSES:
                row.misses, row.closed_until = 0, now + _CLOSED
                _note(user, user, "factor_closed", now)
        row.save(update_fields=["last_step", "misses", "closed_until"])
        if used:
            _note(user, user, "factor_backup_used", now)
    # Raised outside, so that the miss itself is kept.
    if step is None and not used:
        raise CodesClosed(until=_told(row.closed_until)) if row.closed_until and now < row.closed_until else WrongCode
    return bool(used)


def factor_off(*, user: Actor, code: str, now: datetime) -> None:
    """Its owner turns it off with a code; the caller has asked for the password. Raises as :func:`factor_pass`."""
    factor_pass(user=user, code=code, now=now)
    with writing():
        SecondFactor.objects.filter(user_id=user.id).delete()
        _note(user, user, "factor_off", now)


def factor_reset(*, user: Actor, actor: Actor, now: datetime) -> None:
    """An administrator takes a lost one away. Raises NotAdministrator, :class:`NoFactor`."""
    require_administrator(actor=actor, now=now, act="đặt lại xác thực hai bước")
    with writing():
        if not SecondFactor.objects.filter(user_id=user.id).delete()[0]:
            raise NoFactor(name=user.name)
        _note(actor, user, "factor_reset", now)


def _note(actor: Actor, user: Actor, action: str, now: datetime) -> None:
    entry_append(actor=actor.name, action=action, target=f"user:{user.name}", before=None, after=None, now=now)


def _told(moment: datetime) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(moment):%H:%M}"


def _step(row: SecondFactor, code: str, now: datetime) -> int | None:
    """The time step that the code belongs to, later than any taken before; None for a wrong one."""
    digits = code.replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    clock = TOTP(_secret(row))
    clock.time = now.timestamp()
    return int(clock.t()) if clock.verify(int(digits), tolerance=_TOLERANCE, min_t=row.last_step + 1) else None


def _backup(row: SecondFactor) -> tuple[str, ...]:
    codes = tuple("-".join(_letters(4) for _ in range(3)) for _ in range(_BACKUP_CODES))
    BackupCode.objects.bulk_create(BackupCode(factor=row, digest=_digest(row, code)) for code in codes)
    return codes


def _letters(count: int) -> str:
    return "".join(secrets.choice(_BACKUP_LETTERS) for _ in range(count))


def _use_backup(row: SecondFactor, code: str, now: datetime) -> int:
    typed = "".join(code.lower().split()).replace("-", "")
    plain = "-".join(typed[at : at + 4] for at in range(0, len(typed), 4))
    return BackupCode.objects.filter(factor=row, digest=_digest(row, plain), used_at__isnull=True).update(used_at=now)


def _digest(row: SecondFactor, code: str) -> str:
    """Sixty bits of chance need no slow hash; the key keeps the digests useless without the data folder."""
    return hmac.new(_key("backup", row.salt), code.encode(), hashlib.sha256).hexdigest()


def _key(purpose: str, salt: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"saovuong factor {purpose} {salt}".encode(), hashlib.sha256).digest()


def _masked(secret: bytes, salt: str) -> bytes:
    """The secret under a pad of its own, which the data folder's key and the salt make; applied twice it is the secret again."""
    return bytes(one ^ other for one, other in zip(secret, _key("secret", salt), strict=False))


def _secret(row: SecondFactor) -> bytes:
    return _masked(bytes.fromhex(row.masked), row.salt)


def _start(user: Actor, secret: bytes) -> FactorStart:
    typed = base64.b32encode(secret).decode()
    return FactorStart(secret=typed, address=f"otpauth://totp/{_ISSUER}:{user.name}?secret={typed}&issuer={_ISSUER}")
