-- Which figures of {facts} are tiles: a unit's own final figure for exactly one month of the year, whole, exact, of no joint event and as
-- of the month's last day, below a million million, so that sums of any number of units stay exact in 64 bits. Two candidates for one month
-- are no tiles.
create or replace temporary table {table} as
with candidates as (
    select f.id, m.month, f.unit, f.measure, f.uom
    from {facts} f
    join {months} m on f.period_start = m.month_start and f.period_end = m.month_end and f.as_of = m.last_day
    where f.role = 'result' and f.scope = 'own' and f.unit = f.reporter and f.finality = 'final' and f.modifier = 'exact'
      and not f.standing and f.joint is null and f.value is not null and f.value < 1000000000000 and f.value = floor(f.value)
),
in_month as (select unit, measure, month, count(*) as figures from candidates group by unit, measure, month),
in_year as (select unit, measure, count(distinct uom) as uoms from candidates group by unit, measure)
select c.id, c.month
from candidates c
join in_month m on m.unit = c.unit and m.measure = c.measure and m.month = c.month
join in_year y on y.unit = c.unit and y.measure = c.measure
where m.figures = 1 and y.uoms = 1
