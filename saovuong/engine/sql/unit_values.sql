-- Every unit's own value of some measures in the window: plain months added up, with the words and bounds of what is worded, and the days
-- covered. values: measure, unit, value, words, low, high, likely_low, likely_high, days of tiles, marks and slots. One row per measure
-- and unit; a missing low or high is not bounded.
create or replace temporary table unit_values as
select
    v.measure, v.unit,
    sum(v.value) as value,
    bit_or(v.words) as words,
    case when count(v.low) = count(*) then sum(v.low) end as low,
    case when count(v.high) = count(*) then sum(v.high) end as high,
    case when count(v.likely_low) = count(*) then sum(v.likely_low) end as likely_low,
    case when count(v.likely_high) = count(*) then sum(v.likely_high) end as likely_high,
    sum(v.days) as days
from ({values}) v
group by v.measure, v.unit
