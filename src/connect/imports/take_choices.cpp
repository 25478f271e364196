// Choices that a file says and open fields lack: made before the rows that say them go in, as part of the import's
// change set. Those that cannot be, or have no room, are refused as in a field that is not open.
#include <fmt/format.h>

#include <utility>

#include "base/text.hpp"
#include "connect/imports/chunk.hpp"
#include "records/conversion.hpp"
#include "records/row.hpp"

namespace kith::connect {

namespace {

Json value_of(schema::Field const& field, std::vector<std::string> const& said) {
    if (field.type == schema::FieldType::choice) return records::choice_of(field, said.front());
    auto values = Json::array();
    for (auto const& each : said) values.push_back(records::choice_of(field, each));
    return values;
}

}  // namespace

Result<void> ImportRun::make_choices(Chunk const& chunk) {
    auto const object = plan_.kind.object(*imports_.records_.schema());
    std::map<std::string, std::map<std::string, std::string>> missing;  // by field, folded
    for (auto const& group : chunk.groups)
        for (auto const& row : group)
            for (auto const& [name, said] : row.choices) {
                auto const* field = object && !row.is_bad() ? object->find(name) : nullptr;
                for (auto const& each : field ? said : std::vector<std::string>())
                    if (!schema::find_choice(*field, each)) missing[name].emplace(text::fold(each), each);
            }
    if (missing.empty()) return {};
    return imports_.database_.write(
        [&](store::Transaction& transaction) -> Result<void> {
            TRY(imports_.records_.begin(transaction, write_));
            auto const language = TRY(imports_.defaults(transaction)).language;
            for (auto const& [field, words] : missing) {
                std::vector<schema::Label> labels;
                for (auto const& [folded, each] : words) labels.push_back({{language, each}});
                TRY(imports_.definitions_.add_choices(transaction, {write_.actor, write_.change_set}, object->name,
                                                      field, labels));
            }
            return {};
        },
        store::Lane::background);
}

Result<void> ImportRun::settle_choices(Chunk& chunk) {
    TRY(make_choices(chunk));
    auto const object = plan_.kind.object(*imports_.records_.schema());
    if (!object) return {};  // the rows are refused for that
    auto const settle = [&](PreparedRow& row, std::string const& name, std::vector<std::string> const& said) {
        auto const* field = object->find(name);
        auto normal = field ? records::normal_value(*field, value_of(*field, said)) : Result<Json>(Json());
        bool const fits = normal && !normal->is_null();
        auto const cell = fmt::format("{}", fmt::join(said, ", "));
        if (!plan_.kind.is_about_people()) {
            if (fits) row.record[name] = std::move(*normal);
            if (!fits) row.refuse("not_a_choice", fmt::format("\"{}\" does not fit {}.", cell, name), name);
            return;
        }
        row.telling.values.push_back(fits ? people::LearnedValue{name, std::move(*normal)}
                                          : people::LearnedValue{"trait:" + name, cell});
        if (fits) return;
        row.misfits.push_back(name);
        if (!row.is_bad()) ++chunk.misfits[name];
    };
    for (auto& group : chunk.groups)
        for (auto& row : group) {
            for (auto const& [name, said] : std::exchange(row.choices, {})) settle(row, name, said);
        }
    return {};
}

}  // namespace kith::connect
