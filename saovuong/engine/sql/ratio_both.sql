-- Units that gave both parts of a ratio, for whatever days: heard for the ratio. One row per ratio and unit.
select r.ratio, n.unit
from q_ratio r
join unit_values n on n.measure = r.numerator
join unit_values d on d.measure = r.denominator and d.unit = n.unit
