"""``submit``, ``review``, ``accept``, ``return``, ``revise``, ``submissions`` and ``submission`` as people run them, without any --as."""

import io
import json
import zipfile

import docx
import pytest

from saovuong.core.quantity import FigureClass, Role
from saovuong.ledger.models import Fact, Submission
from saovuong.ledger.queries import facts_of
from tests.intake.conftest import TEXT
from tests.intake.test_submit import counts

CONFIG = """\
[people]
default = "chi-huy"
submit = "nhap-lieu"
review = "nhap-lieu"
accept = "kiem-tra"
return = "kiem-tra"
"""
UNIT = ("--unit", "phường Thử Nhất", "--period", "2024")


@pytest.fixture
def folder(people, tmp_path, monkeypatch):
    """A data folder to the eye of the command line; the rows are the test database's."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("SAOVUONG_DATA", str(data))
    monkeypatch.setenv("SAOVUONG_NOW", "2025-01-10T08:30:00+00:00")
    (data / "config.toml").write_text(CONFIG, "utf-8")
    (data / "db.sqlite3").write_bytes(b"")
    return data


@pytest.fixture
def report(folder, tmp_path):
    file = tmp_path / "bao-cao.txt"
    file.write_text(TEXT, "utf-8")
    return file


@pytest.fixture
def typed(monkeypatch):
    """What the person types, one line after the other, then the end of input."""

    def typed(*lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return typed


def rows(result):
    return [json.loads(line) for line in result.out.splitlines()]


def flat(result):
    return " ".join(result.out.split())


def refused(saovuong, code, *words):
    before = counts()
    result = saovuong(*words)
    assert counts() == before
    assert result.status == 2
    assert result.err.startswith(f"Lỗi [{code}]: "), result.err
    assert result.err.count("\n") == 1
    return result


def test_the_whole_way_without_naming_an_account(saovuong, report, propose, typed, people):
    submitted = saovuong("submit", report, *UNIT)
    assert submitted.status == 0
    number = Submission.objects.get().pk
    assert f"Hồ sơ số {number} (phường Thử Nhất, kỳ 2024, bản 1): nháp, chính thức, riêng đơn vị" in flat(submitted)
    assert "Đọc được 3 số liệu có chỉ tiêu, 0 số chưa hiểu" in flat(submitted)
    reviewed = saovuong("review", number, "--accept-above", "0.9")
    assert reviewed.status == 0
    assert "Đã xác nhận 3 số liệu; để lại 0" in reviewed.out
    assert "3 số liệu ghi vào sổ" in flat(reviewed)
    returned = saovuong("return", number, "--figure", 1, "--reason", "kiểm tra lại quà Tết")
    assert returned.status == 0
    assert "Đã trả lại số liệu 1" in returned.out
    typed("s", "", "13", "", "", "", "c")
    answered = saovuong("review", number)
    assert answered.status == 0
    assert "lý do trả lại: kiểm tra lại quà Tết" in flat(answered)
    accepted = saovuong("accept", number)
    assert accepted.status == 0
    assert "3 số liệu có hiệu lực" in accepted.out
    (first, *_) = facts_of(actor=people.reader, submission_id=number)
    assert (first.number, first.value, first.entered_by, first.accepted_by) == (1, 13, "nhap-lieu", "kiem-tra")
    listed = saovuong("submissions")
    assert "đã duyệt" in flat(listed)
    shown = saovuong("submission", number)
    for words in ("bị trả lại (kiem-tra)", "Số liệu trong sổ (3)", "13 suất", "hoàn thành tốt nhiệm vụ"):
        assert words in flat(shown), words
    revised = saovuong("revise", number, "--json")
    assert (rows(revised)[0]["version"], rows(revised)[0]["state"]) == (2, "draft")


def test_json_says_the_same(saovuong, report, propose):
    (row,) = rows(saovuong("submit", report, *UNIT, "--provisional", "--json"))
    assert (row["opened"], row["figures"], row["not_understood"], row["for_a_person"], row["notices"]) == (True, 3, 0, [], [])
    assert (row["unit_id"], row["form"], row["state"], row["finality"], row["scope"]) == (
        "x1",
        "commune_year",
        "draft",
        "provisional",
        "own",
    )
    number = row["submission"]
    (again,) = rows(saovuong("submit", report, *UNIT, "--json"))
    assert (again["opened"], again["submission"], again["notices"][0]["code"]) == (False, number, "SV-610")
    figures = rows(saovuong("review", number, "--accept-above", "0.9", "--json"))
    assert [(one["number"], one["state"], one["value"], one["left"]) for one in figures] == [
        (1, "confirmed", 12, []),
        (2, "confirmed", 8, []),
        (3, "confirmed", "hoàn thành tốt nhiệm vụ", []),
    ]
    assert {one["submission_state"] for one in figures} == {"submitted"}
    (given_back,) = rows(saovuong("return", number, "--figure", 2, "--reason", "xem lại", "--json"))
    assert given_back["state"] == "returned"
    facts = rows(saovuong("submission", number, "--json"))
    assert [(one["number"], one["state"], one["returned_reason"]) for one in facts][1] == (2, "returned", "xem lại")
    assert all(one["quote"] and one["source"] == "bao-cao.txt" and one["figure_end"] > one["figure_start"] for one in facts)
    (listed,) = rows(saovuong("submissions", "--unit", "phường Thử Nhất", "--json"))
    assert (listed["submission"], listed["decided_by"]) == (number, "kiem-tra")
    assert rows(saovuong("submissions", "--unit", "phường Thử Nhì", "--json")) == []


def test_a_batch_lists_what_it_left_and_why(saovuong, report, propose):
    propose(
        ("12", 12, "policy_gift_count"), ("08", 8, None), ("Báo", 3, "duty_present_count"), ("cáo", 4, "patrol_count", {"confidence": 0.5})
    )
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    result = saovuong("review", number, "--accept-above", "0.9", "--keep-draft")
    assert result.status == 0
    for words in ("Đã xác nhận 1 số liệu; để lại 3", "chưa gắn được", "đang tắt", "0,50", "Chưa nộp"):
        assert words in flat(result), words
    assert Submission.objects.get().state == "draft"
    left = {
        row["number"]: [reason["code"] for reason in row["left"]]
        for row in rows(saovuong("review", number, "--accept-above", "0.9", "--json"))
    }
    assert sorted(codes for codes in left.values() if codes) == [["SV-532"], ["SV-620"], ["SV-626"]]


def test_a_batch_that_confirms_nothing_hands_nothing_in(saovuong, report, propose):
    propose(("12", 12, None))
    saovuong("submit", report, *UNIT)
    result = saovuong("review", Submission.objects.get().pk, "--accept-above", "0.9")
    assert result.status == 1
    assert "Chưa nộp" in result.out
    assert Submission.objects.get().state == "draft"


def test_reviewing_at_the_keyboard(saovuong, report, propose, typed, people):
    propose(
        ("12", 12, "policy_gift_count"),
        ("08", 8, None),
        ("Báo", 3, "patrol_count"),
        ("cáo", 4, "conscripts_enlisted_count"),
        ("kết", "khá", "militia_training_rating", {"figure_class": FigureClass.RATING}),
    )
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    # In the order of the text: Báo 3, cáo 4, kết khá, 12, 08.
    typed(
        *("h", "z", "x"),  # help, a key that is none, confirm
        *("b", "tên gọi"),  # reject with a reason
        *("l",),  # leave
        *("s", "", "trên 15", "2023", "phường Thử Nhì", "mt"),  # correct everything but the measure
        *("x", "s", "tân binh không có trong danh mục", "s", "so cong dan nhap ngu", "1", "8", "", "", ""),  # not understood: choose one
        "k",
    )
    result = saovuong("review", number)
    assert result.status == 0, result.out + result.err
    for words in ("số bị trả lại vẫn đúng", "Không có phím “z”", "Lỗi [SV-605]", "Lỗi [SV-934]", "Chưa nộp", "vì: độ tin cậy 0,95"):
        assert words in flat(result), words
    found = {row["quote"][:3] + str(row["value"]): row for row in rows(saovuong("submission", number, "--json"))}
    states = sorted(row["state"] for row in found.values())
    assert states == ["confirmed", "corrected", "corrected", "proposed"]
    gifts = next(row for row in found.values() if row["measure"] == "policy_gift_count")
    assert (gifts["value"], gifts["modifier"], gifts["period"], gifts["unit_id"], gifts["role"]) == (15, "over", "2023", "x2", "target")
    typed("q")
    stopped = saovuong("review", number)
    assert "Đã dừng" in stopped.out
    typed("l", "")
    assert saovuong("review", number).status == 0
    assert Submission.objects.get().state == "submitted"
    assert Fact.objects.count() == 3


def test_deciding_by_number(saovuong, report, propose):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    result = saovuong("review", number, "--confirm", 1, "--confirm", 2, "--reject", 3)
    assert result.status == 0
    assert "2 đã xác nhận, 1 đã loại" in flat(result)
    refused(saovuong, "SV-603", "review", number, "--undo", 1, "--confirm", 9)
    figures = rows(saovuong("review", number, "--undo", 3, "--json"))
    assert [row["state"] for row in figures] == ["confirmed", "confirmed", "proposed"]
    handed_in = saovuong("review", number, "--reject", 3, "--accept-above", "1")
    assert "2 số liệu ghi vào sổ" in flat(handed_in)


def test_stopping_in_the_middle_keeps_what_was_decided(saovuong, report, propose, typed):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    typed("x")
    result = saovuong("review", number)
    assert result.status == 0
    assert "Đã dừng" in result.out
    assert [row["state"] for row in rows(saovuong("submission", number, "--json"))] == ["confirmed", "proposed", "proposed"]


def test_answering_returned_figures_at_the_keyboard(saovuong, report, propose, typed, people):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    saovuong("review", number, "--accept-above", "0.9")
    for figure in (1, 2, 3):
        saovuong("return", number, "--figure", figure, "--reason", "xem lại")
    typed("g", "đã đối chiếu", "r", "", "r", "không phải của phường", "s", "", "khong hoan thanh nhiem vu", "", "", "", "")
    result = saovuong("review", number)
    assert result.status == 0, result.err
    assert "Lỗi [SV-552]" in result.out, "a withdrawal needs a reason"
    facts = facts_of(actor=people.reader, submission_id=number)
    assert [(one.number, one.value, one.rating, one.note) for one in facts] == [
        (1, 12, None, "đã đối chiếu"),
        (3, None, "không hoàn thành nhiệm vụ", ""),
    ]
    assert Submission.objects.get().state == "submitted"


def big(path):
    with path.open("wb") as file:
        file.truncate(100_000_000)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: None, "SV-201"),
        (lambda path: path.mkdir(), "SV-201"),
        (lambda path: path.write_bytes(b""), "SV-202"),
        (lambda path: path.write_bytes(b" \r\n\t "), "SV-202"),
        (lambda path: path.write_bytes(bytes(range(256)) * 20), "SV-204"),
        (lambda path: path.write_bytes("Tặng 12 suất quà cho hộ nghèo".encode() + b"\xff\xfe\x80"), "SV-205"),
        (big, "SV-203"),
    ],
    ids=["missing", "folder", "empty", "blank", "binary", "encoding", "100 MB"],
)
def test_bad_text_files(saovuong, folder, tmp_path, make, code):
    path = tmp_path / "bao-cao.txt"
    make(path)
    result = refused(saovuong, code, "submit", path, *UNIT)
    assert "bao-cao.txt" in result.err
    assert not (folder / "documents").exists()


def corrupt(path):
    document = docx.Document()
    document.add_paragraph("Tặng 12 suất quà.")
    document.save(path)
    path.write_bytes(path.read_bytes()[:-200])


def no_word_inside(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "không phải Word")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (corrupt, "SV-208"),
        (no_word_inside, "SV-217"),
        (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000), "SV-207"),
        (lambda path: path.write_text("chỉ là chữ", "utf-8"), "SV-208"),
    ],
    ids=["corrupt", "zip without a document", "password", "text under the name of Word"],
)
def test_bad_word_files(saovuong, folder, tmp_path, make, code):
    path = tmp_path / "bao-cao.docx"
    make(path)
    result = refused(saovuong, code, "submit", path, *UNIT)
    assert "bao-cao.docx" in result.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--unit", "phường Không Có", "--period", "2024"), "SV-301"),
        (("--unit", "x1", "--period", "năm ngoái"), "SV-101"),
        (("--unit", "x1", "--period", "2024-02-31"), "SV-101"),
        (("--unit", "x1", "--period", "2026"), "SV-514"),
        (("--unit", "x1", "--period", "2021/.."), "SV-511"),
        (("--unit", "x1", "--period", "2024-Q1"), "SV-512"),
        (("--unit", "x1", "--period", "2024", "--form", "mau-5"), "SV-510"),
        (("--unit", "x1", "--period", "2024", "--form", "district_year"), "SV-513"),
        (("--unit", "x1", "--period", "2024", "--scope", "all"), "SV-932"),
        (("--unit", "x1", "--period", "2024", "--add-to", "99"), "SV-602"),
        (("--unit", "x1", "--period", "2024", "--as", "ai-do"), "SV-901"),
        (("--unit", "x1", "--period", "2024", "--as", "khach"), "SV-501"),
        (("--unit", "x1", "--period", "2024", "--as", "lang-gieng"), "SV-501"),
        (("--unit", "x1"), "SV-900"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_bad_words_of_submit(saovuong, report, propose, words, code):
    refused(saovuong, code, "submit", report, *words)


def test_an_ambiguous_unit_is_answered_with_its_candidates(saovuong, report, propose, units):
    from saovuong.org.models import Edition, Link, Unit

    Unit.objects.create(id="y2", name="phường Thử Nhất", short_name="Thử Nhất", kind="ward", level="commune", name_order="y2")
    Link.objects.create(child_id="y2", parent_id="h", kind="administrative")
    Edition.objects.update(version=2)
    result = refused(saovuong, "SV-302", "submit", report, *UNIT)
    for words in ("thành phố Mẫu Giang", "huyện Lân Bang"):
        assert words in result.err


def test_two_files_of_the_same_name(saovuong, report, propose):
    saovuong("submit", report, *UNIT)
    report.write_text(TEXT + "Sửa.", "utf-8")
    result = refused(saovuong, "SV-601", "submit", report, *UNIT)
    for words in ("bao-cao.txt", "hồ sơ số", "--new-version"):
        assert words in result.err


def test_a_figure_of_a_measure_that_is_switched_off(saovuong, report, propose, typed):
    propose(("12", 12, "duty_present_count"))
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    before = counts()
    typed("x", "l", "k")
    result = saovuong("review", number)
    assert "Lỗi [SV-530]" in result.out
    assert "[SV-532]" in flat(result)
    assert counts() == before
    result = refused(saovuong, "SV-530", "review", number, "--confirm", 1)
    assert "[SV-532] số liệu 1 (" in result.err
    assert saovuong("review", number, "--accept-above", "0").status == 1
    assert Fact.objects.count() == 0


def test_refusals_of_the_other_commands(saovuong, report, propose):
    refused(saovuong, "SV-502", "accept", 77)
    refused(saovuong, "SV-502", "review", 77, "--accept-above", "0.9")
    refused(saovuong, "SV-502", "review", 77)
    refused(saovuong, "SV-502", "submission", 77)
    refused(saovuong, "SV-502", "revise", 77)
    refused(saovuong, "SV-502", "return", 77, "--figure", 1, "--reason", "xem")
    refused(saovuong, "SV-301", "submissions", "--unit", "phường Không Có")
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    refused(saovuong, "SV-503", "accept", number)
    refused(saovuong, "SV-607", "review", number, "--accept-above", "90")
    refused(saovuong, "SV-900", "review", "một")
    refused(saovuong, "SV-501", "accept", number, "--as", "nhap-lieu")
    saovuong("review", number, "--accept-above", "0.9")
    refused(saovuong, "SV-603", "return", number, "--figure", 9, "--reason", "xem")
    refused(saovuong, "SV-552", "return", number, "--figure", 1, "--reason", " ")
    refused(saovuong, "SV-503", "review", number)
    saovuong("accept", number)
    refused(saovuong, "SV-503", "accept", number)
    refused(saovuong, "SV-503", "return", number, "--figure", 1, "--reason", "muộn")


def test_who_entered_does_not_accept_on_the_command_line_either(saovuong, report, propose):
    for command in (("submit", report, *UNIT), ("review", 0, "--accept-above", "0.9")):
        words = [Submission.objects.get().pk if word == 0 else word for word in command]
        assert saovuong(*words, "--as", "quan-tri").status == 0
    refused(saovuong, "SV-553", "accept", Submission.objects.get().pk, "--as", "quan-tri")


def test_a_stranger_sees_no_submission(saovuong, report, propose):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    for account in ("khach", "lang-gieng"):
        assert rows(saovuong("submissions", "--json", "--as", account)) == []
        refused(saovuong, "SV-502", "submission", number, "--as", account)
    assert "Chưa có hồ sơ nào" in saovuong("submissions", "--as", "khach").out


def test_nothing_works_before_init(saovuong, tmp_path, monkeypatch):
    monkeypatch.setenv("SAOVUONG_DATA", str(tmp_path / "chua-co"))
    for command in (("submit", "a.txt", *UNIT), ("review", 1), ("accept", 1), ("submissions",), ("submission", 1), ("revise", 1)):
        result = saovuong(*command)
        assert (result.status, result.err[:12]) == (2, "Lỗi [SV-911]")


def test_the_real_reader_on_a_real_file(saovuong, folder, tmp_path):
    """One sentence through the shipped reader and units, whatever it makes of it: the quote is exact and a person can settle it."""
    file = tmp_path / "that.docx"
    document = docx.Document()
    document.add_paragraph("BÁO CÁO kết quả công tác quốc phòng, quân sự địa phương năm 2024")
    document.add_paragraph("Trong năm, phường đã tặng 35 suất quà cho gia đình chính sách.")
    document.save(file)
    (row,) = rows(saovuong("submit", file, *UNIT, "--json"))
    assert row["figures"] + row["not_understood"] >= 1
    figures = rows(saovuong("submission", row["submission"], "--json"))
    assert "tặng 35 suất quà" in next(one["quote"] for one in figures if one["value"] == 35)


def test_roles_on_the_screen_have_names():
    from saovuong.cli.figures import ROLE_NAMES

    assert set(ROLE_NAMES) == set(Role)


def test_a_missed_figure_is_entered_with_its_words(saovuong, report, people):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    words = next(line for line in TEXT.splitlines() if len(line) > 30)[5:25]
    added = saovuong("add", number, "--measure", "conference_count", "--value", "trên 12", "--quote", words)
    assert added.status == 0, added.err
    assert f"saovuong review {number}" in added.out
    (fact,) = Fact.objects.filter(measure="conference_count")
    assert (fact.value, fact.modifier, fact.role) == (12, "over", "result")
    assert words in fact.quote
    assert TEXT[fact.quote_start : fact.quote_end] == fact.quote
    finished = saovuong("review", number, "--accept-above", "1")
    assert finished.status == 0, finished.err
    assert saovuong("accept", number).status == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"--quote": "chữ không có trong văn bản"}, "SV-630"),
        ({"--quote": " "}, "SV-630"),
        ({"--measure": "khong_co_chi_tieu"}, "SV-714"),
        ({"--value": "nhiều"}, "SV-617"),
        ({"--period": "2024-13"}, "SV-101"),
        ({"--unit": "xã Không Có"}, "SV-301"),
    ],
)
def test_a_figure_that_cannot_be_entered_changes_nothing(saovuong, report, change, code):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    before = counts()
    words = {"--measure": "conference_count", "--value": "12", "--quote": TEXT.splitlines()[0]} | change
    refused = saovuong("add", number, *(word for pair in words.items() for word in pair))
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith(f"Lỗi [{code}]: ")
    assert counts() == before


def test_nothing_is_added_to_a_submission_that_was_handed_in(saovuong, report):
    saovuong("submit", report, *UNIT)
    number = Submission.objects.get().pk
    assert saovuong("review", number, "--accept-above", "0").status == 0
    before = counts()
    refused = saovuong("add", number, "--measure", "conference_count", "--value", "12", "--quote", TEXT.splitlines()[0])
    assert refused.status == 2
    assert refused.err.startswith("Lỗi [SV-5")
    assert counts() == before
