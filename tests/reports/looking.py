"""Ways to look into a drafted report."""

from saovuong.reports.language import plain
from saovuong.reports.shapes import Draft
from saovuong.writers.report_shapes import Paragraph, Section, Table


def lines(draft: Draft) -> list[str]:
    """Every paragraph of the text, annexes left out."""

    def walk(sections: tuple[Section, ...]) -> list[str]:
        out = []
        for section in sections:
            out += [plain(block.runs) for block in section.blocks if isinstance(block, Paragraph)] + walk(section.sections)
        return out

    return walk(draft.shape.parts)


def section(draft: Draft, title: str) -> Section:
    def walk(sections: tuple[Section, ...]) -> Section | None:
        return next((found for one in sections if (found := one if one.title == title else walk(one.sections))), None)

    found = walk(draft.shape.parts)
    assert found is not None
    return found


def tables(draft: Draft, title: str) -> list[dict[str, list[str]]]:
    """The tables of a section: rows by the name in their second column."""
    out = []
    for block in section(draft, title).blocks:
        if isinstance(block, Table):
            out.append({plain(row.cells[1].runs): [plain(cell.runs) for cell in row.cells[2:]] for row in (*block.header, *block.rows)})
    return out
