"""What a person should know about a file that was taken in; nothing here stops anything."""

from collections.abc import Iterator, Sequence

from saovuong.core.errors import Refusal
from saovuong.intake.shapes import Notice
from saovuong.ledger.shapes import DocumentInfo, SubmissionInfo
from saovuong.org import queries as org
from saovuong.reader.shapes import UnitNames

# An official report names its unit above the title and in it.
_HEAD = 600


def about_names(name: str, *, document: DocumentInfo, others: Sequence[SubmissionInfo]) -> Iterator[Notice]:
    """``others`` are the submissions of the same unit."""
    if document.already_known:
        yield Notice("SV-611", f"Nội dung tệp này đã có trong kho (tài liệu số {document.id}, “{document.name}”); chỉ lưu một bản.")
    for row in others:
        for link in row.documents:
            if link.name == name and link.sha256 != document.sha256:
                where = f"hồ sơ số {row.id} (kỳ {row.period_label})"
                yield Notice("SV-612", f"Đã có tệp cùng tên “{link.name}” trong {where}, nội dung khác; hai tệp được lưu riêng.")


def about_versions(submission: SubmissionInfo, earlier: Sequence[SubmissionInfo]) -> Iterator[Notice]:
    accepted = [row.version for row in earlier if row.state == "accepted" and row.version < submission.version]
    if accepted:
        yield Notice("SV-613", f"Khi được duyệt, bản {submission.version} sẽ thay toàn bộ bản {accepted[-1]}.")


def about_opening(notes: Sequence[str]) -> Iterator[Notice]:
    """What the reader says of how it opened the file: converted from an old encoding, pages that are pictures."""
    return (Notice("SV-223", note) for note in notes)


def about_nothing_found(found: int) -> Iterator[Notice]:
    if not found:
        yield Notice("SV-614", "Không tìm thấy số liệu nào trong tệp này.")


def about_the_head(text: str, *, submission: SubmissionInfo, units: UnitNames) -> Iterator[Notice]:
    """The report of another unit, handed in for this one: its head names units of this level, and this one is not among them."""
    day = submission.last_day
    mentions = units.mentions(text[:_HEAD], on=day, near=submission.unit_id)
    named = org.units_get(mention.unit_id for mention in mentions if mention.unit_id is not None)
    own = org.unit_get(submission.unit_id)
    if own.id in named or own.area_of in named:
        return
    alike = [unit.name for unit in named.values() if unit.level == own.level and _reports(unit.id, submission) != own.id]
    if alike:
        told = f"Phần đầu tệp nêu “{alike[0]}”, không nêu “{own.name}”. Kiểm tra lại đơn vị trước khi duyệt."
        yield Notice("SV-616", told)


def _reports(unit_id: str, submission: SubmissionInfo) -> str | None:
    try:
        return org.reporting_unit_for(unit_id=unit_id, day=submission.last_day).id
    except Refusal:
        return None
