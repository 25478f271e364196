// Objects and fields as data.
//
// An object's definition says what records of it hold; its table, routes, OpenAPI schema, lists and forms follow from
// it. The standard objects are `src/schema/standard/*.json`; others, and further fields, are made by administrators
// (`definitions.hpp`). A Schema is an immutable picture of all definitions at one schema version. Pictures share the
// objects that did not change between them, and whoever works with an object owns it, so that a picture may be replaced
// while it is in use.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/composite.hpp"
#include "schema/label.hpp"
#include "schema/rollup.hpp"
#include "schema/types.hpp"

namespace kith::store {
class Database;
class Session;
class Transaction;
}  // namespace kith::store

namespace kith::schema {

struct Choice {
    std::string value;
    Label label;
    std::string color;  ///< one of `choice_colors`; empty: none
};

/// The names of the colours that a choice may have; what they look like is the theme's.
std::span<std::string_view const> choice_colors();

struct Field {
    std::string name;
    FieldType type = FieldType::text;
    Label label;
    bool is_required = false;
    bool is_sortable = false;  ///< has an index `(column, id)`; text has a sort-key column beside it
    bool is_filterable = true;
    bool is_writable = true;           ///< false: derived or kept by the engine
    bool is_personal = false;          ///< about a person: walked by export and erasure
    bool is_searchable = false;        ///< part of the search document
    bool is_system = false;            ///< of every object, without being in its definition: `created_at`, `updated_at`
    bool is_custom = false;            ///< made by an administrator
    bool is_open = false;              ///< of one with choices: whoever may write it may add some; it may have none
    std::vector<std::string> changed;  ///< what an administrator changed of a standard field: `label`, `choices`, …
    std::vector<Choice> choices;
    std::string object;              ///< of a relation: the object it points to
    int scale = 0;                   ///< of a decimal: its digits after the point
    std::string formula;             ///< what the value is worked out from, in the rule language; empty: it is given
    std::vector<std::string> reads;  ///< every field that has a part in the formula, be it through other formulas
    std::optional<Rollup> rollup;    ///< what the value is counted from; nothing: it is given, or has a formula

    /// Whether nobody gives it a value, for the record engine works it out.
    bool is_worked_out() const { return !formula.empty() || rollup.has_value(); }
    /// Whether what is worked out from it can follow it: all but what Kith writes past the record engine, time and
    /// again, such as when somebody was seen.
    bool is_followed() const;

    /// The column that lists are ordered by.
    std::string sort_column() const { return has_sort_column() ? column + "_sort" : column; }
    /// The column that holds the value; beside it `<column>_sort` where what sorts is another than the value.
    std::string column;
    bool has_sort_column() const { return is_sortable && facts_of(type).sorted_by > SortedBy::value; }
    /// The column that says what the value counts; empty: none.
    std::string unit_column() const;
};

/// A column that a deleted field left behind, emptied. It serves the next field that is stored alike, once nobody can
/// hold a picture any more in which the old field was there.
struct Slot {
    std::string column;
    std::string storage;  ///< `storage_of` the field that had it
    std::int64_t freed_at = 0;
};

struct Object {
    std::string name;    ///< `person`
    std::string plural;  ///< `people`: its routes
    Label label;
    Label label_plural;
    std::string table;
    bool is_person_owned = false;
    std::string default_filter;  ///< of lists whose own filter mentions none of its fields, in the rule language:
                                 ///< `is_known = true`
    std::vector<Field> fields;
    bool is_custom = false;   ///< made by an administrator
    bool is_retired = false;  ///< out of use: no routes, lists or relations; its records stay
    std::vector<std::string> changed;
    std::vector<Field> retired;  ///< fields out of use: their columns and values stay
    std::vector<Composite> composites;
    std::vector<Slot> free_slots;
    std::int64_t next_slot = 1;  ///< the next custom column is `f_<next_slot>`
    std::int64_t version = 0;    ///< the schema version of its last change
    std::int64_t altered = 0;    ///< the one of its last change but choices that were added to open fields

    Field const* find(std::string_view field) const;
    Field const* find_retired(std::string_view field) const;
    Composite const* find_composite(std::string_view composite) const;
    /// The composite that the field is a part of; null: of none.
    Composite const* composite_with(std::string_view field) const;
    /// Whether a field or a composite is called so, be it out of use.
    bool has_name(std::string_view name) const;
    /// Leaves out of the composites that Kith brings what is no field any more.
    void forget_lost_parts();
    /// The table of search documents.
    std::string search_table() const { return table + "_search"; }
};

/// The table of search documents of what is written about people without being a record: notes.
inline constexpr std::string_view note_search_table = "note_search";
/// The same of what hangs on records of any object and has a name: files.
inline constexpr std::string_view file_search_table = "file_search";

using ObjectPointer = std::shared_ptr<Object const>;

/// A field that is counted from the records of some object.
struct RollupField {
    ObjectPointer object;  ///< whose field it is
    Field const* field;    ///< in it
};

class Schema {
public:
    /// Retired objects are among them: `find` does not find those.
    Schema(std::vector<ObjectPointer> objects, std::int64_t version);
    /// Null where there is none, or it is retired.
    ObjectPointer find(std::string_view name) const;
    ObjectPointer find_plural(std::string_view plural) const;
    /// Also of a retired one.
    ObjectPointer find_defined(std::string_view name) const;
    /// Those in use, by name.
    std::vector<ObjectPointer> const& objects() const { return objects_; }
    std::vector<ObjectPointer> const& retired() const { return retired_; }
    std::int64_t version() const { return version_; }
    /// The fields in use that are counted from the object's records.
    std::vector<RollupField> const& rollups_from(std::string_view object) const;

private:
    std::vector<ObjectPointer> objects_, retired_;
    std::map<std::string, ObjectPointer, std::less<>> by_name_, by_plural_;
    std::map<std::string, std::vector<RollupField>, std::less<>> rollups_from_;
    std::int64_t version_;
};

using SchemaPointer = std::shared_ptr<Schema const>;

/// Names become parts of SQL and of addresses: a small Latin letter, then letters, digits and `_`, at most 48.
bool is_name(std::string_view name);
/// Of a definition as it is stored.
Result<Object> object_of(Json const& definition);
Result<Field> field_of(Json const& json);
Json json_of(Object const& object);
Json json_of(Field const& field);
/// `CREATE TABLE` and its indexes, in the macros of store::Dialect.
std::vector<std::string> table_ddl(Object const& object);
/// The names of one field's columns: its value, its unit, what it is sorted by.
std::vector<std::string> columns_of(Field const& field);
/// Indexes that objects were first made without: of what is deleted, of when records were made, and of choices in the
/// order of names. Does nothing where they are there.
std::vector<std::string> later_index_ddl(Object const& object);
/// The columns of one field, each as `name type`.
std::vector<std::string> column_ddl(Field const& field);
/// How the field is stored: two fields of one storage can use the same columns, one after the other.
std::string storage_of(Field const& field);
/// The indexes of one field.
std::vector<std::string> index_ddl(Object const& object, Field const& field);

/// Whether there is an index of the field's values.
bool has_index(Field const& field);
/// Whether one has the records of each of the field's values in the order of their names.
bool has_index_in_order(Object const& object, Field const& field);
std::string name_of_index_in_order(Object const& object, Field const& field);

/// The indexes of one field by name, as `index_ddl` makes them.
std::vector<std::string> index_names(Object const& object, Field const& field);

/// Writes the standard definitions that are missing, makes or widens their tables, and loads the whole.
Result<SchemaPointer> install(store::Database& database);
/// The definitions as they are stored. What has not changed since `known` is taken from there.
Result<SchemaPointer> load(store::Session& session, SchemaPointer const& known);
/// What a definition was written down for.
enum class Altered { definition, choices_of_open_fields };
/// Writes one definition down, notes it in the change log, and gives it its version.
Result<void> define(store::Transaction& transaction, Object& object, Altered altered = Altered::definition);

}  // namespace kith::schema
