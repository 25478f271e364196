// What of the definitions a set-up says: objects and fields by their names, without anything that belongs to one
// workspace (tables, columns, versions, what is out of use). Values alone, no I/O.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

/// Something in which a set-up and this workspace differ.
struct Difference {
    std::string what;    ///< `added`, `changed`, `restored`, `retired`; of what is only here: `kept`
    std::string kind;    ///< `object`, `field`, `composite`, `choice`, `role`, `right`, `view`
    std::string object;  ///< empty: of no object
    std::string name;    ///< of the field, the composite, the role, the view; of an object its own
    Label label;
    std::vector<std::string> parts;  ///< of what is changed: `label`, `choices`, …
};

struct Differences {
    std::vector<Difference> changes;    ///< what the set-up brings
    std::vector<Difference> only_here;  ///< what it does not mention; it stays
    void add(Difference difference) { changes.push_back(std::move(difference)); }
};

/// `{boat: {plural, label, label_plural, fields: [{name, type, …}]}, person: {fields: [{name: email}, …]}}`: of a
/// standard object, field and composite only what an administrator changed. Fields stand in their order; `retired`
/// names the standard ones that are out of use.
Json set_up_of(Schema const& schema);

/// The members in which two definitions of one thing differ.
std::vector<std::string> parts_changed(Json const& before, Json const& after);

}  // namespace kith::schema
