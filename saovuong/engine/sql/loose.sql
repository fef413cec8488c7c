-- Figures that cannot be added where they lie: all those of every measure and unit of which any figure is no tile, or two files speak.
-- Units and reporters are those of the tree asked about; totals that a unit reported over another tree are left out.
create or replace temporary table loose as
select
    f.id, p.unit, coalesce(r.unit, f.reporter) as reporter, f.measure, f.period_start, f.period_end, f.as_of, f.role, f.scope, f.value,
    f.high, f.rating, f.flag, f.modifier, f.uom, f.comparator, f.target_mode, f.standing, f.finality, f.joint
from ({facts}) f
join q_place p on p.stored = f.unit
left join q_place r on r.stored = f.reporter
join q_touched t on t.measure = f.measure and t.stored = f.unit
join q_seen s on s.stored = f.reporter
where f.role = 'result' and not (p.own_only and f.scope = 'total' and f.value is not null)
