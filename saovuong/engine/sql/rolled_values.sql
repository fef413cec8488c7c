-- Values of units added up the tree: the sum, how many units have one, how many of them are expected.
select v.measure, a.top, cast(sum(v.value) as bigint) as value, count(*) as known, count(case when a.expected then 1 end) as heard
from ({values}) v
join q_tile a on a.stored = v.stored
group by v.measure, a.top
