#include "schema/formulas.hpp"

#include <algorithm>
#include <map>

namespace kith::schema {

namespace {

using Reads = std::map<std::string, std::vector<std::string>, std::less<>>;  // by field, as the formulas name them

bool has(std::vector<std::string> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// All that stands behind a field, however far. Each is gone through once, so that a circle ends.
void gather(Reads const& reads, std::string const& field, std::vector<std::string>& all) {
    auto const direct = reads.find(field);
    if (direct == reads.end()) return;
    for (auto const& name : direct->second) {
        if (has(all, name)) continue;
        all.push_back(name);
        gather(reads, name, all);
    }
}

}  // namespace

Result<void> settle_formulas(Object& object, FormulaCheck const& check) {
    Reads reads;
    for (auto const& field : object.fields) {
        if (field.formula.empty()) continue;
        auto const facts = check(object, field.name, field.formula);
        bool const fits =
            facts && std::find(facts->types.begin(), facts->types.end(), field.type) != facts->types.end();
        if (!fits)
            return Error::conflict("formula_breaks",
                                   fmt::format("The formula of {} would not hold any more. {}", field.name,
                                               facts ? "It would come to another type." : facts.error().message));
        reads.emplace(field.name, facts->reads);
    }
    for (auto& field : object.fields) {
        if (field.formula.empty()) continue;
        field.reads.clear();
        gather(reads, field.name, field.reads);
        if (has(field.reads, field.name))
            return Error::invalid("formula", "cycle",
                                  fmt::format("The formula of {} would read itself, through others.", field.name));
        field.is_personal = field.is_personal || std::any_of(field.reads.begin(), field.reads.end(), [&](auto& name) {
                                auto const* read = object.find(name);
                                return read && read->is_personal;
                            });
    }
    return {};
}

}  // namespace kith::schema
