-- What each day came to, in the workspace's time zone: counted anew whenever something of that day changes, so that Home adds up days instead of
-- events. Local to the coordinator. `part` says of what: a type, a source, a currency, an event.
CREATE TABLE day_total (
    day {int} NOT NULL,
    measure {text} NOT NULL,
    part {text} NOT NULL,
    amount {int} NOT NULL,
    PRIMARY KEY (day, measure, part)
) {clustered};
CREATE INDEX day_total_by_measure ON day_total (measure, day);

-- How many times the totals were written, and of which time zone they are.
CREATE TABLE day_total_state (
    id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch {int} NOT NULL,
    time_zone {text} NOT NULL
) {table};
