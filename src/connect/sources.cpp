#include "connect/sources.hpp"

#include "access/limits.hpp"
#include "audit/audit.hpp"
#include "connect/connect.sql.hpp"

namespace kith::connect {

namespace {

// Recognisable where it is found in a page or a log.
constexpr std::string_view write_key_prefix = "kwk_";
constexpr std::size_t shown_prefix_characters = 10;
// A key's last use is written at most this often.
constexpr std::int64_t use_written_every_ms = 60'000;

std::string hash_text(std::string_view secret) {
    auto const hash = secrets::hash(secret);
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

std::string text_of(store::Bytes bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

/// The columns of `sources_list` and `source_find`.
Json json_of(store::Rows::Row const& row) {
    return {{"id", row.uuid(0).text()},
            {"name", row.text(1)},
            {"kind", row.text(2)},
            {"created_at", row.instant(4).text()},
            {"last_event_at", text_or_null(row.optional_instant(10))},
            {"is_enabled", row.boolean(3)},
            {"counters",
             {{"received", row.integer(6)},
              {"stored", row.integer(7)},
              {"duplicates", row.integer(8)},
              {"rejected", row.integer(9)}}}};
}

Error no_source() { return Error::not_found("There is no such source."); }

Result<Json> find(store::Session& session, SourceId id) {
    auto const rows = TRY(session.query(sql::source_find, id));
    if (rows.empty()) return no_source();
    return json_of(rows[0]);
}

Result<NewWriteKey> insert_key(store::Transaction& transaction, SourceId source, NewWriteKey const& key) {
    auto const hash = secrets::hash(key.secret);
    TRY(transaction.execute(sql::write_key_insert, key.id, source, store::Bytes(hash), key.prefix, transaction.now()));
    return key;
}

NewWriteKey make_key() {
    NewWriteKey key{WriteKeyId::make(), std::string(write_key_prefix) + secrets::random_text(24), {}};
    key.prefix = key.secret.substr(0, shown_prefix_characters);
    return key;
}

void note_change(store::Transaction& transaction) {
    store::Change change;
    change.kind = store::ChangeKind::settings_changed;
    transaction.note(std::move(change));
}

Result<void> note_in_audit(store::Transaction& transaction, Actor const& by, audit::Action action, SourceId source,
                           std::string_view name, Json facts = Json::object()) {
    audit::Entry entry;
    entry.action = action;
    entry.kind = audit::Kind::source;
    entry.id = source.uuid;
    entry.name = name;
    entry.facts = std::move(facts);
    return audit::note(transaction, by, entry);
}

}  // namespace

Result<std::unique_ptr<Sources>> Sources::load(store::Database& database, events::PropertyTypes& types) {
    std::unique_ptr<Sources> sources(new Sources(database, types));
    TRY(sources->reload());
    return sources;
}

Result<std::shared_ptr<Sources::Picture const>> Sources::reload() {
    auto const before = *picture_.lock();
    auto fresh = std::make_shared<Picture>();
    fresh->loaded_at = Instant::now();
    TRY(database_.read([&](store::Session& session) -> Result<void> {
        auto const sources = TRY(session.query(sql::sources_list));
        for (auto const row : sources) {
            auto source = std::make_shared<Source>();
            source->id = row.id<SourceId>(0);
            source->name = row.text(1);
            source->kind = row.text(2);
            source->is_enabled = row.boolean(3);
            if (!row.is_null(5)) source->plan = TRY(Plan::of(TRY(parse_json(row.text(5)))));
            fresh->by_id[source->id] = source;
        }
        auto const keys = TRY(session.query(sql::write_keys_in_force));
        for (auto const row : keys) {
            auto const source = fresh->by_id.find(row.id<SourceId>(1));
            if (source == fresh->by_id.end()) continue;
            auto const hash = text_of(row.bytes(2));
            auto used = std::make_shared<std::atomic<std::int64_t>>(row.integer(3));
            if (before)
                if (auto const known = before->by_hash.find(hash); known != before->by_hash.end())
                    used = known->second.last_used_ms;
            fresh->by_hash[hash] = {source->second, row.id<WriteKeyId>(0), std::move(used)};
        }
        return {};
    }));
    *picture_.lock() = fresh;
    return std::shared_ptr<Picture const>(fresh);
}

Result<std::shared_ptr<Sources::Picture const>> Sources::picture() {
    auto now = *picture_.lock();
    if (now && Instant::now() - now->loaded_at < std::chrono::seconds(limits::identity_cached_seconds_max)) return now;
    return reload();
}

Result<Sender> Sources::sender(std::string_view secret) {
    if (secret.empty())
        return Error::unauthenticated(
            "A write key is needed, as the user name of Basic authentication or as writeKey in the body.");
    auto const now = TRY(picture());
    auto const found = now->by_hash.find(hash_text(secret));
    if (found == now->by_hash.end()) return Error::unauthenticated("This write key is not known.");
    if (!found->second.source->is_enabled) {
        auto error = Error::forbidden("This source is disabled.");
        error.reason = "source_disabled";
        return error;
    }
    return found->second;
}

Result<std::shared_ptr<Source const>> Sources::source(SourceId id) {
    auto const now = TRY(picture());
    auto const found = now->by_id.find(id);
    if (found == now->by_id.end()) return no_source();
    return found->second;
}

Result<Json> Sources::list() {
    return database_.read([](store::Session& session) -> Result<Json> {
        Json list = Json::array();
        auto const rows = TRY(session.query(sql::sources_list));
        for (auto const row : rows) list.push_back(json_of(row));
        auto const count = list.size();
        return Json{{"data", std::move(list)}, {"next", nullptr}, {"total", {{"count", count}, {"is_exact", true}}}};
    });
}

Result<Json> Sources::get(SourceId id) {
    return database_.read([&](store::Session& session) { return find(session, id); });
}

Result<Json> Sources::add(std::string_view name, std::string_view kind, Actor const& by) {
    auto const id = SourceId::make();
    auto const key = make_key();
    auto source = TRY(database_.write([&](store::Transaction& transaction) -> Result<Json> {
        TRY(transaction.execute(sql::source_insert, id, name, kind, transaction.now()));
        TRY(transaction.execute(sql::source_counter_insert, id));
        TRY(insert_key(transaction, id, key));
        note_change(transaction);
        TRY(note_in_audit(transaction, by, audit::Action::source_added, id, name));
        return find(transaction, id);
    }));
    TRY(reload());
    source["key"] = key.json();
    return source;
}

Result<SourceId> Sources::add_for_files(std::string_view name, Actor const& by) {
    auto const id = SourceId::make();
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
        TRY(transaction.execute(sql::source_insert, id, name, "import", transaction.now()));
        TRY(transaction.execute(sql::source_counter_insert, id));
        note_change(transaction);
        return note_in_audit(transaction, by, audit::Action::source_added, id, name);
    }));
    TRY(reload());
    return id;
}

Result<Json> Sources::update(SourceId id, std::optional<std::string> name, std::optional<bool> is_enabled,
                             Actor const& by) {
    auto source = TRY(database_.write([&](store::Transaction& transaction) -> Result<Json> {
        auto const before = TRY(find(transaction, id));
        TRY(transaction.execute(sql::source_update, id, name.value_or(before["name"].get<std::string>()),
                                is_enabled.value_or(before["is_enabled"].get<bool>())));
        note_change(transaction);
        auto after = TRY(find(transaction, id));
        Json facts = Json::object();
        if (after["is_enabled"] != before["is_enabled"]) facts["is_enabled"] = after["is_enabled"];
        TRY(note_in_audit(transaction, by, audit::Action::source_changed, id, after["name"].get<std::string>(),
                          std::move(facts)));
        return after;
    }));
    TRY(reload());
    return source;
}

Result<Json> Sources::keys(SourceId id) {
    return database_.read([&](store::Session& session) -> Result<Json> {
        TRY(find(session, id));
        Json list = Json::array();
        auto const rows = TRY(session.query(sql::write_keys_of_source, id));
        for (auto const row : rows)
            list.push_back({{"id", row.uuid(0).text()},
                            {"prefix", row.text(1)},
                            {"created_at", row.instant(2).text()},
                            {"last_used_at", text_or_null(row.optional_instant(3))},
                            {"is_revoked", !row.is_null(4)}});
        auto const count = list.size();
        return Json{{"data", std::move(list)}, {"next", nullptr}, {"total", {{"count", count}, {"is_exact", true}}}};
    });
}

Result<NewWriteKey> Sources::add_key(SourceId id, Actor const& by) {
    auto const key = make_key();
    TRY(database_.write([&](store::Transaction& transaction) -> Result<NewWriteKey> {
        auto const source = TRY(find(transaction, id));
        note_change(transaction);
        TRY(note_in_audit(transaction, by, audit::Action::key_added, id, source["name"].get<std::string>()));
        return insert_key(transaction, id, key);
    }));
    TRY(reload());
    return key;
}

Result<void> Sources::revoke_key(SourceId id, WriteKeyId key, Actor const& by) {
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
        if (TRY(transaction.execute(sql::write_key_revoke, key, id, transaction.now())) == 0)
            return Error::not_found("There is no such key.");
        note_change(transaction);
        auto const source = TRY(find(transaction, id));
        return note_in_audit(transaction, by, audit::Action::key_revoked, id, source["name"].get<std::string>());
    }));
    TRY(reload());
    return {};
}

Result<Json> Sources::plan(SourceId id) {
    return database_.read([&](store::Session& session) -> Result<Json> {
        auto const rows = TRY(session.query(sql::source_find, id));
        if (rows.empty()) return no_source();
        if (rows[0].is_null(5)) return Plan().json();
        return TRY(Plan::of(TRY(parse_json(rows[0].text(5))))).json();
    });
}

Result<Json> Sources::set_plan(SourceId id, Plan const& plan, Actor const& by) {
    auto const json = plan.json();
    auto const text = dump_json(json);
    TRY(database_.write([&](store::Transaction& transaction) -> Result<void> {
        if (TRY(transaction.execute(sql::source_plan_update, id, text)) == 0) return no_source();
        for (auto const& [type, property] : plan.properties())
            if (property.type != events::ValueType::any)
                TRY(types_.fix(transaction, type, property.name, property.type));
        note_change(transaction);
        auto const source = TRY(find(transaction, id));
        return note_in_audit(transaction, by, audit::Action::source_changed, id, source["name"].get<std::string>(),
                             {{"plan", true}});
    }));
    TRY(reload());
    return json;
}

Result<void> Sources::count(store::Transaction& transaction, Sender const& sender, Counts const& counts) {
    auto const now = transaction.now();
    auto const used = sender.last_used_ms;
    if (used && now.ms - used->load() >= use_written_every_ms) {
        TRY(transaction.execute(sql::write_key_used, sender.key, now));
        transaction.after_commit([used, now] { used->store(now.ms); });
    }
    TRY(transaction.execute(sql::source_count, sender.source->id, counts.received, counts.stored, counts.duplicates,
                            counts.rejected, now));
    return {};
}

}  // namespace kith::connect
