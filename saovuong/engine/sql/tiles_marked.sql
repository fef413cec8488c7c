-- Which figures of {facts} lie in months: a unit's own final figure of no joint event for exactly one month of the year, as of the month's
-- last day. Two figures for one month, and units that use two units of measure in the year, are left out. worded is 0 for tiles: whole,
-- exact, below a million million, so that sums of any number of units stay exact in 64 bits; 1 for what lies beside them. One row per
-- figure.
create or replace temporary table {table} as
with candidates as (
    select
        f.id, m.month, f.unit, f.measure, f.uom,
        case when f.modifier = 'exact' and f.value < 1000000000000 and f.value = floor(f.value) then 0 else 1 end as worded
    from {facts} f
    join {months} m on f.period_start = m.month_start and f.period_end = m.month_end and f.as_of = m.last_day
    where f.role = 'result' and f.scope = 'own' and f.unit = f.reporter and f.finality = 'final' and not f.standing and f.joint is null
      and f.value is not null
),
in_month as (select unit, measure, month, count(*) as figures from candidates group by unit, measure, month),
in_year as (select unit, measure, count(distinct uom) as uoms from candidates group by unit, measure)
select c.id, c.month, c.worded
from candidates c
join in_month m on m.unit = c.unit and m.measure = c.measure and m.month = c.month
join in_year y on y.unit = c.unit and y.measure = c.measure
where m.figures = 1 and y.uoms = 1
