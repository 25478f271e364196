-- name: change_slots
-- scope: coordinator
SELECT slot, seq FROM change_slot
