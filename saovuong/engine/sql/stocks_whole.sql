-- Of which stocks every unit of the asked partitions has a value by some month. partitions: the unit a partition is known by, how many
-- units it has. One row per measure: how many of the partitions speak of it, and for each month whether all of their units do (1) or not.
select t.measure, count(*) as partitions, {columns}
from (
    select s.*, p.all_units as tops
    from {sums} s
    join (values {partitions}) p(unit, all_units) on p.unit = s.unit
) t
where t.measure in ({measures})
group by t.measure
