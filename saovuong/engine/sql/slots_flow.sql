-- What a unit's loose figures of a flow say for a window: the figure for just the window, else the sum of disjoint figures inside it.
-- Words and bounds: over and at least are open above, under and at most begin at zero, a range has two ends. A knot is what this cannot
-- tell: other reporters, "about", figures that overlap. days is how many days of the window are covered; beside is 1 where figures for
-- parts of the window stand beside one for all of it. One row per window, measure, unit and slot.
with plain as (
    select
        l.measure, l.unit, l.period_start, l.period_end, l.value,
        case when u.has_children and l.scope = 'total' then 'reported' else 'own' end as slot,
        case when l.reporter = l.unit and l.modifier <> 'about' and l.value is not null and not l.standing and l.uom = m.uom
             then 0 else 1 end as odd,
        case l.modifier when 'over' then 1 when 'at_least' then 2 when 'under' then 4 when 'at_most' then 8 when 'range' then 32
             else 0 end as words,
        case when l.modifier in ('under', 'at_most') then 0 else l.value end as low,
        case when l.modifier in ('over', 'at_least') then null when l.modifier = 'range' then l.high else l.value end as high
    from loose l
    join q_measure m on m.measure = l.measure and m.kind = 'flow'
    join q_unit u on u.unit = l.unit
),
inside as (
    select
        w.w, p.measure, p.unit, p.slot, p.value, p.odd, p.words, p.low, p.high, date_diff('day', p.period_start, p.period_end) as days,
        case when p.period_start = w.w_start and p.period_end = w.w_end then 1 else 0 end as whole,
        case when p.period_start >= w.w_start and p.period_end <= w.w_end then 1 else 0 end as within,
        case when p.period_start >= w.w_start and p.period_end <= w.w_end
              and p.period_start < max(case when p.period_start >= w.w_start and p.period_end <= w.w_end then p.period_end end) over (
                  partition by w.w, p.measure, p.unit, p.slot order by p.period_start, p.period_end
                  rows between unbounded preceding and 1 preceding)
             then 1 else 0 end as overlapping
    from plain p
    cross join q_window w
),
counted as (
    select i.*, case when max(whole) over (partition by w, measure, unit, slot) = 1 then whole else within end as used
    from inside i
)
select
    w, measure, unit, slot,
    sum(case when used = 1 then value end) as value,
    max(within) as stated,
    bit_or(case when used = 1 then words else 0 end) as words,
    case when sum(used) = count(case when used = 1 then low end) then sum(case when used = 1 then low end) end as low,
    case when sum(used) = count(case when used = 1 then high end) then sum(case when used = 1 then high end) end as high,
    case when max(max(odd)) over (partition by w, measure, unit) = 1 or sum(whole) > 1 or (max(whole) = 0 and max(overlapping) = 1)
         then 1 else 0 end as knot,
    sum(case when used = 1 then days end) as days,
    case when max(whole) = 1 and sum(within) > sum(whole) then 1 else 0 end as beside
from counted
group by w, measure, unit, slot
