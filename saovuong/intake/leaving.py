"""Why a proposed figure is left for a person and never confirmed by a batch."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from saovuong.accounts.shapes import Actor
from saovuong.core.catalogue import Catalogue
from saovuong.core.period import YEARLY
from saovuong.intake.figures import Units, evidence_of, figure_of_fact, new_fact
from saovuong.intake.models import REJECTED, Candidate
from saovuong.intake.shapes import Figure, LeaveReason
from saovuong.ledger import queries as ledger
from saovuong.ledger.shapes import FactRow

NOT_UNDERSTOOD = LeaveReason("SV-620", "chưa gắn được với chỉ tiêu nào")
YEARLY_STATEMENT = LeaveReason("SV-622", "nói về hằng năm, chưa rõ kỳ")


def leave_reasons(
    *,
    actor: Actor | None,
    now: datetime,
    catalogue: Catalogue,
    rows: Sequence[Candidate],
    figures: Mapping[int, Figure],
    facts: Sequence[FactRow],
    units: Units,
) -> dict[int, tuple[LeaveReason, ...]]:
    """The reasons of each candidate by its id; empty where a batch may confirm it. ``figures`` are the candidates' figures by id."""
    if not rows:
        return {}
    # The name of a document has no part in whether a value would be entered.
    asked = [new_fact(figures[row.pk], evidence=evidence_of(row, "tài liệu"), number=row.number) for row in rows]
    problems = ledger.entry_problems(actor=actor, now=now, catalogue=catalogue, submission_id=rows[0].submission_id, facts=asked)
    others = _statements(rows, figures, facts)
    out: dict[int, tuple[LeaveReason, ...]] = {}
    for row, found in zip(rows, problems, strict=True):
        figure = figures[row.pk]
        reasons = _about_the_figure(row, figure, units)
        if figure.measure is not None:
            reasons += [LeaveReason(problem.code, problem.reason) for problem in found]
            against = others[figure.key].keys() - {figure.statement}
            numbers = sorted(number for statement in against for number in others[figure.key][statement])
            if numbers:
                reasons.append(LeaveReason("SV-625", f"khác với số liệu {', '.join(map(str, numbers))} về cùng chỉ tiêu, đơn vị và kỳ"))
        out[row.pk] = tuple(reasons)
    return out


def _about_the_figure(row: Candidate, figure: Figure, units: Units) -> list[LeaveReason]:
    if figure.measure is None:
        return [NOT_UNDERSTOOD]
    reasons = []
    if figure.period_label == YEARLY:
        reasons.append(YEARLY_STATEMENT)
    if figure.unit_id is None:
        reasons.append(LeaveReason("SV-623", f"nói về “{figure.organisation}”, chưa rõ là đơn vị nào"))
    elif figure.unit_id not in units.inside:
        reasons.append(LeaveReason("SV-624", f"nói về đơn vị ngoài phạm vi báo cáo: {units.name(figure.unit_id)}"))
    return reasons


def _statements(
    rows: Sequence[Candidate], figures: Mapping[int, Figure], facts: Sequence[FactRow]
) -> dict[tuple[object, ...], dict[tuple[object, ...], list[int]]]:
    """For every key, what is stated of it and by which numbers; what a person rejected states nothing."""
    out: dict[tuple[object, ...], dict[tuple[object, ...], list[int]]] = defaultdict(lambda: defaultdict(list))
    stated = [(figures[row.pk], row.number) for row in rows if row.state != REJECTED and row.fact_id is None]
    for figure, number in [*stated, *((figure_of_fact(fact), fact.number) for fact in facts)]:
        out[figure.key][figure.statement].append(number)
    return out
