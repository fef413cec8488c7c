-- Loose figures added up the tree: own work, or the reported total that stands in for a unit and everything below it.
select
    s.w, s.measure, a.top,
    sum(case when s.slot = c.slot then s.value end) as value,
    count(case when s.slot = c.slot then s.value end) as known,
    count(distinct case when u.expected and s.stated = 1 then s.unit end) as heard,
    bit_or(case when s.slot = c.slot and s.value is not null then s.words else 0 end) as words,
    sum(case when s.slot = c.slot then s.low end) as low,
    count(case when s.slot = c.slot and s.value is not null and s.low is null then 1 end) as low_open,
    sum(case when s.slot = c.slot then s.high end) as high,
    count(case when s.slot = c.slot and s.value is not null and s.high is null then 1 end) as high_open,
    sum(case when s.slot = c.slot then s.likely_low end) as likely_low,
    count(case when s.slot = c.slot and s.value is not null and s.likely_low is null then 1 end) as likely_low_open,
    sum(case when s.slot = c.slot then s.likely_high end) as likely_high,
    count(case when s.slot = c.slot and s.value is not null and s.likely_high is null then 1 end) as likely_high_open
from slots s
join q_up a on a.unit = s.unit
join q_asked q on q.unit = a.top
join q_unit u on u.unit = s.unit
join (
    select s2.w, s2.measure, s2.unit, max(case when x.unit is null then 'own' else 'reported' end) as slot
    from slots s2
    left join standing_in x on x.w = s2.w and x.measure = s2.measure and x.unit = s2.unit
    group by s2.w, s2.measure, s2.unit
) c on c.w = s.w and c.measure = s.measure and c.unit = s.unit
group by s.w, s.measure, a.top
