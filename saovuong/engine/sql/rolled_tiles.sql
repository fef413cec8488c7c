-- Tiles added up the tree, several windows in one pass: for each the sum, how many units have a value, how many of them are expected.
select t.measure, a.top, {columns}
from {tiles} t
join {places} a on a.stored = t.unit
where t.measure in ({measures}) {untouched}
group by t.measure, a.top
