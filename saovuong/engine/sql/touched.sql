-- Measure and unit of which something is no tile. A unit that several stored units stand for, or that two files of one year speak of, is
-- touched in every measure; so is one whose tiles are in another unit of measure than the measure's.
create or replace temporary table q_touched as
with spoken as (
    select distinct r.measure, r.unit as stored from ({rest}) r where r.role = 'result'
    union all
    select t.measure, t.unit as stored
    from ({tiles}) t
    join q_measure m on m.measure = t.measure
    left join q_place p on p.stored = t.unit and p.shared
    where p.shared or t.uom <> m.uom
),
by_unit as (select distinct s.measure, p.unit from spoken s join q_place p on p.stored = s.stored)
select b.measure, p.stored, b.unit
from by_unit b
join q_place p on p.unit = b.unit
