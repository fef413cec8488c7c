"""Who comes in: a right token, of an account with a role for the operation on the day of the call. A cookie opens nothing here, so that no
page of another site can have a signed-in browser call the API."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from saovuong.accounts.token_queries import key_of, token_use
from saovuong.accounts.token_services import token_used
from saovuong.api import misses
from saovuong.api.access import ACCESS
from saovuong.api.desk import ApiDesk
from saovuong.core.errors import Refusal
from saovuong.setup.clock import clock


class TokenRefused(Refusal):
    code = "SV-374"
    template = (
        "Cần mã truy cập còn hiệu lực trong dòng “Authorization: Bearer sv_...”. Mã sai, hết hạn hoặc đã thu hồi thì không dùng được; "
        "tạo mã ở trang “Mã truy cập API”."
    )


class TooManyMisses(Refusal):
    code = "SV-375"
    template = "Mã truy cập sai nhiều lần từ máy này, nên tạm không nhận trong {minutes} phút."


class NotForToken(Refusal):
    code = "SV-376"
    template = "Mã truy cập “{name}” không làm được việc này: {reason}"


class AccessToken(HttpBearer):
    """The door of one operation."""

    def __init__(self, operation: str) -> None:
        super().__init__()
        self.operation = operation

    def __call__(self, request: HttpRequest) -> ApiDesk:
        scheme, _, told = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.openapi_scheme:
            raise TokenRefused
        return self.authenticate(request, told.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiDesk:
        """Raises :class:`TokenRefused`, :class:`TooManyMisses`, :class:`NotForToken`."""
        desk = desk_for(request, token)
        rule = ACCESS.get(self.operation)
        if rule is None or not rule.admits(desk.roles):
            raise NotForToken(name=desk.token.name, reason="tài khoản không có vai trò cần cho việc này.")
        if rule.writes and not desk.token.writes:
            raise NotForToken(name=desk.token.name, reason="mã chỉ để đọc. Tạo mã có quyền ghi.")
        return desk


def desk_for(request: HttpRequest, told: str) -> ApiDesk:
    """For whom a token acts. Raises :class:`TokenRefused`, :class:`TooManyMisses`."""
    address, key, now = request.META.get("REMOTE_ADDR", ""), key_of(told), clock()
    if misses.closed(address, key):
        raise TooManyMisses(minutes=misses.MINUTES)
    use = token_use(told=told, now=now)
    if use is None:
        misses.missed(address, key, now=now)
        raise TokenRefused
    token_used(token=use.token, now=now)
    return ApiDesk(use.actor, now, use.token)
