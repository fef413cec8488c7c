-- Coverage: who of the expected units was not heard for a measure and the window. spoken: measure and stored unit of plain figures; loose
-- figures are in slots. Only the measures of q_short. One row per measure and silent unit.
with heard as (
    select s.measure, p.unit
    from ({spoken}) s
    join q_place p on p.stored = s.stored
    union
    select l.measure, l.unit from ({slots}) l where l.stated = 1
)
select m.measure, u.unit
from q_short m
cross join q_unit u
where u.expected and not exists (select 1 from heard h where h.measure = m.measure and h.unit = u.unit)
