// One import being taken in: from its pieces through rows to chunks of one transaction each.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "connect/delimited/decode.hpp"
#include "connect/imports/rows.hpp"
#include "connect/imports/stored.hpp"
#include "events/events.hpp"
#include "store/pace.hpp"

namespace kith::connect {

class References;

class ImportRun {
public:
    ImportRun(Imports& imports, Imports::Stored import, ImportPlan plan, std::string region);
    /// To the end, or until the server stops.
    Result<void> run();

private:
    /// Roles, rules and definitions may be others by now.
    Result<void> check_still_may();
    /// Rows that go in together: one, or the lines of a sale.
    using Group = std::vector<PreparedRow>;
    struct Chunk;

    Result<bool> fill(Chunk& chunk, std::size_t rows_max);
    Result<bool> next_row(FileRow& row);
    /// Makes the choices that the rows say and open fields lack, and gives the rows their values.
    Result<void> settle_choices(Chunk& chunk);
    using Missing = std::map<std::string, std::map<std::string, std::string>>;
    Result<std::set<std::int64_t>> rows_kept_out(Chunk const& chunk);
    static Missing missing_choices(Chunk const& chunk, schema::Object const& object);
    Result<void> make_choices(Chunk const& chunk);
    Result<void> write(Chunk const& chunk);
    Result<void> write_together(Chunk const& chunk);
    Result<void> store(store::Transaction& transaction, Chunk& chunk);
    Result<void> sort_out(store::Transaction& transaction, Chunk& chunk);
    Result<void> refuse_erased(store::Transaction& transaction, Chunk& chunk);
    /// What each other import of a file took in of a stretch of its rows.
    struct Taken {
        std::int64_t rows_done = 0;
        std::set<std::int64_t> bad;
    };
    using Stretch = std::vector<Taken>;
    Result<Stretch> stretch_of(store::Transaction& transaction, std::string const& fingerprint, std::int64_t first,
                               std::int64_t last);
    Result<void> store_people(store::Transaction& transaction, Chunk& chunk);
    Result<void> point(store::Transaction& transaction, Chunk& chunk);
    Result<void> store_records(store::Transaction& transaction, Chunk& chunk);
    Result<void> store_record(store::Transaction& transaction, schema::Object const& object, References& references,
                              Chunk& chunk, PreparedRow& row);
    Result<bool> change_record(store::Transaction& transaction, schema::Object const& object, RecordId id,
                               Json const& values);
    Result<void> store_sales(store::Transaction& transaction, Chunk& chunk);
    Result<void> employ(store::Transaction& transaction, Chunk& chunk);
    Result<void> refuse_twice_told(store::Transaction& transaction, Chunk& chunk);
    Result<events::NewEvent> event_of(store::Transaction& transaction, Group const& group, PersonId person);
    Result<void> settle_bad_rows(store::Transaction& transaction, Chunk& chunk);
    Result<void> keep_places(store::Transaction& transaction, Chunk const& chunk);
    Result<void> finish();

    Imports& imports_;
    Imports::Stored import_;
    ImportPlan plan_;
    RowReader rows_;
    records::Write write_;
    people::Provenance provenance_;
    DelimitedReader reader_;
    std::optional<Decoder> decoder_;
    std::int64_t part_ = 0, bytes_read_ = 0;
    std::optional<PreparedRow> held_back_;       ///< the first row of the next group
    std::map<std::string, RecordId> employers_;  ///< that were found or made, by name
    store::Pace pace_{limits::import_chunk_rows_max};
    bool is_at_end_ = false;
};

}  // namespace kith::connect
