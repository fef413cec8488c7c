-- Figures that lie in months but are no tiles, added up the tree to what the tiles say. For a flow each counts in its month; for a stock
-- the last of the unit counts, in place of its last tile before. windows: window, month inside it, bits of the window's months, bits of
-- those before this one (of a flow) and after it (of a stock), days of the month. Few columns, for these are the most rows that a question
-- fetches: place is the window times 65536 plus the measure, times 4194304, plus the unit plus 2097152; whole is the value where it is a
-- whole number of common size; told is how many expected units speak here alone, times 64 plus the words, times 16 plus a bit for each end
-- that is not bounded (1 low, 2 high, 4 likely low, 8 likely high). An end that is missing is the value.
select
    (cast(s.w as bigint) * 65536 + s.measure) * 4194304 + s.top + 2097152 as place,
    case when s.value = floor(s.value) and abs(s.value) < 1000000000000000 then cast(s.value as bigint) end as whole,
    (s.heard * 64 + s.words) * 16 + case when s.low_open > 0 then 1 else 0 end + case when s.high_open > 0 then 2 else 0 end
        + case when s.likely_low_open > 0 then 4 else 0 end + case when s.likely_high_open > 0 then 8 else 0 end as told,
    case when s.value <> floor(s.value) or abs(s.value) >= 1000000000000000 then s.value end as value,
    case when s.low_open = 0 then nullif(s.low, s.value) end as low,
    case when s.high_open = 0 then nullif(s.high, s.value) end as high,
    case when s.likely_low_open = 0 then nullif(s.likely_low, s.value) end as likely_low,
    case when s.likely_high_open = 0 then nullif(s.likely_high, s.value) end as likely_high
from (
    select
        w.w, k.measure, a.top,
        sum(k.value - {before}) as value,
        count(case when a.expected and (k.tile_months & w.months) = 0 and (k.mark_months & w.months & w.earlier) = 0 then 1 end) as heard,
        bit_or(k.words) as words,
        coalesce(sum(k.low - {before}), 0) as low, count(*) - count(k.low) as low_open,
        coalesce(sum(k.high - {before}), 0) as high, count(*) - count(k.high) as high_open,
        coalesce(sum(k.likely_low - {before}), 0) as likely_low, count(*) - count(k.likely_low) as likely_low_open,
        coalesce(sum(k.likely_high - {before}), 0) as likely_high, count(*) - count(k.likely_high) as likely_high_open
    from {marks} k
    join (values {windows}) w(w, month, months, earlier, later, days)
        on w.month = k.month and ((k.tile_months | k.mark_months) & w.later) = 0
    join q_tile a on a.stored = k.unit
    where k.measure in ({measures})
    group by w.w, k.measure, a.top
) s
