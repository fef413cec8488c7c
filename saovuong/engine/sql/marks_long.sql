-- The figures behind marks, one row each, in the columns of facts_table.sql.
select
    t.id,
    t.unit,
    t.unit as reporter,
    t.measure,
    n.month_start as period_start,
    n.month_end as period_end,
    n.last_day as as_of,
    'result' as role,
    'own' as scope,
    t.value,
    case when t.words = 32 then t.high end as high,
    cast(null as varchar) as rating,
    cast(null as boolean) as flag,
    case t.words when 1 then 'over' when 2 then 'at_least' when 4 then 'under' when 8 then 'at_most' when 16 then 'about'
        when 32 then 'range' else 'exact' end as modifier,
    t.uom,
    cast(null as varchar) as comparator,
    cast(null as varchar) as target_mode,
    false as standing,
    'final' as finality,
    cast(null as varchar) as joint
from {marks} t
join {months} n on n.month = t.month
