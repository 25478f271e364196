#include "people/rights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "people/identity.sql.hpp"
#include "people/limits.hpp"
#include "people/rights.sql.hpp"
#include "people/state.hpp"
#include "store/personal_data.hpp"

namespace kith::people {

namespace {

using store::PersonalTable;

/// A column as the registry writes it, `claimed_at:instant`.
struct Column {
    std::string_view name, kind;
};

std::vector<Column> columns_of(std::string_view written) {
    std::vector<Column> columns;
    while (!written.empty()) {
        auto const word = written.substr(0, written.find(' '));
        auto const colon = word.find(':');
        columns.push_back({word.substr(0, colon), word.substr(colon + 1)});
        written.remove_prefix(std::min(written.size(), word.size() + 1));
    }
    return columns;
}

std::string names_of(std::vector<Column> const& columns) {
    std::string names;
    for (auto const& column : columns) names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
    return names;
}

Json value_of(store::Rows::Row const& row, std::size_t at, std::string_view kind) {
    if (row.is_null(at)) return {};
    if (kind == "id") return row.uuid(at).text();
    if (kind == "instant") return row.instant(at).text();
    if (kind == "integer") return row.integer(at);
    if (kind == "bool") return row.boolean(at);
    // A payload that could not be read is shown as it came.
    if (kind == "json")
        if (auto json = parse_json(row.text(at))) return *json;
    return std::string(row.text(at));
}

std::string escaped_for_like(std::string_view text) {
    std::string escaped;
    for (auto const c : text) {
        if (c == '%' || c == '_' || c == '\\') escaped += '\\';
        escaped += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return escaped;
}

// Shorter ids of users are quantities, years and postal codes too.
constexpr std::size_t telling_id_characters_min = 6;

// A user's or a visitor's id may be as short as "7", so it is looked for where it is one, and by itself only where it
// is long enough to be nothing else; the rest speaks for itself.
std::vector<std::string> patterns_of(std::vector<Key> const& keys) {
    std::vector<std::string> patterns;
    for (auto const& key : keys) {
        auto const quoted = escaped_for_like(dump_json(key.value));
        if (key.kind == KeyKind::user_id && key.value.size() >= telling_id_characters_min)
            patterns.push_back("%" + quoted + "%");
        bool const is_plain = key.kind != KeyKind::user_id && key.kind != KeyKind::anonymous_id;
        if (is_plain) {
            patterns.push_back("%" + quoted + "%");
            continue;
        }
        auto const* field = key.kind == KeyKind::user_id ? "userid" : "anonymousid";
        for (auto const* name : {field, "previousid"})
            for (auto const* colon : {":", ": "}) patterns.push_back(fmt::format("%\"{}\"{}{}%", name, colon, quoted));
    }
    std::sort(patterns.begin(), patterns.end());
    patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
    return patterns;
}

/// One look through a table: its condition, with as many places as there are parameters.
struct Pass {
    std::string condition;
    std::vector<store::Parameter> parameters;
};

/// Without an index behind them, many patterns are looked for in one pass.
std::vector<Pass> passes_of(PersonalTable const& table, std::vector<PersonId> const& aliases,
                            std::vector<std::string> const& patterns) {
    std::vector<Pass> passes;
    if (!table.by_key) {
        for (auto const alias : aliases) passes.push_back({std::string(table.rows), {alias}});
        return passes;
    }
    for (auto const& pattern : patterns) {
        if (passes.empty() || passes.back().parameters.size() == limits::patterns_at_once) passes.emplace_back();
        auto& [condition, parameters] = passes.back();
        parameters.emplace_back(pattern);
        std::string_view rest = table.rows;
        if (!condition.empty()) condition += " OR ";
        for (auto place = rest.find("$1"); place != std::string_view::npos; place = rest.find("$1")) {
            condition += fmt::format("{}${}", rest.substr(0, place), parameters.size());
            rest.remove_prefix(place + 2);
        }
        condition += rest;
    }
    return passes;
}

template <class Visit>
Result<void> for_each_table(Visit visit) {
    for (auto const& table : store::personal_tables())
        if (table.holds == store::Holds::customers) TRY(visit(table));
    return {};
}

Result<std::int64_t> delete_where(store::Session& session, std::string_view table, std::string_view condition,
                                  std::span<store::Parameter const> parameters) {
    auto const rows = TRY(session.run(fmt::format("DELETE FROM {} WHERE {}", table, condition), parameters));
    return rows.affected();
}

/// The keys of rows that a condition finds without an index.
struct FoundRow {
    std::vector<std::variant<std::string, Uuid, std::int64_t>> key;
    std::vector<store::Parameter> parameters() const {
        std::vector<store::Parameter> all;
        for (auto const& part : key)
            all.push_back(std::visit([](auto const& value) { return store::Parameter(value); }, part));
        return all;
    }
};

Result<std::vector<FoundRow>> find_rows(store::Session& session, PersonalTable const& table,
                                        std::vector<Column> const& key, Pass const& pass) {
    auto const sql = fmt::format("SELECT {} FROM {} WHERE {}", names_of(key), table.table, pass.condition);
    auto const rows = TRY(session.run(sql, pass.parameters));
    std::vector<FoundRow> found;
    for (auto const row : rows) {
        auto& each = found.emplace_back();
        for (std::size_t i = 0; i < key.size(); ++i) {
            if (key[i].kind == "id")
                each.key.emplace_back(row.uuid(i));
            else if (key[i].kind == "integer")
                each.key.emplace_back(row.integer(i));
            else
                each.key.emplace_back(std::string(row.text(i)));
        }
    }
    return found;
}

Result<std::int64_t> delete_found(store::Database& database, PersonalTable const& table, std::vector<Column> const& key,
                                  std::span<FoundRow const> found) {
    std::string condition;
    for (std::size_t i = 0; i < key.size(); ++i)
        condition += fmt::format("{}{} = ${}", i == 0 ? "" : " AND ", key[i].name, i + 1);
    std::int64_t deleted = 0;
    while (!found.empty()) {
        auto const some = found.first(std::min(found.size(), limits::erased_rows_at_once));
        deleted += TRY(database.write(
            [&](store::Transaction& tx) -> Result<std::int64_t> {
                std::int64_t count = 0;
                for (auto const& row : some) {
                    auto const of_row = row.parameters();
                    if (table.emptied.empty()) {
                        count += TRY(delete_where(tx, table.table, condition, of_row));
                        continue;
                    }
                    std::string emptied;
                    for (auto const& column : columns_of(table.emptied))
                        emptied += fmt::format("{}{} = NULL", emptied.empty() ? "" : ", ", column.name);
                    auto const sql = fmt::format("UPDATE {} SET {} WHERE {}", table.table, emptied, condition);
                    count += TRY(tx.run(sql, of_row)).affected();
                }
                return count;
            },
            store::Lane::background));
        found = found.subspan(some.size());
    }
    return deleted;
}

/// Whether there are bytes that nobody has read yet, so that nobody can tell whom they name.
Result<bool> has_unread(store::Session& session) {
    for (auto const& table : store::personal_tables()) {
        if (table.holds != store::Holds::unread) continue;
        if (!TRY(session.run(fmt::format("SELECT 1 FROM {} LIMIT 1", table.table), {})).empty()) return true;
    }
    return false;
}

std::string name_on(Json const& record, PersonId id) {
    auto const name = record.value("name", Json());
    // As the screens call somebody without a name.
    return name.is_string() ? name.get<std::string>() : id.text().substr(id.text().size() - 6);
}

audit::Entry about(audit::Action action, PersonId person, Json const& name) {
    audit::Entry entry;
    entry.action = action;
    entry.kind = audit::Kind::record;
    entry.object = "person";
    entry.id = person.uuid;
    if (name.is_string()) entry.name = name.get<std::string>();
    entry.person = person;
    return entry;
}

/// Answers the demand that was written down; where none was, notes that it came and was answered now.
Result<void> log_answer(store::Transaction& tx, RightsRequestId id, std::string_view kind,
                        std::vector<PersonId> const& aliases, std::int64_t rows, Actor const& actor,
                        std::optional<Instant> finished_at) {
    std::int64_t answered = 0;
    for (auto const alias : aliases)
        answered += TRY(tx.execute(sql::rights_request_answer, kind, alias, rows, tx.now(), actor.name, finished_at));
    if (answered > 0) return {};
    std::optional<Uuid> actor_id;
    if (actor.id != Uuid{}) actor_id = actor.id;
    TRY(tx.execute(sql::rights_request_add, id, kind, aliases.front(), rows, kith::name_of(actor.kind), actor_id,
                   actor.name, tx.now(), finished_at));
    return {};
}

}  // namespace

Rights::Rights(store::Database& database, records::Records& records, People& people)
    : database_(database), records_(records), people_(people) {}

Result<std::vector<PersonId>> Rights::whole(store::Session& session, Actor const& actor, PersonId person) {
    if (!actor.may(Permission::people_rights)) return Error::forbidden("Your role may not answer such demands.");
    auto const root = TRY(people_.root_of(session, person));
    TRY(records_.check_visible(session, actor, *person_object(), RecordId{root.uuid}));
    // A copy that leaves something out would be no answer, and erasing is not for who cannot see what goes.
    TRY(records_.check_sees_all_fields(actor, *person_object()));
    return people_.aliases_of(session, root);
}

Result<std::vector<Key>> Rights::keys_of(store::Session& session, std::vector<PersonId> const& aliases) {
    std::vector<Key> keys;
    auto const add = [&](store::Rows const& rows, auto serves) {
        for (auto const row : rows)
            if (auto const kind = key_kind_of(row.text(0)); kind && serves(*kind))
                keys.push_back({*kind, std::string(row.text(1))});
    };
    auto const any = [](KeyKind) { return true; };
    // A phone is a whole family's: it says who somebody is only where it was claimed as a key.
    auto const is_email = [](KeyKind kind) { return kind == KeyKind::email; };
    for (auto const alias : aliases) {
        add(TRY(session.query(sql::claims_of, alias)), any);
        add(TRY(session.query(sql::released_of, alias)), any);
        add(TRY(session.query(sql::contacts_of, alias)), is_email);
    }
    return keys;
}

Result<Json> Rights::copy(Actor const& actor, PersonId person) {
    std::int64_t count = 0;
    auto copied = TRY(database_.read([&](store::Session& session) -> Result<Json> {
        auto const aliases = TRY(whole(session, actor, person));
        auto const patterns = patterns_of(TRY(keys_of(session, aliases)));
        Json records = Json::array(), tables = Json::array();
        for (auto const alias : aliases) {
            records.push_back(TRY(records_.load_whole(session, *person_object(), RecordId{alias.uuid})));
            for (auto& record : TRY(records_.about_person(session, alias))) records.push_back(std::move(record));
        }
        TRY(for_each_table([&](PersonalTable const& table) -> Result<void> {
            auto const columns = columns_of(table.shown);
            Json rows = Json::array();
            auto const passes = passes_of(table, aliases, patterns);
            for (auto const& pass : passes) {
                auto const sql =
                    fmt::format("SELECT {} FROM {} WHERE {}", names_of(columns), table.table, pass.condition);
                auto const found = TRY(session.run(sql, pass.parameters));
                count += static_cast<std::int64_t>(found.size());
                if (count > limits::person_export_rows_max)
                    return Error::too_large("There is more about this person than one file can hold.");
                for (auto const row : found) {
                    Json line = Json::object();
                    for (std::size_t i = 0; i < columns.size(); ++i)
                        line[std::string(columns[i].name)] = value_of(row, i, columns[i].kind);
                    // Several passes may find the same row.
                    bool const is_told =
                        table.by_key && passes.size() > 1 && std::find(rows.begin(), rows.end(), line) != rows.end();
                    if (!is_told) rows.push_back(std::move(line));
                }
            }
            if (!rows.empty())
                tables.push_back(Json{{"name", table.table}, {"about", table.about}, {"rows", std::move(rows)}});
            return {};
        }));
        return Json{{"exported_at", Instant::now().text()},
                    {"person", aliases.front().text()},
                    {"records", std::move(records)},
                    {"tables", std::move(tables)}};
    }));
    auto const root = *PersonId::parse(copied["person"].get<std::string>());
    auto const name = copied["records"].empty() ? Json() : copied["records"].front().value("name", Json());
    TRY(database_.write([&](store::Transaction& tx) -> Result<void> {
        auto const aliases = TRY(people_.aliases_of(tx, root));
        TRY(audit::note(tx, actor, about(audit::Action::person_copied, root, name)));
        return log_answer(tx, RightsRequestId::make(), "access", aliases, count, actor, tx.now());
    }));
    return copied;
}

Result<std::int64_t> Rights::sweep(std::vector<PersonId> const& aliases, std::vector<Key> const& keys) {
    auto const patterns = patterns_of(keys);
    std::int64_t deleted = 0;
    TRY(for_each_table([&](PersonalTable const& table) -> Result<void> {
        if (table.key.empty()) return {};
        auto const key = columns_of(table.key);
        for (auto const& pass : passes_of(table, aliases, patterns)) {
            auto const found =
                TRY(database_.read([&](store::Session& session) { return find_rows(session, table, key, pass); }));
            deleted += TRY(delete_found(database_, table, key, found));
        }
        return {};
    }));
    return deleted;
}

Result<std::int64_t> Rights::erase_records(store::Transaction& tx, std::vector<PersonId> const& aliases) {
    std::int64_t deleted = 0;
    TRY(for_each_table([&](PersonalTable const& table) -> Result<void> {
        if (!table.key.empty()) return {};
        for (auto const& pass : passes_of(table, aliases, {}))
            deleted += TRY(delete_where(tx, table.table, pass.condition, pass.parameters));
        return {};
    }));
    for (auto const alias : aliases) {
        store::Parameter const id(alias);
        auto const parameter = std::span(&id, 1);
        TRY(records_.leave(tx, *person_object(), RecordId{alias.uuid}));
        TRY(delete_where(tx, person_object()->search_table(), "record_id = $1", parameter));
        deleted += TRY(delete_where(tx, person_object()->table, "id = $1", parameter));
        deleted += TRY(records_.forget_person(tx, alias));
        store::Change change;
        change.kind = store::ChangeKind::person_erased;
        change.person = alias;
        change.object = person_object()->name;
        change.record = RecordId{alias.uuid};
        tx.note(change);
    }
    return deleted;
}

std::vector<std::string> Rights::search_tables() const {
    std::vector<std::string> tables{person_object()->search_table(), std::string(schema::note_search_table),
                                    std::string(schema::file_search_table)};
    auto const schema = records_.schema();
    for (auto const* list : {&schema->objects(), &schema->retired()})
        for (auto const& object : *list)
            if (!object->is_person_owned &&
                std::any_of(object->fields.begin(), object->fields.end(),
                            [](auto const& field) { return field.is_personal && field.is_searchable; }))
                tables.push_back(object->search_table());
    return tables;
}

Result<Json> Rights::erase(Actor const& actor, PersonId person, std::string_view typed_name) {
    auto& tombstones = people_.tombstones();
    if (!tombstones.has_secret()) return Error::unavailable("Nobody can be erased without the secret.", {}, 0);
    struct Subject {
        std::vector<PersonId> aliases;
        std::vector<Key> keys;
        bool has_account = false, has_records = false;
    };
    auto const subject = TRY(database_.read([&](store::Session& session) -> Result<Subject> {
        Subject found;
        found.aliases = TRY(whole(session, actor, person));
        auto const record = TRY(records_.load(session, *person_object(), RecordId{found.aliases.front().uuid}));
        if (text::clean(typed_name) != text::clean(name_on(record, found.aliases.front())))
            return Error::invalid("name", "wrong", "This is not the name of the person.");
        found.keys = TRY(keys_of(session, found.aliases));
        found.has_account =
            record.value("company", Json()).is_string() || record.value("household", Json()).is_string();
        for (auto const alias : found.aliases)
            found.has_records = found.has_records || !TRY(records_.about_person(session, alias)).empty();
        return found;
    }));
    auto const request = RightsRequestId::make();
    auto rows = TRY(sweep(subject.aliases, subject.keys));
    auto erased = TRY(database_.write([&](store::Transaction& tx) -> Result<Subject> {
        TRY(tx.lock("person_edge"));
        Subject now{TRY(whole(tx, actor, person)), {}, subject.has_account, subject.has_records};
        now.keys = TRY(keys_of(tx, now.aliases));
        TRY(tombstones.add(tx, now.keys));
        auto const deleted = TRY(erase_records(tx, now.aliases));
        TRY(log_answer(tx, request, "erasure", now.aliases, rows + deleted, actor, std::nullopt));
        TRY(audit::note(tx, actor, about(audit::Action::person_erased, now.aliases.front(), {})));
        // Nobody is left to have a copy.
        for (auto const alias : now.aliases) TRY(tx.execute(sql::rights_request_moot, alias, tx.now(), actor.name));
        return now;
    }));
    // What others were writing at the same moment.
    TRY(sweep(erased.aliases, erased.keys));
    rows += TRY(database_.write([&](store::Transaction& tx) { return erase_records(tx, erased.aliases); }));
    for (auto const& forget : forget_) forget();

    Json remains = Json::array({"backups"});
    if (database_.file().empty()) remains.push_back("database_log");
    if (erased.has_account) remains.push_back("accounts");
    if (erased.has_records) remains.push_back("records");
    if (TRY(database_.read([](store::Session& session) { return has_unread(session); }))) remains.push_back("files");
    if (!finish()) remains.push_back("traces");
    return Json{{"people", erased.aliases.size()}, {"remains", std::move(remains)}};
}

Result<void> Rights::finish() {
    auto const unfinished = TRY(database_.read([](store::Session& session) -> Result<std::vector<RightsRequestId>> {
        std::vector<RightsRequestId> ids;
        auto const rows = TRY(session.query(sql::rights_requests_unfinished));
        for (auto const row : rows) ids.push_back(row.id<RightsRequestId>(0));
        return ids;
    }));
    if (unfinished.empty()) return {};
    for (auto const& sweep : sweeps_) TRY(sweep());
    auto done = database_.leave_no_trace(search_tables());
    for (int attempt = 1; !done && attempt < limits::trace_attempts_max; ++attempt)
        done = database_.leave_no_trace(search_tables());
    TRY(std::move(done));
    return database_.write([&](store::Transaction& tx) -> Result<void> {
        for (auto const id : unfinished) TRY(tx.execute(sql::rights_request_finish, id, tx.now()));
        return {};
    });
}

}  // namespace kith::people
