-- What a unit's loose figures of a stock say at the end of a window: the last value. A knot is what this cannot tell: other reporters,
-- "about", figures without a number, two figures of the same day. One row per window, measure, unit and slot.
with plain as (
    select
        l.measure, l.unit, l.value,
        case when u.has_children and l.scope = 'total' then 'reported' else 'own' end as slot,
        case when l.period_start <= l.as_of and (l.period_end is null or l.as_of < l.period_end) then l.as_of
             when l.period_end is null then l.period_start
             else cast(l.period_end - interval 1 day as date) end as moment,
        case when l.reporter = l.unit and l.modifier <> 'about' and l.value is not null and not l.standing and l.uom = m.uom
             then 0 else 1 end as odd,
        case l.modifier when 'over' then 1 when 'at_least' then 2 when 'under' then 4 when 'at_most' then 8 when 'range' then 32
             else 0 end as words,
        case when l.modifier in ('under', 'at_most') then 0 else l.value end as low,
        case when l.modifier in ('over', 'at_least') then null when l.modifier = 'range' then l.high else l.value end as high
    from loose l
    join q_measure m on m.measure = l.measure and m.kind = 'stock'
    join q_unit u on u.unit = l.unit
),
before_end as (
    select
        w.w, p.measure, p.unit, p.slot, p.value, p.odd, p.words, p.low, p.high, p.moment, w.w_end,
        max(case when p.moment < w.w_end then p.moment end) over (partition by w.w, p.measure, p.unit, p.slot) as last_moment
    from plain p
    cross join q_window w
)
select
    w, measure, unit, slot,
    max(case when moment = last_moment then value end) as value,
    max(case when moment = last_moment then 1 else 0 end) as stated,
    max(case when moment = last_moment then words else 0 end) as words,
    max(case when moment = last_moment then low end) as low,
    max(case when moment = last_moment then high end) as high,
    case when max(max(odd)) over (partition by w, measure, unit) = 1 or sum(case when moment = last_moment then 1 else 0 end) > 1
         then 1 else 0 end as knot,
    0 as days,
    0 as beside
from before_end
group by w, measure, unit, slot
