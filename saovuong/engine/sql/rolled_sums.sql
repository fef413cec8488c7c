-- Sums of whole partitions added up the tree: for every window the sum, how many units have a value, how many of them are expected. Only
-- partitions whose units stand alike: all of them or none below every asked unit, all or none expected.
select t.measure, a.top, {columns}
from {sums} t
join q_tile a on a.stored = t.unit
where t.measure in ({measures}) and t.unit in ({partitions})
group by t.measure, a.top
