-- The figures behind tiles, one row each, in the columns of facts_table.sql.
select
    case n.month
        when 1 then t.id01
        when 2 then t.id02
        when 3 then t.id03
        when 4 then t.id04
        when 5 then t.id05
        when 6 then t.id06
        when 7 then t.id07
        when 8 then t.id08
        when 9 then t.id09
        when 10 then t.id10
        when 11 then t.id11
        when 12 then t.id12
    end as id,
    t.unit,
    t.unit as reporter,
    t.measure,
    n.month_start as period_start,
    n.month_end as period_end,
    n.last_day as as_of,
    'result' as role,
    'own' as scope,
    cast(case n.month
        when 1 then t.m01
        when 2 then t.m02
        when 3 then t.m03
        when 4 then t.m04
        when 5 then t.m05
        when 6 then t.m06
        when 7 then t.m07
        when 8 then t.m08
        when 9 then t.m09
        when 10 then t.m10
        when 11 then t.m11
        when 12 then t.m12
    end as decimal(24, 6)) as value,
    cast(null as decimal(24, 6)) as high,
    cast(null as varchar) as rating,
    cast(null as boolean) as flag,
    'exact' as modifier,
    t.uom,
    cast(null as varchar) as comparator,
    cast(null as varchar) as target_mode,
    false as standing,
    'final' as finality,
    cast(null as varchar) as joint
from {tiles} t
cross join {months} n
where case n.month
        when 1 then t.id01
        when 2 then t.id02
        when 3 then t.id03
        when 4 then t.id04
        when 5 then t.id05
        when 6 then t.id06
        when 7 then t.id07
        when 8 then t.id08
        when 9 then t.id09
        when 10 then t.id10
        when 11 then t.id11
        when 12 then t.id12
    end is not null
