// One change of definitions inside its transaction: the objects that it changes, and the SQL that follows from it.
// Definitions' own files alone include this.
#pragma once

#include <map>
#include <set>
#include <string>

#include "schema/definitions.hpp"

namespace kith::schema {

/// `forbidden` where the actor may not change definitions.
Result<void> check_permission(Actor const& actor);

class Alteration {
public:
    Alteration(store::Transaction& transaction, Author const& author, SchemaPointer before)
        : transaction_(transaction), author_(author), before_(std::move(before)) {}

    store::Transaction& transaction() { return transaction_; }
    /// As it was before this change.
    Schema const& before() const { return *before_; }
    SchemaPointer const& picture_before() const { return before_; }
    /// With what was changed so far.
    SchemaPointer now() const;

    /// The object to be changed, retired or not. `not_found` with the nearest name.
    Result<Object*> object(std::string_view name);
    /// As `object`, of one in use, with a field of that name in use.
    Result<Field*> field(Object& object, std::string_view name);

    Result<void> add_object(Object object, std::string what);
    /// Says what was changed of an object, for whoever takes it back.
    void note(Object const& object, std::string what, std::string_view field = {});
    /// Says that a choice was added to an open field: nothing that is taken back, nor in the way of what is.
    void note_choice(Object const& object, std::string_view field);

    // Tables.
    Result<void> run(std::string const& ddl);
    Result<std::int64_t> count(std::string const& sql);
    /// Names the new object's table and columns, and makes them.
    Result<void> make_table(Object& object);
    Result<void> drop_table(Object const& object);
    /// Gives the field a column, an old one where one is free and rested.
    Result<void> make_columns(Object& object, Field& field);
    Result<void> make_indexes(Object const& object, Field const& field);
    Result<void> drop_indexes(Object const& object, Field const& field);
    /// Empties the field's columns and leaves them for another.
    Result<void> free_columns(Object& object, Field const& field);
    /// Leaves the field's columns with their values until another field takes them, so that they can be taken back.
    void rest_columns(Object& object, Field const& field);
    /// Gives the field the columns back that it had before its type changed. `conflict` where they serve another, or
    /// the field was given values since.
    Result<void> take_columns_back(Object& object, Field const& now, Field const& before);
    /// Adds, fills or empties what sorting by the field needs.
    Result<void> change_sorting(Object& object, Field const& before, Field& after);
    Result<void> forget(Object const& object);

    /// What the changes mean for the fields that are worked out: before `finish`.
    Result<void> settle(Formulas const& formulas);
    /// Writes the definitions down; the picture afterwards.
    Result<SchemaPointer> finish();

private:
    struct Changed {
        Object object;
        std::string what, field;
        bool is_new = false;
        std::int64_t choices_added = 0;  ///< to an open field, and nothing else
    };
    bool is_changed(Changed const& changed) const;
    std::ptrdiff_t personal_fields() const;
    Result<bool> settle_rollups(ConditionCheck const& check);
    std::set<std::string> counting_what_changed() const;
    Result<void> empty_resting_rollups();
    Result<void> begin_change_set();
    Result<void> note_change(std::string const& name, Changed const& changed);
    Result<void> note_for_audit(std::string const& name, Changed const& changed);
    Result<void> empty_columns(Object const& object, Field const& field);
    Result<void> fill_sort_keys(Object const& object, Field const& field);

    store::Transaction& transaction_;
    Author const& author_;
    SchemaPointer before_;
    std::map<std::string, Changed, std::less<>> changed_;
    std::vector<std::string> forgotten_;
    std::int64_t tables_made_ = 0;
};

}  // namespace kith::schema
