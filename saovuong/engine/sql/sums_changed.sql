-- The sums of a partition after some of its tiles changed: the old sums, less those of the rows that went, and those of the rows that came.
-- Sums and counts are whole numbers, so this is exactly what adding up all rows anew would find. A uom of '?' tells that the rows of a
-- measure would have to be looked at one by one.
select
    s.measure,
    {unit} as unit,
    case when count(*) = 1 then max(s.uom) when count(s.uom) = count(*) and min(s.uom) = max(s.uom) then min(s.uom) else '?' end as uom,
    cast(sum(s.sign * s.units) as bigint) as units,
    {columns}
from (
    select 1 as sign, o.* from ({old}) o
    union all
    select -1 as sign, g.* from ({gone}) g
    union all
    select 1 as sign, c.* from ({come}) c
) s
group by s.measure
having sum(s.sign * s.units) > 0
