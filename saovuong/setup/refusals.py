"""How a refusal of any room becomes an answer over HTTP, on pages as in the API: its status, and words that name no command."""

import re
from collections.abc import Mapping

from saovuong.core.errors import Refusal

# What is not here is the person's input.
STATUS: Mapping[str, int] = {
    "SV-161": 403,  # figures of a unit out of scope are not checked either
    "SV-170": 403,  # may not let a finding stand
    "SV-171": 403,  # who entered does not let findings stand
    "SV-366": 403,  # no inspector of anything
    "SV-660": 409,  # somebody else decided in the meantime
    "SV-665": 409,  # ... or judged
    "SV-666": 409,  # ... or answered
    "SV-501": 403,  # no right on the unit
    "SV-502": 404,  # no such submission, or none of theirs
    "SV-553": 403,  # who entered does not accept
    "SV-303": 404,  # no such unit
    "SV-670": 403,  # no right to enter for the unit
    "SV-324": 404,  # no such report, or none of theirs
    "SV-372": 404,  # no such token, or none of theirs
    "SV-560": 404,  # no such manuscript, or none of theirs
    "SV-561": 404,  # no such part of a report
    "SV-569": 403,  # who built a report does not sign it
    "SV-571": 403,  # not their password
    "SV-603": 404,  # no such figure
    "SV-713": 403,  # figures of a unit out of scope
    "SV-901": 404,  # no such account
    "SV-905": 403,  # not an administrator
}

# Rooms speak to the command line too; where their sentence names a command, others say it in these words.
WORDS: Mapping[str, str] = {
    "SV-161": "Tài khoản “{name}” không có quyền xem số liệu của “{unit}” nên không kiểm tra được. Đề nghị quản trị viên cấp quyền.",
    "SV-170": "Tài khoản “{name}” không có quyền bỏ qua kết quả kiểm tra của “{unit}”: cần vai trò kiểm tra, duyệt hoặc chỉ huy.",
    "SV-501": "Tài khoản “{name}” không có quyền {act} cho đơn vị “{unit}”. Đề nghị quản trị viên cấp quyền.",
    "SV-502": "Không có hồ sơ số {submission_id} trong phạm vi của tài khoản này.",
    "SV-603": "Hồ sơ số {submission_id} không có số liệu {number}.",
    "SV-713": "Tài khoản này không có quyền xem số liệu của đơn vị đó. Đề nghị quản trị viên cấp quyền.",
    "SV-901": "Không có tài khoản “{name}”.",
    "SV-303": "Không có đơn vị mang mã “{unit_id}”.",
    "SV-515": "“{unit}” {when}, nên không báo cáo được kỳ “{period}”.",
}
_COMMAND = re.compile(r"\bsaovuong [a-z]|(?<!\w)--[a-z]")


def status_of(refusal: Refusal, *, otherwise: int = 400) -> int:
    return STATUS.get(refusal.code, otherwise)


def words_for(refusal: Refusal, *, own: Mapping[str, str] | None = None) -> str:
    """The sentence of a refusal for who sits at no command line. ``own`` are a face's own words by code, before all others."""
    template = (own or {}).get(refusal.code) or WORDS.get(refusal.code)
    return refusal.message if template is None else template.format(**refusal.fields)


def without_commands(text: str) -> str:
    """The sentences of a text that send nobody to the command line; all of it where nothing else would remain."""
    kept = " ".join(one for one in re.split(r"(?<=\.)\s+", text) if not _COMMAND.search(one))
    return kept or text
