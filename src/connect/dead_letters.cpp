#include "connect/dead_letters.hpp"

#include "base/limits.hpp"
#include "connect/connect.sql.hpp"
#include "connect/limits.hpp"

namespace kith::connect {

namespace {

constexpr std::size_t replay_page_rows = 100;

Uuid last_of_all() {
    Uuid last;
    last.bytes.fill(0xFF);
    return last;
}

Json json_of(store::Rows::Row const& row) {
    auto const replayed = row.optional_instant(9);
    return {{"id", row.uuid(0).text()},
            {"source", {{"id", row.uuid(1).text()}, {"name", row.text(2)}}},
            {"received_at", row.instant(3).text()},
            {"call", row.text(4)},
            {"type", row.text(5)},
            {"reason", row.text(6)},
            {"detail", row.text(7)},
            {"payload", row.text(8)},
            {"replayed_at", text_or_null(replayed)}};
}

/// The text of a member; empty where there is none.
std::string text_member(Json const& object, std::string const& name) {
    auto const found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<Json> DeadLetters::list(DeadLetterFilter const& filter, std::string_view page, std::size_t limit) {
    auto const before = page.empty() ? std::optional(last_of_all()) : Uuid::parse(page);
    if (!before) return Error::invalid("page", "wrong", "This is not a cursor of this list.");
    return database_.read([&](store::Session& session) -> Result<Json> {
        auto const rows = TRY(session.query(sql::dead_letter_page, *before, filter.source, filter.reason, limit + 1));
        Json list = Json::array();
        for (auto const row : rows) {
            if (list.size() == limit) break;
            list.push_back(json_of(row));
        }
        Json const next = rows.size() > limit ? list.back()["id"] : Json();
        auto const counted =
            TRY(session.query(sql::dead_letter_count, filter.source, filter.reason, limits::total_exact_max + 1))[0]
                .integer(0);
        bool const is_exact = counted <= limits::total_exact_max;
        return Json{{"data", std::move(list)},
                    {"next", next},
                    {"total", {{"count", is_exact ? counted : limits::total_exact_max}, {"is_exact", is_exact}}}};
    });
}

Result<CallResult> DeadLetters::replay_in(store::Transaction& transaction, DeadLetterId id) {
    auto const rows = TRY(transaction.query(sql::dead_letter_find, id));
    if (rows.empty()) return Error::not_found("There is no such dead letter.");
    auto const row = rows[0];
    if (!row.is_null(6)) return Error::conflict("already_replayed", "This dead letter was replayed before.");
    if (row.boolean(4)) return Error::conflict("payload_cut", "This dead letter was too large to be kept whole.");
    // A body that was no calls becomes none by being read again.
    if (row.text(7).starts_with("body:"))
        return CallResult{CallOutcome::rejected, std::string(row.text(8)), std::string(row.text(9)), {}};
    auto const source = TRY(sources_.source(row.id<SourceId>(0)));
    auto const envelope = TRY(parse_json(row.text(5)));
    auto const sent_at = text_member(envelope, "sentAt");
    auto const context = envelope.contains("context") ? dump_json(envelope["context"]) : std::string();
    auto const received_at = row.instant(1);
    auto request =
        TrackingRequest::parse(std::string(row.text(3)), Envelope{row.text(2), sent_at, context}, received_at);

    CallResult result;
    if (request.failure) {
        result = {CallOutcome::rejected, request.failure->reason, request.failure->message, {}};
    } else {
        auto& call = request.calls.front();
        // The id that it was received with, where it brought none: a second replay finds the first.
        bool const has_made_id = !row.text(7).starts_with("payload:");
        if (has_made_id && !call.rejection) call.message_id = row.text(7);
        result = TRY(ingest_.store_again(transaction, Sender{source, {}, nullptr}, request, received_at));
    }
    if (result.outcome == CallOutcome::rejected) {
        TRY(transaction.execute(sql::dead_letter_still_wrong, id, result.reason, result.detail));
        return result;
    }
    if (TRY(transaction.execute(sql::dead_letter_replayed, id, transaction.now())) == 0)
        return Error::conflict("already_replayed", "This dead letter is being replayed at this moment.");
    bool const is_duplicate = result.outcome == CallOutcome::duplicate;
    TRY(transaction.execute(sql::source_count_replay, source->id, is_duplicate ? 0 : 1, is_duplicate ? 1 : 0));
    return result;
}

Result<CallResult> DeadLetters::replay(DeadLetterId id) {
    return database_.write([&](store::Transaction& transaction) { return replay_in(transaction, id); });
}

Result<DeadLetters::Replayed> DeadLetters::replay_all(DeadLetterFilter const& filter) {
    Replayed replayed;
    DeadLetterId after;
    while (replayed.replayed + replayed.failed < limits::dead_letters_replayed_max) {
        auto const ids = TRY(database_.read([&](store::Session& session) -> Result<std::vector<DeadLetterId>> {
            std::vector<DeadLetterId> list;
            auto const rows =
                TRY(session.query(sql::dead_letters_to_replay, after, filter.source, filter.reason, replay_page_rows));
            for (auto const row : rows) list.push_back(row.id<DeadLetterId>(0));
            return list;
        }));
        for (auto const id : ids) {
            auto const result = database_.write(
                [&](store::Transaction& transaction) { return replay_in(transaction, id); }, store::Lane::background);
            if (!result && result.error().code == ErrorCode::unavailable) return Failure(result.error());
            bool const is_stored = result && result->outcome != CallOutcome::rejected;
            ++(is_stored ? replayed.replayed : replayed.failed);
        }
        if (ids.size() < replay_page_rows) break;
        after = ids.back();
    }
    return replayed;
}

Result<void> DeadLetters::remove(DeadLetterId id) {
    return database_.write([&](store::Transaction& transaction) -> Result<void> {
        if (TRY(transaction.execute(sql::dead_letter_delete, id)) == 0)
            return Error::not_found("There is no such dead letter.");
        return {};
    });
}

}  // namespace kith::connect
