#include "connect/imports/run.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "base/text.hpp"
#include "connect/imports/chunk.hpp"
#include "connect/imports/imports.sql.hpp"
#include "connect/limits.hpp"
#include "people/tombstones.hpp"
#include "store/limits.hpp"
#include "store/multi_insert.hpp"

namespace kith::connect {

namespace {

using Clock = std::chrono::steady_clock;
constexpr int race_attempts_max = 4;
constexpr std::string_view lost_import = "import_running";

bool is_race(Error const& error) { return error.reason == "claim_race" || error.reason == events::message_race; }

/// Whether a chunk was refused for what its rows are, not for the hour or for where the import stands.
bool is_about_rows(Error const& error) {
    return error.code != ErrorCode::unavailable && error.code != ErrorCode::too_many_requests && !is_race(error) &&
           error.reason != lost_import;
}

}  // namespace

ImportRun::ImportRun(Imports& imports, Imports::Stored import, ImportPlan plan, std::string region)
    : imports_(imports),
      import_(std::move(import)),
      plan_(std::move(plan)),
      rows_(plan_, imports.records_.schema(), std::move(region)),
      write_{import_.change_set, "import", import_.actor, {}},
      provenance_{people::Provenance::Kind::import, Uuid::of_name("import of a file", import_.fingerprint),
                  import_.file_name},
      reader_(plan_.format.delimiter, plan_.format.has_header) {}

/// The next row of the file; false at its end.
Result<bool> ImportRun::next_row(FileRow& row) {
    if (!decoder_) decoder_.emplace(TRY(Decoder::create(plan_.format.encoding)));
    while (!reader_.next(row)) {
        if (is_at_end_) return false;
        std::string utf8;
        auto const has_part = TRY(imports_.database_.read([&](store::Session& session) -> Result<bool> {
            auto const found = TRY(session.query(sql::import_part, import_.id, part_));
            if (found.empty()) return false;
            auto const bytes = found[0].bytes(0);
            decoder_->append({reinterpret_cast<char const*>(bytes.data()), bytes.size()}, false, utf8);
            bytes_read_ += static_cast<std::int64_t>(bytes.size());
            return true;
        }));
        if (!has_part) {
            if (bytes_read_ < import_.bytes) return Error::internal("a piece of an import is gone");
            decoder_->append({}, true, utf8);
            is_at_end_ = true;
        }
        ++part_;
        reader_.feed(utf8);
        if (is_at_end_) reader_.end();
    }
    return true;
}

/// Gathers rows that are not in yet, a sale's lines never apart; false at the end of the file.
Result<bool> ImportRun::fill(Chunk& chunk, std::size_t rows_max) {
    FileRow row;
    for (;;) {
        std::optional<PreparedRow> next;
        if (held_back_) {
            next = std::move(held_back_);
            held_back_.reset();
        } else {
            bool has_row = false;
            do {
                has_row = TRY(next_row(row));
            } while (has_row && row.number <= import_.rows_done);
            if (has_row) next = rows_.read(row);
        }
        if (!next) return false;
        bool const goes_on = chunk.takes_line(*next);
        if (!goes_on && chunk.rows >= rows_max) {
            held_back_ = std::move(next);
            return true;
        }
        chunk.add(std::move(*next), goes_on);
    }
}

/// Which rows of a stretch of a file are in by another import of it that was not taken back.
Result<ImportRun::Stretch> ImportRun::stretch_of(store::Transaction& transaction, std::string const& fingerprint,
                                                 std::int64_t first, std::int64_t last) {
    Stretch stretch;
    auto const imports = TRY(transaction.query(sql::import_stretches, fingerprint, plan_.kind.name, import_.id));
    for (auto const import : imports) {
        auto& in = stretch.emplace_back();
        in.rows_done = import.integer(1);
        auto const bad = TRY(transaction.query(sql::import_bad_row_numbers, import.id<ImportId>(0), first, last));
        for (auto const row : bad) in.bad.insert(row.integer(0));
    }
    return stretch;
}

/// Leaves out the rows without a number of their own that came in before by their place in the file, and what somebody
/// copied within a file of bad rows.
Result<void> ImportRun::sort_out(store::Transaction& transaction, Chunk& chunk) {
    auto const is_in = [](Stretch const& stretch, std::int64_t number) {
        return std::any_of(stretch.begin(), stretch.end(), [&](auto const& import) {
            return number <= import.rows_done && !import.bad.contains(number);
        });
    };
    auto const kind = plan_.kind.name;
    auto const here = TRY(stretch_of(transaction, import_.fingerprint, import_.rows_done + 1, chunk.last_row));
    std::set<std::pair<std::string, std::int64_t>> mended;  // of earlier chunks the table knows
    for (auto& group : chunk.groups) {
        for (auto& row : group) {
            bool const is_of_bad_rows = !row.original_file.empty();
            if (row.is_bad() || (!is_of_bad_rows && (!import_.is_repeat || chunk.has_own_number(row)))) continue;
            auto const& file = is_of_bad_rows ? row.original_file : import_.fingerprint;
            auto const number = is_of_bad_rows ? row.original_number : row.number;
            bool const is_known = is_of_bad_rows ? !mended.emplace(file, number).second ||
                                                       is_in(TRY(stretch_of(transaction, file, number, number)), number)
                                                 : is_in(here, number);
            if (is_known || !TRY(transaction.query(sql::import_mended_find, file, kind, number)).empty())
                chunk.leave_out(row);
        }
        // What is in already is no line of the sale that the others make.
        std::erase_if(group, [&](PreparedRow const& row) { return chunk.is_left_out(row); });
    }
    std::erase_if(chunk.groups, [](Group const& group) { return group.empty(); });
    return {};
}

/// Who was erased at their own demand is not brought back, nor is what the file says of them kept, bad rows included.
Result<void> ImportRun::refuse_erased(store::Transaction& transaction, Chunk& chunk) {
    for (auto& group : chunk.groups) {
        bool is_erased = false;
        for (auto const& row : group) {
            auto keys = row.telling.keys;
            for (auto const& link : row.links) keys.insert(keys.end(), link.keys.begin(), link.keys.end());
            if (!keys.empty() && TRY(imports_.people_.tombstones().erased_at(transaction, keys))) is_erased = true;
        }
        if (!is_erased) continue;
        // Every line of a sale tells of who bought it.
        for (auto& row : group) {
            row.reason = "erased";
            row.detail = "This person was erased at their own demand.";
            row.cells.clear();
        }
    }
    return {};
}

Result<void> ImportRun::employ(store::Transaction& transaction, Chunk& chunk) {
    for (auto& group : chunk.groups) {
        for (auto& row : group) {
            if (row.employer.empty() || !chunk.goes_in(row)) continue;
            auto const key = text::fold(row.employer);
            auto const known = employers_.find(key);
            auto company = known != employers_.end() ? std::optional(known->second) : std::nullopt;
            if (!company) {
                auto const found = chunk.employers.find(key);
                if (found != chunk.employers.end()) company = found->second;
            }
            if (!company)
                company = TRY(imports_.people_.company_named(transaction, write_, row.employer, Json::object()));
            chunk.employers[key] = *company;
            row.telling.values.push_back({"company", Json(company->text())});
        }
    }
    return {};
}

Result<void> ImportRun::store_people(store::Transaction& transaction, Chunk& chunk) {
    TRY(employ(transaction, chunk));
    std::vector<people::Telling> tellings;
    std::vector<PreparedRow const*> told;
    for (auto const& group : chunk.groups) {
        auto const& row = group.front();
        if (!chunk.goes_in(row)) continue;
        tellings.push_back(row.telling);
        told.push_back(&row);
    }
    if (tellings.empty()) return {};
    auto const whose = TRY(imports_.people_.take_in(transaction, write_, tellings, provenance_, std::nullopt));
    for (std::size_t i = 0; i < told.size(); ++i) {
        ++chunk.stored;
        if (told[i]->employer.empty()) continue;
        TRY(imports_.people_.relate(transaction, write_, whose[i].person,
                                    chunk.employers[text::fold(told[i]->employer)]));
    }
    return {};
}

Result<void> ImportRun::settle_bad_rows(store::Transaction& transaction, Chunk& chunk) {
    static store::MultiInsert const insert("import_bad_row (import_id, row_number, line, reason, detail, cells)", 6);
    std::vector<std::string> cells;
    std::vector<PreparedRow const*> bad;
    for (auto const& group : chunk.groups)
        for (auto const& row : group)
            if (row.is_bad() && !chunk.is_left_out(row)) bad.push_back(&row);
    cells.reserve(bad.size());
    std::vector<store::Parameter> values;
    for (auto const* row : bad)
        values.insert(values.end(), {import_.id, row->number, row->line, row->reason, row->detail,
                                     cells.emplace_back(dump_json(Json(row->cells)))});
    TRY(insert.run(transaction, values));
    chunk.bad = static_cast<std::int64_t>(bad.size());
    return keep_places(transaction, chunk);
}

/// Where the rows that went in stand, as far as the import's own row does not say it.
Result<void> ImportRun::keep_places(store::Transaction& transaction, Chunk const& chunk) {
    static store::MultiInsert const insert("import_mended_row (fingerprint, kind, row_number, import_id)", 4);
    std::vector<store::Parameter> values;
    for (auto const& group : chunk.groups)
        for (auto const& row : group) {
            bool const is_of_bad_rows = !row.original_file.empty();
            if (!chunk.goes_in(row) || (!is_of_bad_rows && (!import_.is_repeat || chunk.has_own_number(row)))) continue;
            values.insert(values.end(), {is_of_bad_rows ? row.original_file : import_.fingerprint, plan_.kind.name,
                                         is_of_bad_rows ? row.original_number : row.number, import_.id});
        }
    TRY(insert.run(transaction, values));
    return {};
}

Result<void> ImportRun::store(store::Transaction& transaction, Chunk& chunk) {
    auto const locked = TRY(transaction.query(sql::import_lock, import_.id));
    if (locked.empty() || locked[0].text(0) != "running" || locked[0].integer(1) != import_.rows_done)
        return Error::conflict(std::string(lost_import),
                               "Another server is taking this file in, or it was taken back.");
    chunk.begin();
    TRY(imports_.records_.begin(transaction, write_));
    TRY(sort_out(transaction, chunk));
    TRY(refuse_erased(transaction, chunk));
    if (plan_.kind.is_about_people()) TRY(point(transaction, chunk));
    if (plan_.kind.is_sales())
        TRY(store_sales(transaction, chunk));
    else if (plan_.kind.is_people())
        TRY(store_people(transaction, chunk));
    else
        TRY(store_records(transaction, chunk));
    TRY(settle_bad_rows(transaction, chunk));
    auto misfits = import_.misfits;
    for (auto const& [target, count] : chunk.misfits) misfits[target] = misfits.value(target, std::int64_t{0}) + count;
    TRY(transaction.execute(sql::import_progress, import_.id, chunk.last_row, import_.rows_stored + chunk.stored,
                            import_.rows_duplicate + chunk.duplicates, import_.rows_bad + chunk.bad,
                            std::min(bytes_read_, import_.bytes), dump_json(misfits)));
    return {};
}

/// Writes the chunk. What is refused for what it is spoils nothing but itself: the chunk goes in by halves, in the
/// order of the file, until the groups at fault stand alone and become bad rows.
Result<void> ImportRun::write(Chunk const& chunk) {
    auto outcome = write_together(chunk);
    if (outcome || !is_about_rows(outcome.error())) return outcome;
    if (chunk.groups.size() > 1) {
        auto const middle = chunk.groups.size() / 2;
        TRY(write(chunk.part(0, middle)));
        return write(chunk.part(middle, chunk.groups.size()));
    }
    auto refused = chunk;
    refused.misfits.clear();
    for (auto& row : refused.groups.front()) {
        if (row.is_bad()) continue;
        row.reason = "not_storable";
        row.detail = outcome.error().message;
    }
    spdlog::warn("import {}: row {} is refused: {} {}", import_.id.text(), refused.last_row, outcome.error().message,
                 outcome.error().cause);
    return write_together(refused);
}

/// In one transaction, run again where another one raced it.
Result<void> ImportRun::write_together(Chunk const& chunk) {
    for (int attempt = 1;; ++attempt) {
        auto const began = Clock::now();
        Chunk tried = chunk;
        auto const outcome = imports_.database_.write(
            [&](store::Transaction& transaction) -> Result<void> {
                tried = chunk;  // what a failed attempt marked is not kept
                return store(transaction, tried);
            },
            store::Lane::background);
        if (!outcome && is_race(outcome.error()) && attempt < race_attempts_max) continue;
        if (!outcome) return outcome;
        // A part of a chunk says little of how long a whole one takes.
        if (chunk.rows >= pace_.rows()) pace_.took(Clock::now() - began);
        import_.rows_done = tried.last_row;
        import_.rows_stored += tried.stored;
        import_.rows_duplicate += tried.duplicates;
        import_.rows_bad += tried.bad;
        import_.bytes_done = std::min(bytes_read_, import_.bytes);
        for (auto const& [target, count] : tried.misfits)
            import_.misfits[target] = import_.misfits.value(target, std::int64_t{0}) + count;
        if (employers_.size() > limits::import_companies_known_max) employers_.clear();
        employers_.merge(tried.employers);
        return {};
    }
}

Result<void> ImportRun::check_still_may() {
    return imports_.check_may_follow(TRY(imports_.actor_now_(import_.actor)), plan_);
}

Result<void> ImportRun::run() {
    TRY(check_still_may());
    auto told = Clock::now();
    for (bool has_more = true; has_more;) {
        if (imports_.is_stopping_) return Error::unavailable("The server is stopping.");
        Chunk chunk;
        has_more = TRY(fill(chunk, pace_.rows()));
        TRY(settle_choices(chunk));
        if (chunk.rows > 0) TRY(write(chunk));
        if (import_.rows_bad > limits::import_bad_rows_max)
            return Error::invalid("file", "wrong", "Too many rows could not go in: look at the columns once more.");
        if (Clock::now() - told < std::chrono::milliseconds(250)) continue;
        told = Clock::now();
        TRY(check_still_may());
        imports_.tell(
            import_.id,
            TRY(imports_.database_.read([&](store::Session& session) { return imports_.json_of(session, import_); })));
    }
    return finish();
}

Result<void> ImportRun::finish() {
    // The file itself is no longer needed; it is about people.
    auto const json = TRY(imports_.database_.write(
        [&](store::Transaction& transaction) -> Result<Json> {
            TRY(transaction.execute(sql::import_finished, import_.id, transaction.now()));
            TRY(transaction.execute(sql::import_parts_delete, import_.id));
            return imports_.json_of(transaction, TRY(imports_.load(transaction, import_.id)));
        },
        store::Lane::background));
    imports_.tell(import_.id, json);
    return {};
}

Result<void> Imports::run(store::Job const& job) {
    auto const payload = TRY(parse_json(job.payload));
    auto const id = ImportId::parse(payload.value("id", ""));
    if (!id) return Error::internal("an import job without an import");
    std::string region;
    auto import = database_.read([&](store::Session& session) -> Result<Stored> {
        region = TRY(people_.home_region(session));
        return load(session, *id);
    });
    if (!import) return import.error().code == ErrorCode::not_found ? Result<void>() : Failure(import.error());
    if (import->state != "running") return {};
    auto outcome = [&]() -> Result<void> {
        auto plan = TRY(stored_plan(import->plan));
        return ImportRun(*this, *import, std::move(plan), region).run();
    }();
    bool const is_passing = !outcome && outcome.error().code == ErrorCode::unavailable;
    if (outcome || (is_passing && job.attempt < static_cast<int>(limits::job_attempts_max))) return outcome;
    // It stays where it stands; somebody may begin it again.
    spdlog::error("import {} failed: {} {}", id->text(), outcome.error().message, outcome.error().cause);
    auto const json = TRY(database_.write([&](store::Transaction& transaction) -> Result<Json> {
        TRY(transaction.execute(sql::import_failed, *id, outcome.error().message));
        return json_of(transaction, TRY(load(transaction, *id)));
    }));
    tell(*id, json);
    return {};
}

}  // namespace kith::connect
