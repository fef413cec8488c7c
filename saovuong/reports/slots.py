"""What the slots of a sentence say: results, changes, attainment, best and weakest units, claims. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from saovuong.core.catalogue import Measure
from saovuong.core.quantity import Modifier
from saovuong.engine.shapes import Part
from saovuong.reports.book import FigureBook, canonical
from saovuong.reports.language import BadSentence, Filled, Slot, render
from saovuong.reports.standing import Standing, below_of, heard_of
from saovuong.reports.targets import Goal
from saovuong.reports.templates import sentence
from saovuong.reports.wording import join_words, round_half_up
from saovuong.writers.report_shapes import FigureRun, Run, Text, decimal_text

_HUNDRED = Decimal(100)
_MOST_NAMES = 3
_FEWEST_TO_RANK = 3


@dataclass
class SlotFiller:
    """Fills slots from the book. ``said`` collects the measures whose result of this year a sentence has stated, ``said_below`` those
    of which it has stated what the units below say."""

    book: FigureBook
    context: Mapping[str, str]
    said: set[str] = field(default_factory=set)
    said_below: set[str] = field(default_factory=set)

    def __call__(self, slot: Slot) -> Filled | None:
        if slot.name in self.context:
            return Filled((Text(self.context[slot.name]),), states=False)
        if slot.name not in self.book.data.catalogue.measures:
            raise BadSentence(place=slot.name, reason="danh mục không có chỉ tiêu này", text=f"{{{slot.name}}}")
        measure = self.book.measure(slot.name)
        aspect = _ASPECTS.get(slot.aspect)
        if aspect is None:
            raise BadSentence(place=slot.name, reason=f"không có khía cạnh “{slot.aspect}”", text=f"{{{slot.name}.{slot.aspect}}}")
        filled = aspect(self, measure, slot) if measure else None
        return filled

    def phrase(self, text: str, parts: Mapping[str, Run | str | None]) -> tuple[Run, ...] | None:
        """A turn of phrase with its own small slots; a None empties the clause it stands in."""

        def fill(slot: Slot) -> Filled | None:
            if slot.name not in parts:
                return Filled((Text(self.context[slot.name]),), states=False)
            part = parts[slot.name]
            if part is None:
                return None
            return Filled((Text(part) if isinstance(part, str) else part,))

        return render_inside(text, fill)

    # --- aspects ---

    def amount(self, measure: Measure, slot: Slot) -> Filled | None:
        """The year's value. Percentages of single units, and a ratio over fewer units than the number beside it, would mislead inside a
        sentence: they stand in the table, or in ``listed``."""
        standing = self._now(measure)
        if standing is None or standing.spread is not None or standing.narrower or not self._heard_enough(measure, standing):
            return None
        return self.listed(measure, slot)

    def listed(self, measure: Measure, slot: Slot) -> Filled | None:
        """The year's value, also where only some units gave a percentage: ``78,2% (01 đơn vị có báo cáo tỷ lệ)``."""
        run = self.book.result_run(self.book.data.this, measure.code) if self._now(measure) else None
        if run is None:
            return None
        self.said.add(measure.code)
        return Filled((run,))

    def last(self, measure: Measure, slot: Slot) -> Filled | None:
        run = self.book.result_run(self.book.data.last, measure.code)
        return Filled((run,)) if run else None

    def zero(self, measure: Measure, slot: Slot) -> Filled | None:
        """A stated zero, shown in the words given."""
        standing = self._now(measure)
        if standing is None or standing.amount is None or standing.amount.value != 0 or standing.amount.modifier is not Modifier.EXACT:
            return None
        return self._claim(measure, slot) if standing.whole else None

    def some(self, measure: Measure, slot: Slot) -> Filled | None:
        """Nothing to see: lets the piece stand only where the figure is known and not zero."""
        standing = self._now(measure)
        if standing is None or standing.amount is None or (standing.amount.value == 0 and standing.amount.modifier is Modifier.EXACT):
            return None
        return Filled((), states=False)

    def yes(self, measure: Measure, slot: Slot) -> Filled | None:
        """The unit's own yes, or the yes of all expected units, shown in the words given."""
        standing = self._now(measure)
        if standing is None:
            return None
        everyone = standing.answers is not None and standing.whole and standing.answers[0] == standing.answers[1]
        return self._claim(measure, slot) if standing.flag or everyone else None

    def share(self, measure: Measure, slot: Slot) -> Filled | None:
        """``07/08``: how many of the units that answered said yes."""
        total = self.book.total(self.book.data.this, measure.code)
        below = below_of(total) if total else None
        if below is None or below.answers is None:
            return None
        self.said_below.add(measure.code)
        return Filled((self.below_run("share", measure, below),))

    def spread(self, measure: Measure, slot: Slot) -> Filled | None:
        """``05 đơn vị giỏi, 03 đơn vị khá``, beside the unit's own rating; without one the plain slot already says it."""
        total, standing = self.book.total(self.book.data.this, measure.code), self._now(measure)
        below = below_of(total) if total and self.book.data.below else None
        if below is None or not below.levels or standing is None or standing.rating is None:
            return None
        if below.levels == ((standing.rating, 1),):
            return None  # one unit that says the same adds nothing
        self.said_below.add(measure.code)
        return Filled((self.below_run("spread", measure, below),))

    def parts(self, measure: Measure, slot: Slot) -> Filled | None:
        """``197/200``: numerator and denominator of a ratio."""
        total = self.book.total(self.book.data.this, measure.code)
        standing = self._now(measure)
        if total is None or total.pair is None or standing is None or standing.narrower or standing.reported:
            return None
        top, base = total.pair.numerator, total.pair.denominator
        year = self.book.data.this.period
        number = self.book.enter(
            key=f"parts:{year.label}:{measure.code}",
            label=self.book.label("parts", measure, year),
            value=f"{decimal_text(top.value)}/{decimal_text(base.value)}",
            modifier=Modifier.EXACT.value,
            uom=top.uom,
            facts=standing.facts,
            anchor=self.book.result(self.book.data.this, measure, standing),
        )
        return Filled((FigureRun(number, f"{self.book.wording.amount(top)}/{self.book.wording.amount(base)}"),))

    def change(self, measure: Measure, slot: Slot) -> Filled | None:
        """``tăng 12 cuộc (5,5%) so với năm 2023``; only where both years are exact and whole, so that like is compared with like."""
        compared = self.compared(measure)
        if compared is None:
            return None
        phrases, difference = self.book.template.phrases, compared.difference
        if difference == 0:
            runs = self.phrase(phrases.same, {"last_year": self._last_name()})
        else:
            up, down = (phrases.points_up, phrases.points_down) if compared.points else (phrases.up, phrases.down)
            text = up if difference > 0 else down
            parts: dict[str, Run | str | None] = {
                "delta": FigureRun(compared.figure, compared.text),
                "uom": "" if measure.uom in self.book.wording.attached else self.book.uom_name(measure),
                "percent": FigureRun(compared.growth_figure, compared.growth_text) if compared.growth_figure else None,
                "last_year": self._last_name(),
            }
            runs = self.phrase(text, parts)
        return Filled(runs) if runs else None

    def target(self, measure: Measure, slot: Slot) -> Filled | None:
        goals = self.book.goals(self.book.data.this, measure.code)
        return Filled((self.book.goal_run(goals[0]),)) if goals else None

    def next(self, measure: Measure, slot: Slot) -> Filled | None:
        goals = self.book.goals(self.book.data.next, measure.code)
        return Filled((self.book.goal_run(goals[0]),)) if goals else None

    def attainment(self, measure: Measure, slot: Slot) -> Filled | None:
        """``đạt chỉ tiêu (từ 98% trở lên)`` or ``chưa đạt``; silent where it cannot be told."""
        goals = self.book.goals(self.book.data.this, measure.code)
        met = self.verdict(goals[0]) if goals else None
        if met is None:
            return None
        goal, phrases = goals[0], self.book.template.phrases
        text = phrases.attained if met else phrases.not_attained
        runs = self.phrase(text, {"target": self.book.goal_run(goal)})
        return Filled(runs) if runs else None

    def best(self, measure: Measure, slot: Slot) -> Filled | None:
        return self._ranked(measure, best=True)

    def weakest(self, measure: Measure, slot: Slot) -> Filled | None:
        return self._ranked(measure, best=False)

    # --- helpers ---

    def _now(self, measure: Measure) -> Standing | None:
        return self.book.current(self.book.data.this, measure.code)

    def _heard_enough(self, measure: Measure, standing: Standing) -> bool:
        """A sum over few of the units would pass for the whole in a sentence."""
        total = self.book.total(self.book.data.this, measure.code)
        coverage = heard_of(total) if total and standing.amount is not None and not standing.whole else None
        if coverage is None or not coverage.expected:
            return True
        return Decimal(coverage.heard) / coverage.expected >= self.book.template.said_from.get(measure.kind.value, Decimal(0))

    def _claim(self, measure: Measure, slot: Slot) -> Filled | None:
        run = self.book.result_run(self.book.data.this, measure.code, text=slot.words)
        if run is None:
            return None
        self.said.add(measure.code)
        return Filled((run,))

    def verdict(self, goal: Goal) -> bool | None:
        """Whether the target was met; None where it cannot be told. The engine judges its own amount: where the report shows the reported
        total instead, its verdict is about another number and does not stand here."""
        total, standing = self.book.total(self.book.data.this, goal.measure.code), self._now(goal.measure)
        if goal.attainment is None or total is None or standing is None:
            return None
        same = standing.amount is None or standing.amount == total.amount
        return goal.attainment.met if same else None

    def below_run(self, kind: str, measure: Measure, below: Standing) -> FigureRun:
        year = self.book.data.this.period
        text = self.book.words(below, measure.uom) or ""
        number = self.book.enter(
            key=f"{kind}:{year.label}:{measure.code}",
            label=self.book.label("below", measure, year),
            value=canonical(below),
            modifier=Modifier.EXACT.value,
            uom=measure.uom,
            facts=below.facts,
        )
        self.book.values.setdefault(number, text)
        return FigureRun(number, text)

    def _last_name(self) -> str:
        return self.book.data.last.period.name_vi()

    def compared(self, measure: Measure) -> "Compared | None":
        now, then = self._now(measure), self.book.current(self.book.data.last, measure.code)
        if now is None or then is None or now.amount is None or then.amount is None or not (now.whole and then.whole):
            return None
        if now.amount.modifier is not Modifier.EXACT or then.amount.modifier is not Modifier.EXACT or now.amount.uom != then.amount.uom:
            return None
        return _compare(self.book, measure, now, then)

    def _ranked(self, measure: Measure, *, best: bool) -> Filled | None:
        total, standing = self.book.total(self.book.data.this, measure.code), self._now(measure)
        if (
            total is None
            or total.part is None
            or standing is None
            or not standing.whole
            or standing.reported
            or measure.direction not in ("up", "down")
        ):
            return None
        values = _exact_children(total.part)
        if len(values) < _FEWEST_TO_RANK or len(values) < len(total.part.children) or len(set(values.values())) == 1:
            return None
        wanted = max(values.values()) if best is (measure.direction == "up") else min(values.values())
        names = [self.book.inline(unit) for unit, value in values.items() if value == wanted]
        if len(names) > _MOST_NAMES:
            return None
        year = self.book.data.this.period
        number = self.book.enter(
            key=f"{'best' if best else 'weakest'}:{year.label}:{measure.code}",
            label=self.book.label("best" if best else "weakest", measure, year),
            value="; ".join(f"{unit}={decimal_text(value)}" for unit, value in values.items() if value == wanted),
            modifier=Modifier.EXACT.value,
            uom=measure.uom,
            facts=standing.facts,
            anchor=self.book.result(self.book.data.this, measure, standing),
        )
        phrases = self.book.template.phrases
        shown = FigureRun(number, self.book.wording.number(wanted, measure.uom))
        runs = self.phrase(phrases.best if best else phrases.weakest, {"units": join_words(names), "value": shown})
        return Filled(runs) if runs else None


@dataclass(frozen=True, slots=True)
class Compared:
    """The difference to last year. ``points`` where percentages are compared."""

    difference: Decimal
    points: bool
    figure: str
    text: str
    growth_figure: str | None
    growth_text: str


def _compare(book: FigureBook, measure: Measure, now: Standing, then: Standing) -> Compared:
    assert now.amount is not None
    assert then.amount is not None
    sign = book.wording.attached.get(measure.uom)
    points = sign is not None and sign.glued
    a, b = now.amount.value, then.amount.value
    if sign is not None and sign.places is not None:
        a, b = round_half_up(a, sign.places), round_half_up(b, sign.places)  # so that the shown numbers subtract
    difference = a - b
    year, base = book.data.this.period, book.result(book.data.this, measure, now)
    before = book.result(book.data.last, measure, then)
    facts = tuple(sorted({*now.facts, *then.facts}))

    def derived(kind: str, value: Decimal, uom: str) -> str:
        number = book.enter(
            key=f"{kind}:{year.label}:{measure.code}",
            label=book.label(kind, measure, year),
            value=decimal_text(value),
            modifier=Modifier.EXACT.value,
            uom=uom,
            facts=facts,
            anchor=base,
        )
        book.needs[number] = (before,)
        return number

    figure = derived("change", difference, measure.uom)
    shown = abs(difference)
    text = book.wording.number(shown, "point") if points else book.wording.number(shown, measure.uom)
    growth = (
        None if points or b == 0 or difference == 0 else round_half_up(abs(difference) / b * _HUNDRED, book.wording.style.change_places)
    )
    growth_figure = derived("growth", growth, "percent") if growth is not None else None
    return Compared(difference, points, figure, text, growth_figure, book.wording.percent(growth) if growth is not None else "")


def _exact_children(part: Part) -> dict[str, Decimal]:
    """Values of the direct children in the tree's order, those that are known exactly."""
    counted = {child.unit: child.counted for child in part.children}
    return {unit: amount.value for unit, amount in counted.items() if amount is not None and amount.modifier is Modifier.EXACT}


def render_inside(text: str, fill: Callable[[Slot], Filled | None]) -> tuple[Run, ...] | None:
    """A phrase for the inside of a sentence: as :func:`render`, but without a capital at its start."""
    marked = render(sentence(f"–{text}", place="[phrases]"), fill)
    if marked is None:
        return None
    first = marked[0]
    runs = (Text(first.text[1:]), *marked[1:]) if isinstance(first, Text) else marked
    return tuple(item for item in runs if not isinstance(item, Text) or item.text)


_ASPECTS: Mapping[str, Callable[[SlotFiller, Measure, Slot], Filled | None]] = {
    "": SlotFiller.amount,
    "listed": SlotFiller.listed,
    "last": SlotFiller.last,
    "zero": SlotFiller.zero,
    "some": SlotFiller.some,
    "yes": SlotFiller.yes,
    "share": SlotFiller.share,
    "spread": SlotFiller.spread,
    "parts": SlotFiller.parts,
    "change": SlotFiller.change,
    "target": SlotFiller.target,
    "next": SlotFiller.next,
    "attainment": SlotFiller.attainment,
    "best": SlotFiller.best,
    "weakest": SlotFiller.weakest,
}
ASPECTS = frozenset(_ASPECTS)
