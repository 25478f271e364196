#include "connect/imports/imports.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <set>

#include "audit/audit.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "connect/connect.sql.hpp"
#include "connect/imports/imports.sql.hpp"
#include "connect/imports/references.hpp"
#include "connect/imports/rows.hpp"
#include "connect/imports/stored.hpp"
#include "connect/limits.hpp"

namespace kith::connect {

namespace {

Error no_import() { return Error::not_found("There is no such import."); }

std::string_view text_of(store::Bytes bytes) { return {reinterpret_cast<char const*>(bytes.data()), bytes.size()}; }

store::Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

/// A name of a file without its folders.
std::string base_name(std::string_view name) {
    auto const slash = name.find_last_of("/\\");
    return text::clean(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

Json problem_of(Error const& error) {
    auto const& fields = error.fields;
    return {{"field", fields.empty() ? "" : fields[0].field},
            {"code", fields.empty() ? "" : fields[0].code},
            {"message", error.message}};
}

Json problem_of(PreparedRow const& row) {
    return {{"code", row.reason},
            {"detail", row.detail},
            {"field", row.field.empty() ? Json() : Json(row.field)},
            {"nearest", row.nearest.empty() ? Json() : Json(row.nearest)}};
}

Json shown(PreparedRow const& row) {
    Json fields = Json::object(), traits = Json::object();
    for (auto const& value : row.telling.values) {
        bool const is_trait = value.field.starts_with("trait:");
        (is_trait ? traits : fields)[is_trait ? value.field.substr(6) : value.field] = value.value;
    }
    for (auto const& [field, value] : row.record.items()) fields[field] = value;
    for (auto const& [field, said] : row.choices) fields[field] = said;
    for (auto const& link : row.links) fields[link.field->name] = link.text;
    if (!row.employer.empty()) fields["company"] = row.employer;
    Json keys = Json::array();
    for (auto const& key : row.telling.keys)
        keys.push_back({{"kind", people::name_of(key.kind)}, {"value", key.value}});
    if (!row.company_number.empty()) keys.push_back({{"kind", "group_id"}, {"value", row.company_number}});
    Json sale;
    if (row.sale) {
        auto const& from = *row.sale;
        auto const money = [&](std::optional<std::int64_t> minor) {
            return minor ? Json{{"minor", *minor}, {"currency", from.currency.text()}} : Json();
        };
        auto const kind = from.kind == SaleRow::Kind::sale     ? "sale"
                          : from.kind == SaleRow::Kind::refund ? "refund"
                                                               : "cancellation";
        sale = {{"kind", kind},
                {"at", from.at.text()},
                {"amount", money(from.amount)},
                {"discount", money(from.discount)},
                {"tax", money(from.tax)},
                {"cost", money(from.cost)},
                {"margin", money(from.margin)},
                {"units", from.units ? Json(*from.units) : Json()},
                {"store", from.store},
                {"product", from.product},
                {"transaction", from.transaction},
                {"reverses", from.reverses}};
    }
    return {{"row", row.number},           {"line", row.line},
            {"fields", std::move(fields)}, {"traits", std::move(traits)},
            {"keys", std::move(keys)},     {"sale", std::move(sale)},
            {"misfits", row.misfits},      {"problem", row.is_bad() ? problem_of(row) : Json()}};
}

}  // namespace

bool Imports::may_take_in(Actor const& actor, schema::Object const& object) const {
    auto const& access = records_.access();
    return access.may(actor, object, access::Deed::create) && access.may(actor, object, access::Deed::update);
}

Result<void> Imports::check_may(Actor const& actor, ImportKind const& kind) {
    if (!actor.may(Permission::files_import)) return Error::forbidden("Your role may not import files.");
    auto const object = kind.object(*records_.schema());
    if (!object || !records_.access().may(actor, *object, access::Deed::read)) return no_import();
    if (!may_take_in(actor, *object))
        return Error::forbidden(fmt::format("Your role may not make and change {}.", object->plural));
    TRY(records_.check_sees_all(actor, *object));
    if (kind.is_people()) TRY(check_may_companies(actor));
    return {};
}

/// A company is found by its name alone: who imports it learns and changes what a rule may hide.
Result<void> Imports::check_may_follow(Actor const& actor, ImportPlan const& plan) {
    TRY(check_may(actor, plan.kind));
    TRY(check_targets(actor, plan));
    if (plan.kind.is_about_people() && plan.maps("company")) return check_may_companies(actor);
    return {};
}

Result<void> Imports::check_may_companies(Actor const& actor) {
    auto const company = records_.schema()->find("company");
    if (!may_take_in(actor, *company)) return Error::forbidden("Your role may not make and change companies.");
    return records_.check_sees_all(actor, *company);
}

Result<void> Imports::check_may_look_into(Actor const& actor, Stored const& import) {
    if (import.actor.kind == actor.kind && import.actor.id == actor.id) return {};
    auto const schema = records_.schema();
    for (auto const& object : {schema->find("person"), schema->find("company"), import.kind.object(*schema)})
        if (object) TRY(records_.check_sees_all_fields(actor, *object));
    return {};
}

schema::SchemaPointer Imports::seen_by(Actor const& actor) {
    auto const schema = records_.schema();
    std::vector<schema::ObjectPointer> seen;
    for (auto const& object : schema->objects())
        if (auto one = records_.access().seen_by(actor, object)) seen.push_back(std::move(one));
    return std::make_shared<schema::Schema const>(std::move(seen), schema->version());
}

Result<void> Imports::check_mapped(Actor const& actor, ImportKind const& kind, schema::Schema const& seen,
                                   MappedColumn const& mapped) {
    auto const targets = import_targets(kind, seen);
    auto const target =
        std::find_if(targets.begin(), targets.end(), [&](auto const& each) { return each.name == mapped.target; });
    auto const refused =
        Error::invalid("map", "not_permitted", fmt::format("Your role may not change {}.", mapped.target));
    if (target == targets.end()) return refused;
    auto const* field = kind.object(seen)->find(mapped.target);
    bool const is_employer = kind.is_about_people() && mapped.target == "company" && mapped.by.empty();
    if (!field || field->type != schema::FieldType::relation || is_employer) return {};
    bool const is_known = mapped.by.empty() || std::any_of(target->references.begin(), target->references.end(),
                                                           [&](auto const& each) { return each.name == mapped.by; });
    auto const other = seen.find(field->object);
    if (!is_known || !other || !records_.check_sees_all(actor, *other)) return refused;
    return {};
}

Result<void> Imports::check_targets(Actor const& actor, ImportPlan const& plan) {
    auto const seen = seen_by(actor);
    for (auto const& mapped : plan.map) TRY(check_mapped(actor, plan.kind, *seen, mapped));
    return {};
}

Result<Imports::Stored> Imports::load(store::Session& session, ImportId id) {
    auto const rows = TRY(session.query(sql::import_find, id));
    if (rows.empty()) return no_import();
    return Stored::of(rows[0]);
}

Result<Json> Imports::json_of(store::Session& session, Stored const& import) {
    Json earlier = Json::array();
    if (!import.fingerprint.empty()) {
        auto const rows = TRY(session.query(sql::imports_of_file, import.fingerprint, import.kind.name, import.id));
        for (auto const row : rows)
            earlier.push_back({{"id", row.uuid(0).text()},
                               {"state", row.text(1)},
                               {"rows", row.integer(2)},
                               {"created_at", row.instant(3).text()}});
    }
    return Json{{"id", import.id.text()},
                {"kind", import.kind.name},
                {"state", import.reverted_at ? "reverted" : import.state},
                {"file_name", import.file_name},
                {"bytes", import.bytes},
                {"bytes_received", import.bytes_received},
                {"bytes_done", import.bytes_done},
                {"rows",
                 {{"done", import.rows_done},
                  {"stored", import.rows_stored},
                  {"duplicates", import.rows_duplicate},
                  {"bad", import.rows_bad}}},
                {"misfits", import.misfits},
                {"choices_made", import.choices_made},
                {"error", import.error.empty() ? Json() : Json(import.error)},
                {"change_set", import.change_set.text()},
                {"actor", import.actor.name},
                {"earlier", std::move(earlier)},
                {"created_at", import.created_at.text()},
                {"started_at", text_or_null(import.started_at)},
                {"finished_at", text_or_null(import.finished_at)},
                {"reverted_at", text_or_null(import.reverted_at)}};
}

Result<Json> Imports::create(Actor const& actor, Json const& body) {
    if (!actor.may(Permission::files_import)) return Error::forbidden("Your role may not import files.");
    auto const kind = TRY(import_kind_of(
        body.contains("kind") && body["kind"].is_string() ? body["kind"].get<std::string>() : "", *seen_by(actor)));
    TRY(check_may(actor, kind));
    auto const name = body.contains("file_name") && body["file_name"].is_string()
                          ? base_name(body["file_name"].get_ref<std::string const&>())
                          : std::string();
    if (name.empty() || text::length(name) > limits::name_characters_max)
        return Error::invalid("file_name", "wrong", "The file needs a name of at most 200 characters.");
    if (!body.contains("bytes") || !body["bytes"].is_number_integer() || body["bytes"].get<double>() < 1)
        return Error::invalid("bytes", "wrong",
                              "Say how many bytes the file has; an empty file has nothing to import.");
    if (body["bytes"].get<double>() > static_cast<double>(limits::import_file_bytes_max))
        return Error::too_large(fmt::format("A file may have at most {} bytes.", limits::import_file_bytes_max));
    auto const id = ImportId::make();
    return database_.write([&](store::Transaction& tx) -> Result<Json> {
        std::optional<Uuid> const by = actor.id.is_nil() ? std::nullopt : std::optional(actor.id);
        auto const open = TRY(tx.query(sql::imports_open, kith::name_of(actor.kind), by))[0].integer(0);
        if (open >= limits::imports_open_max)
            return Error::conflict("too_many_files", "Too many of your files wait to be begun: begin or discard some.");
        TRY(tx.execute(sql::import_insert, id, kind.name, name, body["bytes"].get<std::int64_t>(), ChangeSetId::make(),
                       kith::name_of(actor.kind), by, actor.name, tx.now()));
        return json_of(tx, TRY(load(tx, id)));
    });
}

Result<Json> Imports::add_part(Actor const& actor, ImportId id, std::int64_t part, std::string_view bytes) {
    std::int64_t parts = 0;
    auto json = TRY(database_.write(
        [&](store::Transaction& tx) -> Result<Json> {
            auto import = TRY(load(tx, id));
            TRY(check_may(actor, import.kind));
            TRY(tx.query(sql::import_lock, id));
            parts = TRY(tx.query(sql::import_parts_count, id))[0].integer(0);
            if (part < parts) return json_of(tx, import);
            if (import.state != "uploading") return Error::conflict("import_begun", "The file is here already.");
            if (part > parts)
                return Error::conflict("not_uploaded", fmt::format("The piece {} has not come yet.", parts));
            if (bytes.empty()) return Error::invalid("body", "required", "A piece of a file is not empty.");
            auto const received = import.bytes_received + static_cast<std::int64_t>(bytes.size());
            if (received > import.bytes)
                return Error::invalid("body", "too_long", "The file is longer than it was said to be.");
            TRY(tx.execute(sql::import_part_insert, id, part, bytes_of(bytes)));
            TRY(tx.execute(sql::import_received, id, received));
            import.bytes_received = received;
            ++parts;
            return json_of(tx, import);
        },
        store::Lane::background));
    if (json["bytes_received"] != json["bytes"] || json["state"] != "uploading") return json;
    auto const fingerprint = TRY(finish_upload(id, parts));
    auto const beginning = TRY(sample(id));
    bool const is_whole = static_cast<std::int64_t>(beginning.size()) >= json["bytes"].get<std::int64_t>();
    auto const format = dump_json(connect::json_of(format_of(beginning, is_whole)));
    return database_.write([&](store::Transaction& tx) -> Result<Json> {
        TRY(tx.execute(sql::import_ready, id, fingerprint, format));
        return json_of(tx, TRY(load(tx, id)));
    });
}

/// The fingerprint of the whole, read piece by piece.
Result<std::string> Imports::finish_upload(ImportId id, std::int64_t parts) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
    for (std::int64_t part = 0; part < parts; ++part) {
        TRY(database_.read([&](store::Session& session) -> Result<void> {
            auto const rows = TRY(session.query(sql::import_part, id, part));
            if (rows.empty()) return Error::internal("a piece of an import is gone");
            auto const bytes = rows[0].bytes(0);
            crypto_generichash_update(&state, bytes.data(), bytes.size());
            return {};
        }));
    }
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    crypto_generichash_final(&state, hash.data(), hash.size());
    std::string text;
    for (auto const byte : hash) text += fmt::format("{:02x}", byte);
    return text;
}

Result<std::string> Imports::sample(ImportId id) {
    return database_.read([&](store::Session& session) -> Result<std::string> {
        std::string beginning;
        for (std::int64_t part = 0; beginning.size() < limits::import_sample_bytes; ++part) {
            auto const rows = TRY(session.query(sql::import_part, id, part));
            if (rows.empty()) break;
            beginning += text_of(rows[0].bytes(0));
        }
        if (beginning.empty()) return Error::conflict("not_uploaded", "The file is not here.");
        return beginning;
    });
}

Result<Json> Imports::list(Actor const& actor, std::string_view page, std::size_t limit) {
    if (!actor.may(Permission::files_import)) return Error::forbidden("Your role may not import files.");
    auto const after = page.empty() ? ImportId::parse("ffffffff-ffff-ffff-ffff-ffffffffffff") : ImportId::parse(page);
    if (!after)
        return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
    return database_.read([&](store::Session& session) -> Result<Json> {
        std::set<std::string, std::less<>> kinds;
        std::int64_t total = 0;
        auto const counts = TRY(session.query(sql::import_kinds));
        for (auto const row : counts) {
            auto const may = check_may(actor, {std::string(row.text(0))});
            if (!may && may.error().code != ErrorCode::forbidden && may.error().code != ErrorCode::not_found)
                return Failure(may.error());
            if (!may) continue;
            kinds.emplace(row.text(0));
            total += row.integer(1);
        }
        Json data = Json::array();
        Json next;
        // Imports of kinds that the actor may not see are passed over.
        auto before = *after;
        for (bool has_more = total > 0; has_more && next.is_null();) {
            auto const rows = TRY(session.query(sql::imports_page, before, limit + 1));
            has_more = rows.size() == limit + 1;
            for (auto const row : rows) {
                before = row.id<ImportId>(0);
                if (!kinds.contains(row.text(1))) continue;
                if (data.size() == limit) {
                    next = data.back()["id"];
                    break;
                }
                data.push_back(TRY(json_of(session, TRY(Stored::of(row)))));
            }
        }
        return Json{
            {"data", std::move(data)}, {"next", std::move(next)}, {"total", {{"count", total}, {"is_exact", true}}}};
    });
}

Result<Json> Imports::get(Actor const& actor, ImportId id) {
    return database_.read([&](store::Session& session) -> Result<Json> {
        auto const import = TRY(load(session, id));
        TRY(check_may(actor, import.kind));
        return json_of(session, import);
    });
}

Result<ImportDefaults> Imports::defaults(store::Session& session) {
    auto const rows = TRY(session.query(sql::import_workspace));
    if (rows.empty()) return ImportDefaults{std::nullopt, "Etc/UTC", "en"};
    return ImportDefaults{Currency::parse(rows[0].text(0)), std::string(rows[0].text(1)), std::string(rows[0].text(2))};
}

/// What is suggested, and over it what the body says.
Result<ImportPlan> Imports::plan_for(Actor const& actor, Stored const& import, std::string_view beginning,
                                     Json const& body) {
    bool const is_whole = static_cast<std::int64_t>(beginning.size()) >= import.bytes;
    auto format = TRY(connect::format_of(import.format, FileFormat{}));
    if (body.contains("format") && body["format"].is_object()) format = TRY(connect::format_of(body["format"], format));
    auto const first = beginning_of(beginning, is_whole, format, 200);
    if (first.columns.empty()) return Error::invalid("file", "required", "No rows were found in the file.");
    if (first.columns.size() > limits::import_columns_max)
        return Error::too_large(fmt::format("A file may have at most {} columns.", limits::import_columns_max));
    auto const known = TRY(database_.read([&](store::Session& session) { return defaults(session); }));
    auto const seen = seen_by(actor);
    auto plan = suggested_plan(import.kind, format, first, *seen, known);
    std::erase_if(plan.map, [&](auto const& each) { return !check_mapped(actor, import.kind, *seen, each); });
    if (!plan.maps(plan.key)) plan.key.clear();
    return plan;
}

Result<Json> Imports::preview(Actor const& actor, ImportId id, Json const& body) {
    auto const import = TRY(database_.read([&](store::Session& session) { return load(session, id); }));
    TRY(check_may(actor, import.kind));
    TRY(check_may_look_into(actor, import));
    auto const beginning = TRY(sample(id));
    auto const seen = seen_by(actor);
    auto plan = TRY(plan_for(actor, import, beginning, body));
    auto const first = beginning_of(beginning, static_cast<std::int64_t>(beginning.size()) >= import.bytes, plan.format,
                                    limits::import_preview_rows);
    // A plan that is not complete yet still shows what it makes of the rows.
    bool const has_plan = body.contains("plan") && body["plan"].is_object();
    auto checked = plan_of(has_plan ? body["plan"] : Json::object(), plan, *seen);
    if (checked)
        if (auto const permitted = check_targets(actor, *checked); !permitted) checked = Failure(permitted.error());
    Json problem;
    if (checked)
        plan = checked.take();
    else
        problem = problem_of(checked.error());
    Json columns = Json::array(), rows = Json::array();
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        Json examples = Json::array();
        for (auto const& row : first.rows)
            if (i < row.cells.size() && !row.cells[i].empty() && examples.size() < 3)
                examples.push_back(text::clean(row.cells[i].substr(0, 100)));
        columns.push_back({{"name", plan.columns[i]}, {"number", i + 1}, {"examples", std::move(examples)}});
    }
    if (problem.is_null()) rows = TRY(preview_rows(plan, first));
    return Json{{"plan", plan.json()},
                {"problem", std::move(problem)},
                {"targets", targets_json(actor, import.kind, *seen)},
                {"columns", std::move(columns)},
                {"rows", std::move(rows)}};
}

Json Imports::targets_json(Actor const& actor, ImportKind const& kind, schema::Schema const& seen) {
    Json targets = Json::array();
    for (auto const& target : import_targets(kind, seen)) {
        Json references = Json::array();
        for (auto const& each : target.references)
            if (check_mapped(actor, kind, seen, {target.name, 0, each.name}))
                references.push_back({{"name", each.name}, {"label", schema::json_of(each.label)}});
        if (!check_mapped(actor, kind, seen, {target.name, 0, {}})) continue;
        targets.push_back({{"name", target.name},
                           {"label", schema::json_of(target.label)},
                           {"is_repeatable", target.is_repeatable},
                           {"is_key", target.is_key},
                           {"references", std::move(references)}});
    }
    return targets;
}

Result<Json> Imports::preview_rows(ImportPlan const& plan, FileBeginning const& first) {
    return database_.read([&](store::Session& session) -> Result<Json> {
        Json rows = Json::array();
        RowReader const reader(plan, records_.schema(), TRY(people_.home_region(session)));
        References references(people_, records_.schema());
        for (auto const& each : first.rows) {
            auto row = reader.read(each);
            if (!row.is_bad()) TRY(references.resolve(session, row));
            rows.push_back(shown(row));
        }
        return rows;
    });
}

Result<SourceId> Imports::source_named(std::string const& name, Actor const& by) {
    auto const found = TRY(database_.read([&](store::Session& session) -> Result<std::optional<SourceId>> {
        auto const rows = TRY(session.query(sql::import_source_find, name));
        return rows.empty() ? std::optional<SourceId>() : rows[0].id<SourceId>(0);
    }));
    return found ? *found : TRY(sources_.add_for_files(name, by));
}

/// What a later import of the file brought in, going on with an earlier one would bring in once more.
Result<void> Imports::check_alone(Stored const& import, store::Rows const& others) {
    for (auto const row : others) {
        if (row.text(1) == "running")
            return Error::conflict("import_running", "The same file is being imported already.");
        bool const is_later = import.started_at &&
                              std::pair(row.instant(5), row.id<ImportId>(0)) > std::pair(*import.started_at, import.id);
        if (import.state == "failed" && is_later && row.integer(2) > 0)
            return Error::conflict("import_superseded",
                                   "The same file was imported since: take that import back first, or this one.");
    }
    return {};
}

Result<Json> Imports::start(Actor const& actor, ImportId id, Json const& body) {
    auto const import = TRY(database_.read([&](store::Session& session) { return load(session, id); }));
    TRY(check_may(actor, import.kind));
    if (import.state == "uploading") return Error::conflict("not_uploaded", "The file is not here yet.");
    std::optional<ImportPlan> plan;
    std::optional<SourceId> source = import.source;
    if (import.state == "ready") {
        auto suggested = TRY(plan_for(actor, import, TRY(sample(id)), body));
        bool const has_plan = body.contains("plan") && body["plan"].is_object();
        plan = TRY(plan_of(has_plan ? body["plan"] : Json::object(), std::move(suggested), *seen_by(actor)));
    }
    TRY(check_may_follow(actor, plan ? *plan : TRY(stored_plan(import.plan))));
    if (plan && import.kind.is_sales()) source = TRY(source_named(plan->source, actor));
    return database_.write([&](store::Transaction& tx) -> Result<Json> {
        // Two imports of one file that start at one moment would not see each other.
        TRY(tx.lock("import:" + import.fingerprint));
        TRY(tx.query(sql::import_lock, id));
        auto current = TRY(load(tx, id));
        if (current.reverted_at) return Error::conflict("already_reverted", "This import was taken back.");
        auto const others = TRY(tx.query(sql::imports_of_file, current.fingerprint, current.kind.name, current.id));
        TRY(check_alone(current, others));
        auto const format = plan ? dump_json(connect::json_of(plan->format)) : dump_json(current.format);
        auto const text = plan ? dump_json(plan->json()) : dump_json(current.plan);
        if (current.state == "done") return Error::conflict("import_begun", "This import is done.");
        if (TRY(tx.query(sql::import_parts_count, id))[0].integer(0) == 0)
            return Error::conflict("not_uploaded", "The file waited too long and was thrown away. Import it again.");
        TRY(tx.execute(sql::import_started, id, format, text, source, tx.now(), !others.empty()));
        TRY(tx.enqueue({std::string(import_job_kind), dump_json(Json{{"id", id.text()}}), id.text(), {}}));
        audit::Entry entry;
        entry.action = audit::Action::import_begun;
        entry.kind = audit::Kind::import;
        entry.id = id.uuid;
        entry.facts = {{"of", current.kind.name}};
        TRY(audit::note(tx, actor, entry));
        return json_of(tx, TRY(load(tx, id)));
    });
}

Result<void> Imports::remove(Actor const& actor, ImportId id) {
    return database_.write([&](store::Transaction& tx) -> Result<void> {
        auto const import = TRY(load(tx, id));
        TRY(check_may(actor, import.kind));
        if (import.state != "uploading" && import.state != "ready")
            return Error::conflict("import_begun", "The import has begun: take it back instead.");
        TRY(tx.execute(sql::import_parts_delete, id));
        TRY(tx.execute(sql::import_delete, id));
        return {};
    });
}

Result<std::int64_t> Imports::forget_files(Instant before) {
    auto const old = TRY(database_.read([&](store::Session& session) -> Result<std::vector<ImportId>> {
        std::vector<ImportId> ids;
        auto const rows = TRY(session.query(sql::imports_old, before));
        for (auto const row : rows) ids.push_back(row.id<ImportId>(0));
        return ids;
    }));
    std::int64_t forgotten = 0;
    for (auto const id : old)
        forgotten += TRY(database_.write(
            [&](store::Transaction& tx) -> Result<std::int64_t> {
                // It may have been begun or gone on with meanwhile.
                auto const found = TRY(tx.query(sql::import_lock, id));
                if (found.empty() || found[0].text(0) == "running") return 0;
                TRY(tx.execute(sql::import_parts_delete, id));
                TRY(tx.execute(sql::import_delete, id));
                return 1;
            },
            store::Lane::background));
    return forgotten;
}

Result<std::shared_ptr<http::EventStream>> Imports::watch(Actor const& actor, ImportId id) {
    auto const import = TRY(get(actor, id));
    auto stream = std::make_shared<http::EventStream>();
    auto watchers = watchers_.lock();
    std::erase_if(*watchers, [](auto const& each) { return each.second.expired(); });
    watchers->emplace(id, stream);
    return stream;
}

void Imports::tell(ImportId id, Json const& import) {
    std::vector<std::shared_ptr<http::EventStream>> streams;
    {
        auto watchers = watchers_.lock();
        auto const [begin, end] = watchers->equal_range(id);
        for (auto each = begin; each != end; ++each)
            if (auto stream = each->second.lock()) streams.push_back(std::move(stream));
    }
    for (auto const& stream : streams) stream->send("progress", dump_json(import));
}

}  // namespace kith::connect
