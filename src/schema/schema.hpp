// Objects and fields as data.
//
// An object's definition says what records of it hold; its table, routes, OpenAPI schema, lists and forms follow from
// it. The standard objects are `src/schema/standard/*.json`. A Schema is an immutable picture of all definitions at one
// schema version; readers hold it by shared_ptr.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::store {
class Database;
class Dialect;
}  // namespace kith::store

namespace kith::schema {

enum class FieldType {
    text,
    long_text,
    number,
    boolean,
    date,
    partial_date,
    instant,
    choice,
    email,
    phone,
    url,
    relation,
};

std::string_view name_of(FieldType type);
std::optional<FieldType> field_type_of(std::string_view name);

/// A text in the languages that Kith speaks: `{"en": "Stage", "lt": "Etapas"}`.
using Label = std::map<std::string, std::string, std::less<>>;

struct Choice {
    std::string value;
    Label label;
};

struct Field {
    std::string name;
    FieldType type = FieldType::text;
    Label label;
    bool is_required = false;
    bool is_sortable = false;  ///< has an index `(column, id)`; text has a sort-key column beside it
    bool is_filterable = true;
    bool is_writable = true;     ///< false: derived or kept by the engine
    bool is_personal = false;    ///< about a person: walked by export and erasure
    bool is_searchable = false;  ///< part of the search document
    bool is_system = false;      ///< of every object, without being in its definition: `created_at`, `updated_at`
    std::vector<Choice> choices;
    std::string object;  ///< of a relation: the object it points to

    /// The column that lists are ordered by.
    std::string sort_column() const { return has_sort_column() ? column + "_sort" : column; }
    /// The column that holds the value; sortable text has `<column>_sort` beside it.
    std::string column;
    bool has_sort_column() const { return is_sortable && (type == FieldType::text || type == FieldType::email); }
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

    Field const* find(std::string_view field) const;
    /// The table of search documents.
    std::string search_table() const { return table + "_search"; }
};

class Schema {
public:
    explicit Schema(std::vector<Object> objects, std::int64_t version);
    Object const* find(std::string_view name) const;
    Object const* find_plural(std::string_view plural) const;
    std::vector<Object> const& objects() const { return objects_; }
    std::int64_t version() const { return version_; }

private:
    std::vector<Object> objects_;
    std::int64_t version_;
};

Result<Object> object_of(Json const& definition);
Json json_of(Object const& object);
Json json_of(Field const& field);
/// `CREATE TABLE` and its indexes, in the macros of store::Dialect.
std::vector<std::string> table_ddl(Object const& object);
/// The columns of one field, each as `name type`.
std::vector<std::string> column_ddl(Field const& field);
/// The indexes of one field.
std::vector<std::string> index_ddl(Object const& object, Field const& field);

/// Writes the standard definitions that are missing, makes or widens their tables, and loads the whole.
Result<std::shared_ptr<Schema const>> install(store::Database& database);

}  // namespace kith::schema
