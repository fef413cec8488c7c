-- Ratings over units: how many expected units stand on each level; never an average. One row per measure and level that occurs.
select s.measure, s.rating, count(*) as units
from said s
join q_unit u on u.unit = s.unit
where u.expected and s.rating is not null
group by s.measure, s.rating
