-- One unit's own work or reported total in a window, decided. Missing value: nothing is known; missing low or high: not bounded there.
-- words adds up as bits: 1 over, 2 at least, 4 under, 8 at most, 16 about, 32 range.
create or replace temporary table slots (
    w integer, measure integer, unit integer, slot varchar, value decimal(38, 6), stated integer, words integer,
    low decimal(38, 6), high decimal(38, 6), likely_low decimal(38, 6), likely_high decimal(38, 6), days integer
)
