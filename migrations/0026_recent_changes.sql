-- What somebody changed lately is listed. What sources send is in no such list, and their change sets are the most.
CREATE INDEX change_set_of_actor ON change_set (actor_id, created_at, id) WHERE actor_kind <> 'source';
