// Choices that a file says and open fields lack: made before the rows that say them go in. They stay when the import is
// taken back, as those do that people add. Those that cannot be, or have no room, are refused as in a field that is not
// open.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "connect/imports/chunk.hpp"
#include "connect/imports/imports.sql.hpp"
#include "records/conversion.hpp"
#include "records/row.hpp"
#include "schema/limits.hpp"

namespace kith::connect {

namespace {

Json value_of(schema::Field const& field, std::vector<std::string> const& said) {
    if (field.type == schema::FieldType::choice) return records::choice_of(field, said.front());
    auto values = Json::array();
    for (auto const& each : said) values.push_back(records::choice_of(field, each));
    return values;
}

}  // namespace

/// Rows that say choices and do not go in, for they are in already or tell of somebody who was erased.
Result<std::set<std::int64_t>> ImportRun::rows_kept_out(Chunk const& chunk) {
    std::set<std::int64_t> says_choices, kept_out;
    for (auto const& group : chunk.groups)
        for (auto const& row : group)
            if (!row.choices.empty() && !row.is_bad()) says_choices.insert(row.number);
    if (says_choices.empty()) return kept_out;
    Chunk tried = chunk;
    TRY(imports_.database_.write(
        [&](store::Transaction& transaction) -> Result<void> {
            tried = chunk;
            tried.begin();
            TRY(sort_out(transaction, tried));
            return refuse_erased(transaction, tried);
        },
        store::Lane::background));
    kept_out = std::move(says_choices);
    for (auto const& group : tried.groups)
        for (auto const& row : group)
            if (tried.goes_in(row)) kept_out.erase(row.number);
    return kept_out;
}

/// What the rows say and the fields lack: words by their folded form, by field.
ImportRun::Missing ImportRun::missing_choices(Chunk const& chunk, schema::Object const& object) {
    Missing missing;
    auto const note = [&](std::string const& name, std::vector<std::string> const& said) {
        auto const* field = object.find(name);
        if (!field || field->choices.size() >= limits::choices_max) return;
        for (auto const& each : said)
            if (!schema::find_choice(*field, each)) missing[name].emplace(text::fold(text::tidy(each)), each);
    };
    for (auto const& group : chunk.groups)
        for (auto const& row : group)
            for (auto const& [name, said] : row.choices)
                if (!row.is_bad()) note(name, said);
    return missing;
}

Result<void> ImportRun::make_choices(Chunk const& chunk) {
    auto const object = plan_.kind.object(*imports_.records_.schema());
    if (!object) return {};
    auto const missing = missing_choices(chunk, *object);
    if (missing.empty()) return {};
    auto const language =
        TRY(imports_.database_.read([&](store::Session& session) { return imports_.defaults(session); })).language;
    auto const actor = TRY(imports_.actor_now_(import_.actor));
    for (auto const& [field, words] : missing) {
        std::vector<schema::Label> labels;
        for (auto const& [folded, each] : words) labels.push_back({{language, each}});
        auto const made = imports_.definitions_.add_choices({actor, write_.change_set}, object->name, field, labels);
        // The field was closed meanwhile.
        if (!made && made.error().code != ErrorCode::conflict) return Failure(made.error());
        import_.choices_made += made ? *made : 0;
    }
    return imports_.database_.write(
        [&](store::Transaction& transaction) -> Result<void> {
            TRY(transaction.execute(sql::import_choices_made, import_.id, import_.choices_made));
            return {};
        },
        store::Lane::background);
}

Result<void> ImportRun::settle_choices(Chunk& chunk) {
    auto const kept_out = TRY(rows_kept_out(chunk));
    for (auto& group : chunk.groups)
        for (auto& row : group)
            if (kept_out.contains(row.number)) row.choices.clear();
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
