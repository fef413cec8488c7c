-- Reported totals of units below which nothing is known: these stand in for the sum.
create or replace temporary table standing_in as
with told as (select w, measure, unit from slots where slot = 'reported' and value is not null),
below as (
    select t.w, t.measure, t.unit
    from told t
    join q_up a on a.top = t.unit and a.unit <> t.unit
    join slots s on s.w = t.w and s.measure = t.measure and s.unit = a.unit and s.value is not null
    union all
    select t.w, t.measure, t.unit
    from told t
    join q_up a on a.top = t.unit and a.unit <> t.unit
    join q_place p on p.unit = a.unit
    join ({tile_values}) v on v.w = t.w and v.measure = t.measure and v.stored = p.stored
)
select t.w, t.measure, t.unit
from told t
where not exists (select 1 from below b where b.w = t.w and b.measure = t.measure and b.unit = t.unit)
