-- Answers over units: how many of the expected units that answered said yes. One row per measure.
select s.measure, sum(s.flag) as yes, count(*) as answered
from said s
join q_unit u on u.unit = s.unit
where u.expected and s.flag is not null
group by s.measure
