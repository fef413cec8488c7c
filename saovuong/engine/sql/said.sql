-- Ratings, answers and bare percentages inside the window, of the units of the tree: the statement of each. A knot is what this cannot
-- tell: several statements, other reporters, no value of the measure's kind, a value in another unit of measure. facts: in the columns of
-- facts_table.sql. One row per measure, unit and slot; id and what was said are of the one statement, where there is just one.
with plain as (
    select
        f.id, f.measure, p.unit, f.rating, f.flag, f.value, f.high, f.modifier, f.uom,
        case when m.kind = 'ratio' and u.has_children and f.scope = 'total' then 'reported' else 'own' end as slot,
        case when not f.standing and f.period_start >= date '{start}' and f.period_end <= date '{end}' then 1 else 0 end as inside,
        case when f.reporter <> f.unit or p.shared or (f.value is not null and f.uom <> m.uom)
              or (m.kind = 'rating' and f.rating is null) or (m.kind = 'yes_no' and f.flag is null)
              or (m.kind = 'ratio' and f.value is null)
             then 1 else 0 end as odd
    from ({facts}) f
    join q_place p on p.stored = f.unit
    join q_unit u on u.unit = p.unit
    join q_said m on m.measure = f.measure
    where f.role = 'result' and not (p.own_only and f.scope = 'total' and f.value is not null)
)
select
    measure, unit, slot, max(id) as id, max(rating) as rating, max(case when flag then 1 when not flag then 0 end) as flag,
    max(value) as value, max(high) as high, max(modifier) as modifier, max(uom) as uom,
    case when count(*) > 1 or max(odd) = 1 then 1 else 0 end as knot
from plain
where inside = 1 or odd = 1
group by measure, unit, slot
