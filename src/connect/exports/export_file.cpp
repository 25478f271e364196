#include "connect/exports/export_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "connect/delimited/writer.hpp"
#include "connect/exports/exports.sql.hpp"

namespace kith::connect {

namespace {

/// So that spreadsheets read the letters of all languages.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Columns that are no fields: what an import knows the row by.
constexpr std::array<std::string_view, 2> person_columns{"customer", "loyalty_card"};
constexpr std::array<std::string_view, 1> company_columns{"group_id"};

constexpr std::array<char const*, 16> event_columns{
    "id",      "person",   "occurred_at", "received_at", "type",    "call",           "source",  "actor",
    "revenue", "currency", "margin",      "cost",        "product", "subject_object", "subject", "properties"};

std::span<std::string_view const> own_columns(schema::Object const& object) {
    if (object.name == "person") return person_columns;
    if (object.name == "company") return company_columns;
    return {};
}

bool is_among(std::span<std::string_view const> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Of three decimals it gets a fourth: `1.125` could be a thousand.
std::string unmistakable(std::string number) {
    auto const point = number.find('.');
    if (point != std::string::npos && number.size() - point - 1 == 3) number += '0';
    return number;
}

/// The shortest text that reads as the same number.
std::string number_text(double value) {
    std::array<char, 400> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed).ptr;
    return unmistakable(std::string(digits.data(), end));
}

std::string money_text(Json const& value) {
    auto const currency = Currency::parse(value["currency"].get_ref<std::string const&>());
    auto const text = Money{value["minor"].get<std::int64_t>(), currency.value_or(Currency{})}.text();
    auto const space = text.find(' ');
    return unmistakable(text.substr(0, space)) + text.substr(space);
}

/// A value as an import reads it.
std::string cell_of(Json const& value, schema::Field const* field) {
    if (value.is_null()) return {};
    if (field && field->type == schema::FieldType::json) return dump_json(value);
    bool const is_decimal = field && field->type == schema::FieldType::decimal;
    if (value.is_string()) return is_decimal ? unmistakable(value.get<std::string>()) : value.get<std::string>();
    if (value.is_number_float()) return number_text(value.get<double>());
    if (value.is_array()) {
        std::string several;
        for (auto const& each : value) several += (several.empty() ? "" : ", ") + cell_of(each, nullptr);
        return several;
    }
    if (value.is_object() && value.contains("minor") && value.contains("currency")) return money_text(value);
    // A relation or a user, as people call them.
    if (value.is_object() && value.contains("name") && value["name"].is_string())
        return value["name"].get<std::string>();
    return dump_json(value);
}

Json amount_of(std::optional<std::int64_t> minor, std::optional<Money> const& revenue) {
    if (!minor || !revenue) return {};
    auto text = Money{*minor, revenue->currency}.text();
    text.erase(text.find(' '));
    return text;
}

/// An event as one row, with what its JSON has nested brought up.
Json flat(events::Event const& event, PersonId person, std::string const& source) {
    Json row{{"id", events::EventKey{event.person, event.id}.text()},
             {"person", person.text()},
             {"occurred_at", event.occurred_at.text()},
             {"received_at", event.received_at.text()},
             {"type", event.type},
             {"call", events::name_of(event.call)},
             {"source", source},
             {"product", event.product},
             {"subject_object", event.subject_object},
             {"properties", dump_json(events::json_of(event)["properties"])}};
    row["actor"] = event.actor_name.value_or("");
    row["revenue"] = amount_of(event.revenue ? std::optional(event.revenue->minor) : std::nullopt, event.revenue);
    row["margin"] = amount_of(event.margin_minor, event.revenue);
    row["cost"] = amount_of(event.cost_minor, event.revenue);
    row["currency"] = event.revenue ? Json(event.revenue->currency.text()) : Json();
    row["subject"] = text_or_null(event.subject);
    return row;
}

Json whole(events::Event const& event, PersonId person, std::string const& source) {
    auto row = events::json_of(event);
    row["person"] = person.text();
    if (event.source) row["source"]["name"] = source;
    return row;
}

}  // namespace

std::optional<ExportPlace> ExportPlace::take(std::shared_ptr<std::atomic<int>> running) {
    if (++*running <= limits::exports_running_max) return ExportPlace(std::move(running));
    --*running;
    return std::nullopt;
}

records::ExportQuery export_query(schema::Object const& object, ExportChoices const& choices,
                                  std::string const& purpose) {
    records::ExportQuery query;
    query.filter = choices.filter;
    query.search = choices.search;
    query.purpose = purpose;
    query.limit = limits::export_page_rows;
    for (auto const& field : choices.fields)
        if (field != "id" && !is_among(own_columns(object), field)) query.fields.push_back(field);
    // None of them, rather than all.
    if (query.fields.empty() && !choices.fields.empty()) query.fields.emplace_back("created_at");
    return query;
}

ExportFile::ExportFile(Exports& exports, Actor actor, Exports::Stored stored, ExportPlace place)
    : exports_(exports),
      actor_(std::move(actor)),
      stored_(std::move(stored)),
      place_(std::move(place)),
      is_csv_(stored_.format == "csv") {
    auto const schema = exports_.records_.schema();
    bool const is_of_events = stored_.object == events_name;
    object_ = is_of_events ? schema->find("person") : schema->find_plural(stored_.object);
    if (is_of_events) {
        columns_.assign(event_columns.begin(), event_columns.end());
        query_ = export_query(*object_, *stored_.choices, stored_.purpose);
        query_.fields = {"created_at"};  // the events leave, not the record
        query_.limit = limits::export_people_of_events;
        return;
    }
    if (!object_) return;
    auto const& fields = stored_.choices->fields;
    query_ = export_query(*object_, *stored_.choices, stored_.purpose);
    auto const own = own_columns(*object_);
    if (fields.empty()) {
        columns_.emplace_back("id");
        columns_.insert(columns_.end(), own.begin(), own.end());
        auto const is_visible = exports_.records_.access().visible_fields(actor_);
        for (auto const& field : object_->fields)
            if (is_visible(*object_, field)) columns_.push_back(field.name);
    } else {
        columns_ = fields;
    }
    has_keys_ = std::any_of(columns_.begin(), columns_.end(), [&](auto const& name) { return is_among(own, name); });
}

void ExportFile::append(Json const& row, std::string& out) {
    ++stored_.counts.written;
    if (!is_csv_) {
        out += dump_json(row);
        out += '\n';
        return;
    }
    std::vector<std::string> cells;
    cells.reserve(columns_.size());
    for (auto const& column : columns_) {
        auto const found = row.find(column);
        cells.push_back(found == row.end() ? std::string() : cell_of(*found, object_->find(column)));
    }
    append_delimited(out, cells, true);
}

Result<void> ExportFile::add_keys(store::Session& session, std::vector<records::Exported>& page) {
    std::vector<RecordId> leaving;
    for (auto const& each : page)
        if (each.left_out.empty()) leaving.push_back(each.id);
    if (object_->name == "company") {
        auto numbers = TRY(exports_.people_.company_numbers(session, leaving));
        for (auto& each : page)
            if (auto const number = numbers.find(each.id); number != numbers.end() && each.left_out.empty())
                each.record["group_id"] = number->second;
        return {};
    }
    std::vector<PersonId> people;
    for (auto const id : leaving) people.push_back(PersonId{id.uuid});
    auto const keys = TRY(exports_.people_.keys_of(session, people));
    for (auto& each : page) {
        auto const held = keys.find(PersonId{each.id.uuid});
        if (held == keys.end() || !each.left_out.empty()) continue;
        Json list = Json::array();
        for (auto const& key : held->second) {
            // Of several, a row has the first.
            auto const column = key.kind == people::KeyKind::user_id        ? "customer"
                                : key.kind == people::KeyKind::loyalty_card ? "loyalty_card"
                                                                            : nullptr;
            if (column && !each.record.contains(column)) each.record[column] = key.value;
            list.push_back({{"kind", people::name_of(key.kind)}, {"value", key.value}});
        }
        if (!is_csv_ && stored_.choices->fields.empty()) each.record["keys"] = std::move(list);
    }
    return {};
}

Result<void> ExportFile::add_records(store::Session& session, std::string& out) {
    auto page = TRY(exports_.records_.export_page(session, actor_, *object_, query_));
    if (has_keys_) TRY(add_keys(session, page));
    for (auto const& each : page) {
        ++stored_.counts.done;
        stored_.counts.contacts_withheld += each.contacts_withheld;
        if (each.left_out.empty())
            append(each.record, out);
        else
            ++stored_.counts.left_out[each.left_out];
    }
    is_at_end_ = page.size() < query_.limit;
    if (!page.empty()) query_.after = page.back().id;
    return {};
}

Result<bool> ExportFile::add_events_of(store::Session& session, PersonId person, std::size_t& left, std::string& out) {
    auto const aliases = TRY(exports_.people_.aliases_of(session, person));
    auto const schema = exports_.records_.schema();
    while (left > 0) {
        events::TimelineQuery query;
        query.type = stored_.choices->type;
        query.from = stored_.choices->from;
        query.to = stored_.choices->to;
        query.page = event_cursor_;
        query.limit = left;
        auto const page = TRY(events::read(session, aliases, query));
        for (auto const& event : page.events) {
            if (event.is_retracted) continue;
            if (event.subject) {
                auto const object = schema->find(event.subject_object);
                if (object && !exports_.records_.check_visible(session, actor_, *object, *event.subject)) continue;
            }
            std::string source;
            if (event.source)
                if (auto const known = exports_.sources_.source(*event.source)) source = (*known)->name;
            append(is_csv_ ? flat(event, person, source) : whole(event, person, source), out);
        }
        left -= std::min(left, page.events.size());
        event_cursor_ = page.next.value_or("");
        if (!page.next) return true;
    }
    return false;
}

Result<void> ExportFile::add_events(store::Session& session, std::string& out) {
    // Whoever has more events than one read takes is asked about again in the next.
    auto const page = TRY(exports_.records_.export_page(session, actor_, *object_, query_));
    std::size_t left = limits::export_page_rows;
    for (auto const& each : page) {
        if (!each.left_out.empty()) {
            ++stored_.counts.left_out[each.left_out];
        } else if (left == 0 || !TRY(add_events_of(session, PersonId{each.id.uuid}, left, out))) {
            return {};
        }
        ++stored_.counts.done;
        event_cursor_.clear();
        query_.after = each.id;
    }
    is_at_end_ = page.size() < query_.limit;
    return {};
}

Result<std::string> ExportFile::make_piece() {
    if (!object_) return Error::not_found("What was to be exported is no longer there.");
    std::string out;
    if (!is_begun_ && is_csv_) {
        out += byte_order_mark;
        append_delimited(out, columns_, true);
    }
    is_begun_ = true;
    while (!is_at_end_ && out.size() < limits::export_piece_bytes) {
        TRY(exports_.database_.read([&](store::Session& session) {
            return stored_.object == events_name ? add_events(session, out) : add_records(session, out);
        }));
    }
    return out;
}

Result<void> ExportFile::note() {
    auto const left_out = dump_json(Json(stored_.counts.left_out));
    auto const& counts = stored_.counts;
    return exports_.database_.write(
        [&](store::Transaction& tx) -> Result<void> {
            TRY(tx.execute(sql::export_progress, stored_.id, counts.done, counts.written, left_out,
                           counts.contacts_withheld, counts.bytes, tx.now()));
            return {};
        },
        store::Lane::background);
}

Result<void> ExportFile::finish(std::string_view state, std::string_view error) {
    return exports_.database_.write([&](store::Transaction& tx) -> Result<void> {
        std::optional<std::string_view> why;
        if (!error.empty()) why = error;
        TRY(tx.execute(sql::export_finish, stored_.id, state, why, tx.now()));
        return {};
    });
}

Result<std::string> ExportFile::next() {
    // Asked again after the last piece, which therefore went out.
    if (is_begun_ && is_at_end_) {
        TRY(finish("done", {}));
        return std::string();
    }
    auto piece = make_piece();
    if (piece) {
        stored_.counts.bytes += static_cast<std::int64_t>(piece->size());
        TRY(note());
        // A file of no rows, in JSON Lines, is an empty one.
        if (!piece->empty()) return piece;
        TRY(finish("done", {}));
        return std::string();
    }
    TRY(finish("failed", piece.error().message));
    return piece;
}

}  // namespace kith::connect
