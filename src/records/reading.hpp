// What a list, its total, its groups and a bulk edit have in common: which rows they speak of. Every condition that an
// actor's role adds is added here.
#pragma once

#include <string>

#include "access/row_access.hpp"
#include "base/actor.hpp"
#include "base/result.hpp"
#include "records/conditions.hpp"
#include "records/records.hpp"
#include "rule/rule.hpp"
#include "store/database.hpp"

namespace kith::records {

struct Reading {
    store::Session& session;
    Actor const& actor;
    schema::Object const& object;
    ListQuery const& query;
    access::RowAccess const& access;
    /// A field whose every value is asked for, as though the filter spoke of it; null: none.
    schema::Field const* asked = nullptr;
    rule::Sight sight = access.sight(actor);  // one moment for all of an answer

    Result<Conditions> conditions() const;
    /// A column of a row as the actor sees it: SQL that is NULL where its field is hidden in that row.
    std::string shown(schema::Field const& field, std::string const& column) const;

private:
    Result<void> add_search(Conditions& conditions) const;
};

/// The trash is for those who may bring back, and its words are not searched, for deleting forgets them. Nothing where
/// the trash is not asked for.
Result<void> check_trash(access::RowAccess const& access, Actor const& actor, schema::Object const& object,
                         ListQuery const& query);

}  // namespace kith::records
