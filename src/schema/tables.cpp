// The tables that objects become.
#include "schema/schema.hpp"

namespace kith::schema {

std::string Field::unit_column() const {
    auto const suffix = facts_of(type).unit_suffix;
    return suffix.empty() ? std::string() : column + std::string(suffix);
}

std::vector<std::string> columns_of(Field const& field) {
    std::vector<std::string> names{field.column};
    if (auto unit = field.unit_column(); !unit.empty()) names.push_back(std::move(unit));
    if (field.has_sort_column()) names.push_back(field.sort_column());
    return names;
}

std::vector<std::string> column_ddl(Field const& field) {
    std::vector<std::string> columns{fmt::format("{} {}", field.column, facts_of(field.type).column)};
    if (auto const unit = field.unit_column(); !unit.empty()) columns.push_back(unit + " {text}");
    if (field.has_sort_column()) columns.push_back(field.sort_column() + " {blob}");
    return columns;
}

std::string storage_of(Field const& field) {
    auto const& facts = facts_of(field.type);
    return fmt::format("{}{}{}", facts.column, facts.unit_suffix.empty() ? "" : "+unit",
                       field.has_sort_column() ? "+sort" : "");
}

std::vector<std::string> index_names(Object const& object, Field const& field) {
    std::vector<std::string> names;
    for (auto const& statement : index_ddl(object, field)) {
        auto const name = statement.substr(std::string_view("CREATE INDEX ").size());
        names.push_back(name.substr(0, name.find(' ')));
    }
    return names;
}

namespace {

// What a list shows: neither deleted nor hidden behind a survivor.
constexpr std::string_view shown = "deleted_at IS NULL AND joined_into IS NULL";

// The rows of each choice in the order of their names, in which a list that is narrowed to one of them is read.
std::string index_in_order(Object const& object, Field const& field, std::string_view if_not_exists = {}) {
    return fmt::format("CREATE INDEX {}{} ON {} ({}, {}, id) WHERE {}", if_not_exists,
                       name_of_index_in_order(object, field), object.table, field.column,
                       object.find("name")->sort_column(), shown);
}

}  // namespace

bool has_index(Field const& field) {
    return field.is_sortable || field.type == FieldType::relation || field.type == FieldType::user;
}

bool has_index_in_order(Object const& object, Field const& field) {
    auto const* name = object.find("name");
    return field.type == FieldType::choice && field.is_sortable && name && name->is_sortable;
}

std::string name_of_index_in_order(Object const& object, Field const& field) {
    return fmt::format("{}_in_{}", object.table, field.column);
}

std::vector<std::string> index_ddl(Object const& object, Field const& field) {
    std::vector<std::string> indexes;
    if (field.is_sortable) {
        indexes.push_back(fmt::format("CREATE INDEX {0}_by_{1} ON {0} ({2}, id) WHERE {3}", object.table, field.column,
                                      field.sort_column(), shown));
    }
    if (field.type == FieldType::relation || field.type == FieldType::user)
        indexes.push_back(
            fmt::format("CREATE INDEX {0}_by_{1} ON {0} ({1}, id) WHERE {1} IS NOT NULL", object.table, field.column));
    if (field.has_sort_column() && field.is_filterable) {
        auto const unit = field.unit_column();
        indexes.push_back(fmt::format("CREATE INDEX {0}_of_{1} ON {0} ({2}{1}, id) WHERE {1} IS NOT NULL", object.table,
                                      field.column, unit.empty() ? unit : unit + ", "));
    }
    if (has_index_in_order(object, field)) indexes.push_back(index_in_order(object, field));
    return indexes;
}

std::vector<std::string> table_ddl(Object const& object) {
    std::string table = fmt::format(
        "CREATE TABLE {} (\n    id {{id}} NOT NULL PRIMARY KEY,\n    version {{int}} NOT NULL,\n    created_at {{int}} "
        "NOT NULL,\n    updated_at {{int}} NOT NULL,\n"
        "    deleted_at {{int}},\n    joined_into {{id}},\n    change_set {{id}} NOT NULL",
        object.table);
    for (auto const& field : object.fields) {
        if (field.is_system) continue;
        for (auto const& column : column_ddl(field)) table += ",\n    " + column;
    }
    table += "\n) {table}";
    std::vector<std::string> statements{std::move(table)};
    for (auto const& field : object.fields)
        for (auto& index : index_ddl(object, field)) statements.push_back(std::move(index));
    statements.push_back(fmt::format("CREATE INDEX {0}_of_change_set ON {0} (change_set)", object.table));
    for (auto& index : later_index_ddl(object)) statements.push_back(std::move(index));
    return statements;
}

std::vector<std::string> later_index_ddl(Object const& object) {
    std::vector<std::string> indexes{
        fmt::format("CREATE INDEX IF NOT EXISTS {0}_deleted ON {0} (deleted_at, id) WHERE deleted_at IS NOT NULL",
                    object.table),
        fmt::format("CREATE INDEX IF NOT EXISTS {0}_made ON {0} (created_at, id) WHERE {1}", object.table, shown)};
    for (auto const* fields : {&object.fields, &object.retired})
        for (auto const& field : *fields)
            if (has_index_in_order(object, field)) indexes.push_back(index_in_order(object, field, "IF NOT EXISTS "));
    return indexes;
}

}  // namespace kith::schema
