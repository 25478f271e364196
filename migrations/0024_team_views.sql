-- A shared view may be a team's: then those who stand in the team, or in one below it, see it and nobody else. Empty: everybody's.
ALTER TABLE saved_view ADD COLUMN team_id {id};
