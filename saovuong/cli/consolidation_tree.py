"""One total explained on the screen: the tree of its parts down to every quote."""

from typing import TYPE_CHECKING

from rich.markup import escape

from saovuong.cli.consolidation_show import contradiction, heading, notes
from saovuong.cli.figures import STATE_NAMES, marked_quote, value_text
from saovuong.consolidation.telling import amount_text, attainment_text, coverage_text, quote_text, value_cell
from saovuong.consolidation.wording import bounds_text, former_text, joint_text, number_text
from saovuong.core.catalogue import Catalogue, Measure

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree as Branch

    from saovuong.consolidation.shapes import Explanation, Node, Source

_SHOWN_LEFT_OUT = 6


def explanation(found: "Explanation", catalogue: Catalogue, out: "Console") -> None:
    heading(found.place, out)
    _one(found, catalogue, out)
    for title, part in (("Tử số", found.numerator), ("Mẫu số", found.denominator)):
        if part is not None:
            out.print(f"\n[bold]{title}[/bold]")
            _one(part, catalogue, out)
    if found.contradictions:
        out.print("[bold]Mâu thuẫn cần xem lại[/bold] (không tự sửa):")
        for one in found.contradictions:
            contradiction(one, catalogue, out)
    notes(found.place, out)


def _one(found: "Explanation", catalogue: Catalogue, out: "Console") -> None:
    total, measure = found.total, found.measure
    out.print(f"{measure.name_vi}: [bold]{escape(value_cell(total, catalogue))}[/bold]; đơn vị có số: {_covered(found)}")
    for rule in found.rule:
        out.print(f"  {rule}", markup=False)
    if total.amount is not None and (bounds := bounds_text(total.amount)):
        out.print(f"  chắc chắn trong khoảng: {bounds}", markup=False)
    if found.pair is not None:
        out.print(f"  = {number_text(found.pair.numerator)} / {number_text(found.pair.denominator)}", markup=False)
        for unit, lacking in found.pair.unmatched:
            part = "tử số" if lacking == "numerator" else "mẫu số"
            out.print(f"  không tính {found.place.name(unit)}: thiếu {part}", markup=False)
    for one in total.attainments:
        out.print(f"  chỉ tiêu {attainment_text(one, measure, catalogue)}", markup=False)
    for source in found.targets:
        out.print(f"    {value_text(source.fact, catalogue)}: {quote_text(source)}", markup=False)
    from rich.tree import Tree as RichTree

    tree = RichTree(_label(found.root, measure, catalogue))
    _fill(tree, found.root, measure, catalogue)
    out.print(tree)


def _covered(found: "Explanation") -> str:
    return escape(coverage_text(found.total.coverage, found.place))


def _label(node: "Node", measure: Measure, catalogue: Catalogue) -> str:
    part = node.part
    value = "[red]chưa báo cáo[/red]" if node.missing and part.counted is None else "" if node.children else "chưa có số"
    if part.counted is not None:
        value = f"[bold]{escape(amount_text(part.counted, measure, catalogue))}[/bold]"
    elif (pick := part.own or part.reported) is not None and pick.known:
        value = pick.rating or ("có" if pick.flag else "không") if pick.amount is None else amount_text(pick.amount, measure, catalogue)
        value = f"[bold]{escape(value)}[/bold]"
    carried = f" [dim]({former})[/dim]" if (former := former_text(node)) else ""
    rule = f" [dim]({escape('; '.join(node.rule))})[/dim]" if node.rule else ""
    return f"{escape(node.name)}{carried}{': ' if value else ''}{value}{rule}"


def _fill(branch: "Branch", node: "Node", measure: Measure, catalogue: Catalogue) -> None:
    beside = "tổng tự báo cáo" if node.part.taken == "reported" else "tổng tự báo cáo (đứng bên, không cộng)"
    own = "của chính đơn vị" if node.children else ""
    for title, sources in ((own, node.own), (beside, node.reported), ("các kỳ con (đứng bên, không cộng)", node.parts)):
        for source in sources:
            _figure(branch, title, source, catalogue)
    if node.reconciliation is not None and node.reconciliation.difference:
        one = node.reconciliation
        verdict = "phù hợp" if one.agrees else "mâu thuẫn" if one.is_conflict else "chưa đủ đơn vị để kết luận"
        branch.add(escape(f"tự báo cáo {number_text(one.reported)}, cộng lại {number_text(one.computed)}: {verdict}"))
    for event in node.joint:
        branch.add(escape(joint_text(event.deduction, event.kept_name, event.dropped_names)))
    told = {source.fact.id for source in (*node.own, *node.reported, *node.parts)}
    left_out = [left for left in node.left_out if left.source.fact.id not in told]
    for left in left_out[:_SHOWN_LEFT_OUT]:
        text = f"không cộng: {value_text(left.source.fact, catalogue)}, kỳ {left.source.fact.period_label} ({left.words})"
        branch.add(f"[dim]{escape(text)} {escape(quote_text(left.source))}[/dim]")
    if len(left_out) > _SHOWN_LEFT_OUT:
        branch.add(f"[dim]và {len(left_out) - _SHOWN_LEFT_OUT} số liệu khác không cộng (xem --json)[/dim]")
    silent = [child for child in node.children if child.missing and child.part.taken == "nothing" and not child.left_out]
    for child in node.children:
        if child not in silent:
            _fill(branch.add(_label(child, measure, catalogue)), child, measure, catalogue)
    if silent:
        branch.add(f"[red]chưa báo cáo[/red]: {escape(', '.join(child.name for child in silent))}")


def _figure(branch: "Branch", title: str, source: "Source", catalogue: Catalogue) -> None:
    """The figure with its quote, its number marked, and the people who stand for it."""
    fact, evidence = source.fact, source.fact.evidence
    before, mark, after = marked_quote(evidence)
    quote = (
        f"“{escape(' '.join(before.split()))} [bold yellow]{escape(mark)}[/bold yellow] {escape(' '.join(after.split()))}”"
        if mark
        else escape(quote_text(source))
    )
    place = f", vị trí {evidence.start}–{evidence.end}" if evidence.start is not None else ""
    where = f" [dim]{escape(evidence.source + place)}[/dim]" if mark else ""
    head = f"{title}: " if title else ""
    key = f", việc chung {fact.joint}" if fact.joint else ""
    leaf = branch.add(f"{escape(head)}{escape(value_text(fact, catalogue))}, kỳ {fact.period_label}{key}: {quote}{where}")
    leaf.add(f"[dim]{escape(_people(source))}[/dim]")
    for old in source.superseded:
        leaf.add(f"[dim]{escape(f'thay số {value_text(old, catalogue)} do {old.entered_by} nhập {old.entered_at:%d/%m/%Y}')}[/dim]")


def _people(source: "Source") -> str:
    fact = source.fact
    entered = f"{source.reporter_name}, hồ sơ {fact.submission_id} bản {fact.version}; nhập: {fact.entered_by} {fact.entered_at:%d/%m/%Y}"
    if fact.accepted_by and fact.accepted_at:
        return f"{entered}; duyệt: {fact.accepted_by} {fact.accepted_at:%d/%m/%Y}"
    return f"{entered}; {STATE_NAMES.get(fact.state, fact.state)}"
