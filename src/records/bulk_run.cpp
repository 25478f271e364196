#include "records/bulk_run.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "records/bulk_edits.sql.hpp"
#include "records/refusal.hpp"
#include "records/row.hpp"
#include "schema/choices.hpp"

namespace kith::records {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t packed_bytes = sizeof(Uuid::bytes) + sizeof(std::int64_t);

}  // namespace

std::string packed(std::span<Frozen const> records) {
    std::string bytes;
    bytes.reserve(records.size() * packed_bytes);
    for (auto const& record : records) {
        bytes.append(reinterpret_cast<char const*>(record.id.uuid.bytes.data()), record.id.uuid.bytes.size());
        for (int shift = 0; shift < 64; shift += 8)
            bytes += static_cast<char>(static_cast<std::uint64_t>(record.version) >> shift & 0xff);
    }
    return bytes;
}

std::vector<Frozen> unpacked(store::Bytes bytes) {
    std::vector<Frozen> records;
    for (; bytes.size() >= packed_bytes; bytes = bytes.subspan(packed_bytes)) {
        auto& record = records.emplace_back();
        std::memcpy(record.id.uuid.bytes.data(), bytes.data(), record.id.uuid.bytes.size());
        for (std::size_t i = 0; i < sizeof(std::int64_t); ++i)
            record.version |= static_cast<std::int64_t>(bytes[sizeof(Uuid::bytes) + i]) << (8 * i);
    }
    return records;
}

std::vector<BulkPart> parts_of(BulkAction action, std::string const& object, Json const& patch, std::int64_t total) {
    if (action != BulkAction::hand_over) return {{object, patch, {}, 0, total, 0}};
    constexpr auto row_records = static_cast<std::int64_t>(limits::bulk_part_records);
    std::vector<BulkPart> parts;
    std::int64_t begin = 0, row = 0;
    for (auto const& each : patch.value("objects", Json::array())) {
        auto const records = each.value("records", std::int64_t{0});
        parts.push_back({each.value("object", std::string()), each.value("values", Json::object()),
                         patch.value("from", std::string()), begin, records, row});
        begin += records;
        row += (records + row_records - 1) / row_records;
    }
    return parts;
}

/// The records after those that are done, as far as their part goes; none at the end.
Result<std::vector<Frozen>> BulkRun::next() {
    constexpr auto part_records = static_cast<std::int64_t>(limits::bulk_part_records);
    return edits_.database_.read([&](store::Session& session) -> Result<std::vector<Frozen>> {
        auto const within = stored_.done - part_->begin;
        auto const rows = TRY(session.query(sql::bulk_edit_part, stored_.id, part_->row + within / part_records));
        if (rows.empty()) return std::vector<Frozen>();
        auto records = unpacked(rows[0].bytes(0));
        auto const done = std::min<std::size_t>(within % part_records, records.size());
        records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(done));
        return records;
    });
}

/// Roles, rules and definitions may be others by now.
Result<Json> checked_choices(Records& records, Actor const& actor, schema::Object const& object, std::string_view step,
                             std::string const& field, Json const& choices) {
    auto const* known = object.find(field);
    auto here = Json::array(), gone = Json::array();
    bool const may_be_gone = known && step == remove_step && choices.is_array();
    for (auto const& each : may_be_gone ? choices : Json::array())
        (each.is_string() && !schema::has_choice(*known, each.get_ref<std::string const&>()) ? gone : here)
            .push_back(each);
    // Of what is gone alone the right is asked with another.
    auto const asked = gone.empty()                              ? choices
                       : here.empty() && !known->choices.empty() ? Json::array({known->choices.front().value})
                                                                 : here;
    auto const patch = TRY(records.checked_patch(actor, object, {{field, asked}}));
    if (gone.empty()) return patch[field];
    auto all = here.empty() ? Json::array() : patch[field];
    all.insert(all.end(), gone.begin(), gone.end());
    return all;
}

Result<void> BulkRun::begin_part() {
    auto const is_before = [&](BulkPart const& part) { return part.begin + part.records <= stored_.done; };
    auto const found = std::find_if_not(parts_.begin(), parts_.end(), is_before);
    if (found == parts_.end()) return Error::internal("a bulk edit has more records than parts");
    part_ = &*found;
    auto actor = TRY(edits_.actor_now_(stored_.actor));
    write_ = {stored_.change_set, "bulk_edit", std::move(actor), {}};
    object_ = edits_.records_.schema()->find(part_->object);
    if (!object_) return Error::not_found("There is no such object any more.");
    TRY(edits_.records_.check(write_.actor, *object_, stored_.action));
    if (deed_of(stored_.action) == access::Deed::update) TRY(read_patch());
    return {};
}

Result<void> BulkRun::read_patch() {
    auto values = Json::object();
    steps_.clear();
    for (auto const& [member, value] : part_->patch.items()) {
        auto const colon = member.find(':');
        if (colon == std::string::npos) {
            values[member] = value;
            continue;
        }
        auto const field = member.substr(colon + 1);
        bool const is_added = member == step_member(add_step, field);
        auto normal = TRY(
            checked_choices(edits_.records_, write_.actor, *object_, is_added ? add_step : remove_step, field, value));
        auto& step = steps_[field];
        (is_added ? step.first : step.second) = std::move(normal);
    }
    patch_ = TRY(edits_.records_.checked_patch(write_.actor, *object_, values));
    return {};
}

namespace {

/// What a record has with the choices that it gets and without those that it loses. A choice that the field has no more
/// stays where it is: nobody asked for it to go.
Result<Json> stepped(schema::Field const& field, Json const& has, Json const& added, Json const& removed) {
    auto known = Json::array(), gone = Json::array();
    for (auto const& list : {has, added})
        for (auto const& each : list) {
            if (std::find(removed.begin(), removed.end(), each) != removed.end()) continue;
            (schema::has_choice(field, each.get_ref<std::string const&>()) ? known : gone).push_back(each);
        }
    auto choices = TRY(normal_value(field, known));
    if (choices.is_null()) choices = Json::array();
    choices.insert(choices.end(), gone.begin(), gone.end());
    auto const in_order = [](Json list) {
        std::sort(list.begin(), list.end());
        return list;
    };
    // In another order it is the same.
    if (has.is_array() && in_order(has) == in_order(choices)) return has;
    return choices.empty() ? Json(nullptr) : choices;
}

}  // namespace

/// Of a hand-over only what names the user in this record; choices beside those that the record has.
Result<Json> BulkRun::patch_of(Json const& current) const {
    auto patch = patch_;
    for (auto const& [name, step] : steps_) {
        auto const& field = *object_->find(name);
        patch[name] = TRY(stepped(field, current.value(name, Json()), step.first, step.second));
        if (patch[name].is_null() && field.is_required)
            return Error::invalid(name, "required", fmt::format("{} is required.", name));
    }
    if (part_->instead_of.empty()) return patch;
    for (auto const& [field, value] : patch_.items())
        if (current.value(field, Json()) != Json(part_->instead_of)) patch.erase(field);
    return patch;
}

Result<void> BulkRun::run() {
    while (stored_.done < stored_.total) {
        if (edits_.is_stopping_) return Error::unavailable("The server is stopping.");
        TRY(begin_part());
        auto const records = TRY(next());
        if (records.empty()) return Error::internal("a part of a bulk edit is gone");
        auto const rest = std::span(records);
        for (std::size_t at = 0; at < rest.size() && !edits_.is_stopping_;) {
            auto const count = std::min(pace_.rows(), rest.size() - at);
            auto const began = Clock::now();
            TRY(write(rest.subspan(at, count)));
            // The last records of a part say little of how long a whole chunk takes.
            if (count == pace_.rows()) pace_.took(Clock::now() - began);
            at += count;
        }
    }
    return {};
}

/// Writes the chunk. A record that is refused spoils nothing but itself: the chunk is written by halves, until the
/// records at fault stand alone and are skipped.
Result<void> BulkRun::write(std::span<Frozen const> chunk) {
    auto outcome = write_together(chunk, {});
    if (outcome || !is_about_record(outcome.error())) return outcome;
    if (chunk.size() == 1) return write_together(chunk, std::string(reason_of(outcome.error())));
    TRY(write(chunk.first(chunk.size() / 2)));
    return write(chunk.subspan(chunk.size() / 2));
}

/// In one transaction with how far it reaches. `refused_for`: the one record is skipped for that reason.
Result<void> BulkRun::write_together(std::span<Frozen const> chunk, std::string const& refused_for) {
    auto const outcome = TRY(edits_.database_.write(
        [&](store::Transaction& transaction) -> Result<Outcome> {
            auto const locked = TRY(transaction.query(sql::bulk_edit_lock, stored_.id));
            if (locked.empty() || locked[0].text(0) != "running" || locked[0].integer(1) != stored_.done)
                return Error::unavailable("Another server is doing this.");
            Outcome reached;
            if (refused_for.empty())
                reached = TRY(apply(transaction, chunk));
            else
                reached.skipped.emplace_back(0, refused_for);
            TRY(settle(transaction, chunk, reached));
            return reached;
        },
        store::Lane::background));
    stored_.done += static_cast<std::int64_t>(chunk.size());
    stored_.changed += outcome.changed;
    stored_.skipped += static_cast<std::int64_t>(outcome.skipped.size());
    return {};
}

Result<BulkRun::Outcome> BulkRun::apply(store::Transaction& transaction, std::span<Frozen const> chunk) {
    Outcome outcome;
    bool const is_deleted = is_of_trash(stored_.action);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
        auto const current = edits_.records_.take(transaction, write_.actor, *object_, chunk[i], is_deleted);
        auto const patch = current ? patch_of(*current) : Result<Json>(Failure(current.error()));
        if (patch) {
            auto const is_changed =
                TRY(edits_.records_.apply(transaction, write_, *object_, *current, stored_.action, *patch));
            outcome.changed += is_changed ? 1 : 0;
        } else if (is_about_record(patch.error())) {
            outcome.skipped.emplace_back(i, reason_of(patch.error()));
        } else {
            return Failure(patch.error());
        }
    }
    return outcome;
}

Result<void> BulkRun::settle(store::Transaction& transaction, std::span<Frozen const> chunk, Outcome const& outcome) {
    auto skipped = stored_.skipped;
    for (auto const& [place, reason] : outcome.skipped)
        if (skipped++ < limits::bulk_skipped_kept_max)
            TRY(transaction.execute(sql::bulk_edit_skip, stored_.id, stored_.done + static_cast<std::int64_t>(place),
                                    part_->object, chunk[place].id, reason));
    TRY(transaction.execute(sql::bulk_edit_progress, stored_.id, stored_.done + static_cast<std::int64_t>(chunk.size()),
                            stored_.changed + outcome.changed, skipped));
    return {};
}

}  // namespace kith::records
