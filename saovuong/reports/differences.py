"""What differs between a written report, what was built, and what the book says today. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from saovuong.reports.shapes import Difference
from saovuong.writers.manifest import Manifest
from saovuong.writers.paper import FormatFinding
from saovuong.writers.profile import Profile
from saovuong.writers.reading import ShownToday
from saovuong.writers.report_shapes import Figure


def format_differences(findings: Iterable[FormatFinding], profile: Profile) -> Iterator[Difference]:
    for one in findings:
        rule = profile.rules[one.rule]
        message = f"{rule.title}: {one.message} ({profile.law}, {rule.law})."
        yield Difference("format", one.rule, one.place, message, written=one.measured, now=one.expected)


def figure_differences(manifest: Manifest, figures: Sequence[Figure]) -> Iterator[Difference]:
    """Every figure of the file beside the same question asked of the book today, then what the book knows and the file lacks."""
    today = {figure.key: figure for figure in figures}
    places = _places(manifest)
    for figure in manifest.figures:
        if figure.id not in places:
            continue
        now = today.get(figure.key)
        place = places[figure.id]
        if now is None:
            message = f"“{figure.label}” không còn trong sổ số liệu được duyệt."
            yield Difference("gone", figure.key, place, message, written=_value(figure))
        elif (now.value, now.modifier, now.uom) != (figure.value, figure.modifier, figure.uom):
            message = f"“{figure.label}” trong sổ nay đã khác."
            yield Difference("changed", figure.key, place, message, written=_value(figure), now=_value(now))
        elif now.sources != figure.sources and figure.anchor == figure.id:
            message = f"“{figure.label}” giữ nguyên giá trị nhưng dựa trên số liệu khác trong sổ (đính chính hoặc nộp lại)."
            yield Difference("source", figure.key, place, message, written=_facts(figure), now=_facts(now))
    known = {figure.key for figure in manifest.figures}
    for figure in figures:
        if figure.key not in known and figure.anchor == figure.id:
            message = f"“{figure.label}” đã được duyệt sau khi lập báo cáo, báo cáo chưa có."
            yield Difference("new", figure.key, "báo cáo", message, now=_value(figure))


def text_differences(manifest: Manifest, shown: ShownToday) -> Iterator[Difference]:
    """Figures whose displayed words were edited or removed, and numbers typed in without a source."""
    labels = {figure.id: figure.label for figure in manifest.figures}
    for one in manifest.shown:
        label = labels.get(one.figure, one.figure)
        if one.bookmark not in shown.figures:
            yield Difference("removed", one.bookmark, one.place, f"“{label}” đã bị bỏ khỏi văn bản.", written="", now=one.text)
        elif shown.figures[one.bookmark] != one.text:
            message = f"“{label}” đã bị sửa bằng tay, khác số khi lập báo cáo."
            yield Difference("edited", one.bookmark, one.place, message, written=shown.figures[one.bookmark], now=one.text)
    plain = set(manifest.plain_numbers)
    for loose in shown.loose:
        if loose.glued:
            message = f"Chữ số viết thêm sát một số liệu: “{loose.text}”."
            yield Difference("edited", "glued", loose.place, message, written=loose.text)
        elif loose.text not in plain:
            message = f"Số “{loose.text}” viết thêm bằng tay, không có nguồn trong sổ."
            yield Difference("loose", "loose", loose.place, message, written=loose.text)


def _places(manifest: Manifest) -> Mapping[str, str]:
    """Where each figure is shown first; figures that only stand behind others are not in it."""
    places: dict[str, str] = {}
    for one in manifest.shown:
        places.setdefault(one.figure, one.place)
    return places


def _value(figure: Figure) -> str:
    return figure.value if figure.modifier == "exact" else f"{figure.modifier} {figure.value}"


def _facts(figure: Figure) -> str:
    return ", ".join(f"#{fact}" for fact in figure.facts)
