// The file of an export while it is handed out: page after page, each in a read of its own.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "connect/exports/stored.hpp"
#include "connect/limits.hpp"

namespace kith::connect {

/// One of the places of `limits::exports_running_max`, given back at its end.
class ExportPlace {
public:
    static std::optional<ExportPlace> take(std::shared_ptr<std::atomic<int>> running);
    ExportPlace(ExportPlace&&) = default;
    ExportPlace& operator=(ExportPlace&&) = delete;
    ~ExportPlace() {
        if (running_) --*running_;
    }

private:
    explicit ExportPlace(std::shared_ptr<std::atomic<int>> running) : running_(std::move(running)) {}
    std::shared_ptr<std::atomic<int>> running_;
};

/// What the record engine is asked for. Columns that only files have, such as the customer number, are none of its.
records::ExportQuery export_query(schema::Object const& object, ExportChoices const& choices,
                                  std::string const& purpose);

class ExportFile : public http::BodySource {
public:
    ExportFile(Exports& exports, Actor actor, Exports::Stored stored, ExportPlace place);
    Result<std::string> next() override;

private:
    Result<std::string> make_piece();
    Result<void> finish(std::string_view state, std::string_view error);
    Result<void> note();
    Result<void> add_records(store::Session& session, std::string& out);
    Result<void> add_events(store::Session& session, std::string& out);
    /// False where the person has more of them than one read should take.
    Result<bool> add_events_of(store::Session& session, PersonId person, std::size_t& left, std::string& out);
    Result<void> add_keys(store::Session& session, std::vector<records::Exported>& page);
    void append(Json const& row, std::string& out);

    Exports& exports_;
    Actor actor_;
    Exports::Stored stored_;
    ExportPlace place_;
    bool is_csv_;
    schema::ObjectPointer object_;
    std::vector<std::string> columns_;
    records::ExportQuery query_;
    bool has_keys_ = false;     ///< whether a column, or the whole record, tells keys
    std::string event_cursor_;  ///< within the person after `query_.after`
    bool is_begun_ = false, is_at_end_ = false;
};

}  // namespace kith::connect
