-- Saved views: how somebody likes to see a list, for themselves or for everybody.

CREATE TABLE saved_view (
    id {id} NOT NULL PRIMARY KEY,
    object {text} NOT NULL,
    owner_id {id} NOT NULL,
    name {text} NOT NULL,
    is_shared {bool} NOT NULL,
    position {int} NOT NULL,
    filter {text} NOT NULL,
    sort {text} NOT NULL,
    columns {json} NOT NULL,
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    updated_at {int} NOT NULL,
    deleted_at {int}
) {table};
CREATE INDEX saved_view_by_object ON saved_view (object, position);
