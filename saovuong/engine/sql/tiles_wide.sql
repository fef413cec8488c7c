-- The tiles of {facts} side by side: one row per measure and unit, one column per month of the partition's year.
select
    f.measure,
    f.unit,
    max(f.uom) as uom,
    max(case when t.month = 1 then cast(f.value as bigint) end) as m01,
    max(case when t.month = 2 then cast(f.value as bigint) end) as m02,
    max(case when t.month = 3 then cast(f.value as bigint) end) as m03,
    max(case when t.month = 4 then cast(f.value as bigint) end) as m04,
    max(case when t.month = 5 then cast(f.value as bigint) end) as m05,
    max(case when t.month = 6 then cast(f.value as bigint) end) as m06,
    max(case when t.month = 7 then cast(f.value as bigint) end) as m07,
    max(case when t.month = 8 then cast(f.value as bigint) end) as m08,
    max(case when t.month = 9 then cast(f.value as bigint) end) as m09,
    max(case when t.month = 10 then cast(f.value as bigint) end) as m10,
    max(case when t.month = 11 then cast(f.value as bigint) end) as m11,
    max(case when t.month = 12 then cast(f.value as bigint) end) as m12,
    max(case when t.month = 1 then f.id end) as id01,
    max(case when t.month = 2 then f.id end) as id02,
    max(case when t.month = 3 then f.id end) as id03,
    max(case when t.month = 4 then f.id end) as id04,
    max(case when t.month = 5 then f.id end) as id05,
    max(case when t.month = 6 then f.id end) as id06,
    max(case when t.month = 7 then f.id end) as id07,
    max(case when t.month = 8 then f.id end) as id08,
    max(case when t.month = 9 then f.id end) as id09,
    max(case when t.month = 10 then f.id end) as id10,
    max(case when t.month = 11 then f.id end) as id11,
    max(case when t.month = 12 then f.id end) as id12
from {facts} f
join {marked} t on t.id = f.id and t.worded = 0
group by f.measure, f.unit
