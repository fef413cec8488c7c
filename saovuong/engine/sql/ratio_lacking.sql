-- Units that gave only one part of a ratio, or the two for different days: in neither sum. lacks tells which part is missing. One row per
-- ratio and unit.
select r.ratio, coalesce(n.unit, d.unit) as unit, case when n.unit is null then 'numerator' else 'denominator' end as lacks
from q_ratio r
join (select distinct measure, unit from unit_values) b on b.measure = r.numerator or b.measure = r.denominator
left join unit_values n on n.measure = r.numerator and n.unit = b.unit
left join unit_values d on d.measure = r.denominator and d.unit = b.unit
where n.unit is null or d.unit is null or (r.by_days = 1 and n.days <> d.days)
group by r.ratio, coalesce(n.unit, d.unit), case when n.unit is null then 'numerator' else 'denominator' end
