// What a list, its total, its groups, its days and a bulk edit have in common: which rows they speak of, and in which
// order. Every condition that an actor's role adds is added here.
#pragma once

#include <string>
#include <string_view>

#include "access/row_access.hpp"
#include "base/actor.hpp"
#include "base/result.hpp"
#include "records/conditions.hpp"
#include "records/records.hpp"
#include "rule/rule.hpp"
#include "store/database.hpp"

namespace kith::records {

/// Which index serves a list best: none, one of some field's values, or that of a choice in the order of names.
enum class Narrowed { by_no_index, to_values, to_one_choice };

struct Reading {
    store::Session& session;
    Actor const& actor;
    schema::Object const& object;
    ListQuery const& query;
    access::RowAccess const& access;
    /// A field whose every value is asked for, as though the filter spoke of it; null: none.
    schema::Field const* asked = nullptr;
    /// What the rows fulfil besides the filter; null: nothing.
    rule::ExpressionPointer within = nullptr;
    rule::Sight sight = access.sight(actor);  // one moment for all of an answer

    Result<Conditions> conditions() const;
    Result<Narrowed> narrowed() const;
    /// A column of a row as the actor sees it: SQL that is NULL where its field is hidden in that row.
    std::string shown(schema::Field const& field, std::string const& column) const;

private:
    Result<void> add_search(Conditions& conditions) const;
};

/// How many rows they are: to `limits::total_exact_max`, or whatever their number where that is asked for.
Result<Total> count_of(Reading const& reading);

/// What rows are ordered by.
struct Sort {
    schema::Field const* field = nullptr;  ///< null: by id, or by deletion
    bool is_descending = true;
    bool is_by_deletion = false;

    bool has_key() const { return field || is_by_deletion; }
    std::string key() const {
        if (is_by_deletion) return "r.deleted_at";
        return field ? "r." + field->sort_column() : "r.id";
    }
};
Result<Sort> sort_of(schema::Object const& object, ListQuery const& query, rule::FieldVisible const& visible);

/// The field that a list is told by, as the parameter names it; `unknown_field` where the actor sees none of the name,
/// `wrong_type` where it is no `wanted`.
Result<schema::Field const*> field_told_by(schema::Object const& object, rule::FieldVisible const& visible,
                                           std::string const& parameter, std::string const& name,
                                           bool (*fits)(schema::FieldType), std::string_view wanted);

/// The trash is for those who may bring back, and its words are not searched, for deleting forgets them. Nothing where
/// the trash is not asked for.
Result<void> check_trash(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                         ListQuery const& query);

}  // namespace kith::records
