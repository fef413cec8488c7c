"""A report as plain text that a person can read and compare: every word, every figure with its number in the list."""

from collections.abc import Iterator

from saovuong.reports.language import plain
from saovuong.reports.shapes import Draft
from saovuong.writers.pages import date_line, number_line
from saovuong.writers.profile import Profile
from saovuong.writers.report_shapes import BlankRun, Block, FigureRun, Paragraph, Picture, Row, Run, Section, Table


def reading_copy(draft: Draft, profile: Profile) -> str:
    shape = draft.shape
    head = shape.header
    lines = [
        f"{head.superior or ''} | {profile.words.nation}",
        f"{head.issuer} | {profile.words.motto}",
        f"{number_line(head, profile)} | {date_line(head, profile)}",
        head.type_name,
        *head.subject.split("\n"),
        *(f"{profile.words.addressee} {name}" for name in head.addressee),
        *head.bases,
        *_blocks(shape.opening),
    ]
    for part in shape.parts:
        lines += _section(part)
    lines += [*_blocks(shape.closing), *(f"- {name}" for name in shape.recipients), *shape.signature.authority]
    for annex in shape.annexes:
        lines += ["", annex.title.upper(), *_blocks(annex.blocks)]
    lines += ["", "BẢNG KÊ SỐ LIỆU (khóa = giá trị, số trong sổ)"]
    lines += [f"{figure.key} = {_value(figure.value, figure.modifier)} {list(figure.facts)}" for figure in shape.figures]
    lines += ["", "MỤC CHƯA CÓ SỐ LIỆU", *(f"{one.place} {one.about}" for one in draft.missing)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _value(value: str, modifier: str) -> str:
    return value if modifier == "exact" else f"{modifier} {value}"


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield f"{section.number} {section.title}".replace("\n", " ")
    yield from _blocks(section.blocks)
    for inner in section.sections:
        yield from _section(inner)


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _runs(block.runs)
            continue
        if isinstance(block, Picture):
            yield f"[{block.caption}] hình: {block.chart.finding}"
            yield from (f"  {bar.label} | {bar.text}" for bar in block.chart.bars)
            continue
        assert isinstance(block, Table)
        yield f"[{block.caption}]"
        yield from (_row(row) for row in (*block.header, *block.rows))


def _row(row: Row) -> str:
    return "  " + " | ".join(plain(cell.runs) for cell in row.cells)


def _runs(runs: tuple[Run, ...]) -> str:
    """Figures in braces, so that a number without a source would stand out."""
    out = []
    for item in runs:
        if isinstance(item, FigureRun):
            out.append("{" + item.text + "}")
        else:
            out.append("(đơn vị bổ sung) ..." if isinstance(item, BlankRun) else item.text)
    return "".join(out)
