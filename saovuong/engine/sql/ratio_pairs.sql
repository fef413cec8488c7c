-- Ratios over units: numerator and denominator added up over the units that gave both, for the same days where both are flows. q_ratio
-- names the two, q_top the units asked about. One row per ratio and unit that has such a pair below it or in itself: first the numerator,
-- then the denominator; a missing low or high is not bounded.
select
    r.ratio, a.top, count(*) as pairs,
    sum(n.value) as top_value, bit_or(n.words) as top_words,
    case when count(n.low) = count(*) then sum(n.low) end as top_low,
    case when count(n.high) = count(*) then sum(n.high) end as top_high,
    case when count(n.likely_low) = count(*) then sum(n.likely_low) end as top_likely_low,
    case when count(n.likely_high) = count(*) then sum(n.likely_high) end as top_likely_high,
    sum(d.value) as base_value, bit_or(d.words) as base_words,
    case when count(d.low) = count(*) then sum(d.low) end as base_low,
    case when count(d.high) = count(*) then sum(d.high) end as base_high,
    case when count(d.likely_low) = count(*) then sum(d.likely_low) end as base_likely_low,
    case when count(d.likely_high) = count(*) then sum(d.likely_high) end as base_likely_high
from q_ratio r
join unit_values n on n.measure = r.numerator
join unit_values d on d.measure = r.denominator and d.unit = n.unit and (r.by_days = 0 or d.days = n.days)
join q_up a on a.unit = n.unit
join q_top t on t.unit = a.top and t.ratio = r.ratio
group by r.ratio, a.top
