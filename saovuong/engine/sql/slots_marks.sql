-- Figures that lie in months but are no tiles, of measures that have looser figures too, as slots that add to what the tiles of the same
-- unit say; the places are those of rolled_marks.sql. stated is 1 where no tile of the unit speaks in the window. One row per window,
-- measure and unit.
select
    w.w, k.measure, p.unit, 'own' as slot,
    sum(k.value - {before}) as value,
    max(case when (k.tile_months & w.months) = 0 then 1 else 0 end) as stated,
    bit_or(k.words) as words,
    case when count(k.low) = count(*) then sum(k.low - {before}) end as low,
    case when count(k.high) = count(*) then sum(k.high - {before}) end as high,
    case when count(k.likely_low) = count(*) then sum(k.likely_low - {before}) end as likely_low,
    case when count(k.likely_high) = count(*) then sum(k.likely_high - {before}) end as likely_high,
    sum(w.days) as days
from {marks} k
join (values {windows}) w(w, month, months, earlier, later, days) on w.month = k.month and ((k.tile_months | k.mark_months) & w.later) = 0
join q_place p on p.stored = k.unit
where k.measure in ({measures}) {untouched}
group by w.w, k.measure, p.unit
