-- Figures of {facts} that lie in months but not as tiles: with words (over, about ...), with decimals, or very large. One row per figure,
-- with its bounds (missing: not bounded) and with what stands beside it in the same year: tile_months and mark_months have a bit for every
-- month of the same measure and unit (1 January, 2 February, 4 March ...), before is the value of its last tile before this month.
-- words: 1 over, 2 at least, 4 under, 8 at most, 16 about, 32 range. About 500 is likely 500 give or take one of its last digit that is
-- no zero.
with lying as (
    select
        f.id, f.unit, f.measure, f.uom, t.month, t.worded, f.value, f.high, f.modifier
    from {facts} f
    join {marked} t on t.id = f.id
),
worded as (
    select
        l.*,
        case when l.value = 0 then cast(1 as decimal(37, 6)) else
            cast(rpad('1', cast(1 + length(cast(cast(l.value * 1000000 as decimal(38, 0)) as varchar))
                - length(rtrim(cast(cast(l.value * 1000000 as decimal(38, 0)) as varchar), '0')) as integer), '0') as decimal(30, 0))
            * cast(0.000001 as decimal(7, 6)) end as step
    from lying l
    where l.worded = 1
),
beside as (
    select
        w.id,
        sum(case when o.worded = 0 then b.bit else 0 end) as tile_months,
        sum(case when o.worded = 1 then b.bit else 0 end) as mark_months,
        max(case when o.worded = 0 and o.month < w.month then o.month end) as last_month
    from worded w
    join lying o on o.unit = w.unit and o.measure = w.measure
    join (
        values (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 64), (8, 128), (9, 256), (10, 512), (11, 1024), (12, 2048)
    ) b(month, bit) on b.month = o.month
    group by w.id
)
select
    w.id, w.unit, w.measure, w.uom, cast(w.month as integer) as month,
    cast(w.value as decimal(24, 6)) as value,
    case w.modifier when 'over' then 1 when 'at_least' then 2 when 'under' then 4 when 'at_most' then 8 when 'about' then 16
        when 'range' then 32 else 0 end as words,
    cast(case when w.modifier in ('under', 'at_most', 'about') then 0 else w.value end as decimal(24, 6)) as low,
    cast(case when w.modifier in ('over', 'at_least', 'about') then null when w.modifier = 'range' then w.high else w.value end
        as decimal(24, 6)) as high,
    cast(case when w.modifier in ('under', 'at_most') then 0 when w.modifier = 'about' and w.value < w.step then 0
        when w.modifier = 'about' then w.value - w.step else w.value end as decimal(24, 6)) as likely_low,
    cast(case when w.modifier in ('over', 'at_least') then null when w.modifier = 'about' then w.value + w.step
        when w.modifier = 'range' then w.high else w.value end as decimal(24, 6)) as likely_high,
    cast(b.tile_months as integer) as tile_months,
    cast(b.mark_months as integer) as mark_months,
    cast(o.value as bigint) as before
from worded w
join beside b on b.id = w.id
left join lying o on o.unit = w.unit and o.measure = w.measure and o.month = b.last_month and o.worded = 0
