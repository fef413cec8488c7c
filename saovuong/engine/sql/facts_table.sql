-- One row per figure in force. Units and measures are numbers from the snapshot's lists; a missing period_end still runs.
create or replace temporary table {table} (
    id bigint, unit integer, reporter integer, measure integer, period_start date, period_end date, as_of date,
    role varchar, scope varchar, value decimal(24, 6), high decimal(24, 6), rating varchar, flag boolean, modifier varchar,
    uom varchar, comparator varchar, target_mode varchar, standing boolean, finality varchar, joint varchar
)
