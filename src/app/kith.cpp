#include "app/kith.hpp"

#include <spdlog/spdlog.h>

#include <limits>

#include "access/access_routes.hpp"
#include "app/erasure_key.hpp"
#include "app/health.hpp"
#include "app/live_routes.hpp"
#include "app/search.sql.hpp"
#include "app/version.hpp"
#include "audit/audit_routes.hpp"
#include "base/embedded.hpp"
#include "events/notes.hpp"
#include "http/static_files.hpp"
#include "people/kept_values.hpp"
#include "people/limits.hpp"
#include "people/people_routes.hpp"
#include "records/attachments/attachment_routes.hpp"
#include "records/attachments/field_files.hpp"
#include "records/attachments/file_words.hpp"
#include "records/attachments/limits.hpp"
#include "records/bulk_edit_routes.hpp"
#include "records/change_set_routes.hpp"
#include "records/formula_routes.hpp"
#include "records/formulas.hpp"
#include "records/limits.hpp"
#include "records/records_routes.hpp"
#include "records/rule_routes.hpp"
#include "records/set_up_routes.hpp"
#include "records/share_routes.hpp"
#include "records/talk/limits.hpp"
#include "records/talk/talk_routes.hpp"
#include "records/type_change.hpp"
#include "records/view_routes.hpp"
#include "registry.hpp"
#include "schema/definition_routes.hpp"
#include "store/limits.hpp"

namespace kith::embedded {
std::vector<File> web();  // web/dist, compiled in
}

namespace kith::app {

namespace {

constexpr int job_workers = 2;
constexpr std::string_view totals_job = "day_totals";
constexpr auto forget_every = std::chrono::hours(1);

// What a build without the web application shows in its place.
constexpr std::string_view page_without_application =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Kith</title>"
    "<p>The web application is not part of this build: run <code>npm ci && npm run build</code> in <code>web/</code>, "
    "then build again.</p></html>";

std::vector<embedded::File> web_files() {
    auto files = embedded::web();
    if (files.empty()) files.push_back({"index.html", page_without_application});
    return files;
}

void add_openapi_route(http::Router& router, records::Records& records, records::BulkEdits& bulk_edits,
                       records::Sharing& sharing) {
    router.add({http::Method::get,
                "/api/v1/openapi.json",
                Permission::openapi_read,
                {"get_openapi", "Health", "This interface, as OpenAPI 3.1", "", "OpenApi"},
                [&router, &records, &bulk_edits, &sharing](http::Request& request) -> Result<http::Response> {
                    http::Router objects;  // as they are now, and as who asks sees them
                    records::describe_objects(objects, records, request.actor);
                    records::describe_bulk_routes(objects, records, bulk_edits, request.actor);
                    records::describe_share_routes(objects, records, sharing, request.actor);
                    return http::Response::json(http::openapi({&router, &objects}, version()));
                }});
    router.add_schema("OpenApi", {{"type", "object"}, {"required", {"openapi", "info", "paths"}}});
}

// Names that an object would share with a route or with a schema of the documentation.
std::vector<std::string> names_in_use(http::Router const& router) {
    std::vector<std::string> names;
    constexpr std::string_view root = "/api/v1/";
    for (auto const& route : router.routes()) {
        if (!route.path.starts_with(root)) continue;
        auto const part = route.path.substr(root.size(), route.path.find('/', root.size()) - root.size());
        if (!part.starts_with('{')) names.push_back(part);
    }
    for (auto const& [name, ignored] : router.schemas()) names.push_back(name);
    names.emplace_back("events");  // what an export calls them
    names.emplace_back("sales");   // what an import calls them
    return names;
}

// Search documents that are missing or of an older form are made anew: records, notes and files are found by them from
// the first request on.
Result<void> rewrite_old_search(store::Database& database, schema::Published const& schema) {
    auto const old = [](store::Session& session) { return session.query(sql::old_search_documents); };
    if (TRY(database.read(old)).empty()) return {};
    return database.write(
        [&](store::Transaction& transaction) -> Result<void> {
            TRY(transaction.lock("schema"));
            auto const marks = TRY(old(transaction));
            if (marks.empty()) return {};
            bool are_all = false;
            for (auto const mark : marks) are_all = are_all || mark.text(0) == "search_documents";
            if (are_all) {
                TRY(records::rewrite_search_documents(transaction, *schema.current()));
                TRY(events::rewrite_note_words(transaction));
            }
            TRY(records::rewrite_file_words(transaction));
            TRY(transaction.execute(sql::forget_old_search_documents));
            return {};
        },
        store::Lane::background);
}

}  // namespace

std::string_view version() { return KITH_VERSION; }

Result<std::unique_ptr<Kith>> Kith::open(Settings const& settings) {
    TRY(secrets::initialise());
    auto kith = std::unique_ptr<Kith>(new Kith());
    store::Options options;
    options.connections = settings.database_connections;
    kith->database_ = TRY(store::Database::open(settings.database, options));
    auto& database = *kith->database_;
    kith->schema_ = std::make_unique<schema::Published>(TRY(schema::install(database)));
    TRY(database.check_queries(sql::all()));
    TRY(rewrite_old_search(database, *kith->schema_));
    kith->role_book_ = TRY(access::RoleBook::load(database, *kith->schema_));
    kith->access_ = TRY(access::Access::load(database, *kith->role_book_));
    kith->role_book_->on_change([access = kith->access_.get()] { access->forget_cached(); });
    kith->team_book_ = TRY(access::TeamBook::load(database));
    kith->share_book_ = TRY(access::ShareBook::load(database));
    kith->row_access_ = TRY(
        access::RowAccess::load(database, *kith->role_book_, *kith->team_book_, *kith->share_book_, *kith->schema_));
    kith->records_ = std::make_unique<records::Records>(database, *kith->schema_, *kith->row_access_);
    kith->sharing_ = std::make_unique<records::Sharing>(database, *kith->records_, *kith->share_book_);
    kith->definitions_ = std::make_unique<schema::Definitions>(database, *kith->schema_);
    kith->join_definitions();
    kith->views_ = std::make_unique<records::Views>(database, *kith->schema_, *kith->row_access_);
    kith->set_up_ = std::make_unique<records::SetUp>(database, *kith->definitions_, *kith->role_book_, *kith->views_);
    kith->people_ = std::make_unique<people::People>(database, *kith->records_);
    kith->people_->install_hooks();
    TRY(kith->people_->install());
    kith->records_->use_export_gate(kith->people_->export_gate());
    TRY(kith->records_->check_export_gate());
    auto& tombstones = kith->people_->tombstones();
    tombstones.use_secret(TRY(load_erasure_key(settings.data)));
    TRY(database.write([&](store::Transaction& tx) { return tombstones.look(tx); }));
    kith->rights_ = std::make_unique<people::Rights>(database, *kith->records_, *kith->people_);
    kith->add_talk();
    kith->add_attachments();
    auto const actor_now = [access = kith->access_.get()](Actor const& then) { return access->actor_now(then); };
    kith->connect_ =
        TRY(connect::Connect::load(database, *kith->people_, *kith->records_, *kith->definitions_, actor_now));
    kith->rights_->on_erased([connect = kith->connect_.get()] { connect->debugger().forget(); });
    kith->search_ = std::make_unique<people::Search>(database, *kith->records_, *kith->people_, *kith->places_);
    kith->totals_ = std::make_unique<people::DayTotals>(database, *kith->people_);
    kith->jobs_ = std::make_unique<store::JobQueue>(database);
    kith->jobs_->handle(std::string(connect::import_job_kind), [connect = kith->connect_.get()](store::Job const& job) {
        return connect->imports().run(job);
    });
    kith->bulk_edits_ = std::make_unique<records::BulkEdits>(database, *kith->records_, actor_now);
    kith->jobs_->handle(std::string(records::bulk_edit_job_kind),
                        [edits = kith->bulk_edits_.get()](store::Job const& job) { return edits->run(job); });
    kith->reverts_ = std::make_unique<records::Reverts>(database, *kith->records_, actor_now);
    kith->jobs_->handle(std::string(records::revert_job_kind),
                        [reverts = kith->reverts_.get()](store::Job const& job) { return reverts->run(job); });
    kith->jobs_->handle(std::string(records::formulas_job_kind),
                        [&database, &schema = *kith->schema_](store::Job const& job) -> Result<void> {
                            TRY(records::work_out_formulas(database, schema, job.payload));
                            return {};
                        });
    kith->jobs_->handle(std::string(totals_job), [totals = kith->totals_.get()](store::Job const&) -> Result<void> {
        TRY(totals->catch_up(std::numeric_limits<std::size_t>::max()));
        return {};
    });
    auto const root_of = [people = kith->people_.get()](store::Session& session, PersonId person) {
        return people->root_of(session, person);
    };
    kith->live_ = std::make_unique<LiveHub>(database, *kith->records_, *kith->row_access_, root_of);
    kith->live_->add_topic("source",
                           [connect = kith->connect_.get()](
                               Actor const& actor, std::string_view id) -> Result<std::shared_ptr<http::EventStream>> {
                               auto const source = SourceId::parse(id);
                               if (!source || !actor.may(Permission::sources_read))
                                   return Error::not_found("There is no such source.");
                               return connect->watch(actor, *source);
                           });
    kith->live_->add_topic("import",
                           [connect = kith->connect_.get()](
                               Actor const& actor, std::string_view id) -> Result<std::shared_ptr<http::EventStream>> {
                               auto const import = connect::ImportId::parse(id);
                               if (!import) return Error::not_found("There is no such import.");
                               return connect->imports().watch(actor, *import);
                           });
    kith->add_audit();
    kith->authenticator_ = access::authenticator(*kith->access_, {settings.is_proxy_trusted});
    kith->add_routes(settings);
    return kith;
}

Kith::~Kith() { stop(); }

void Kith::add_routes(Settings const& settings) {
    access::add_routes(router_, *access_, *row_access_, *role_book_, {settings.is_proxy_trusted});
    access::add_role_routes(router_, *role_book_, *schema_);
    access::add_team_routes(router_, *team_book_);
    schema::add_routes(router_, *definitions_);
    records::add_routes(router_, *records_);
    records::add_bulk_routes(router_, *records_, *bulk_edits_);
    records::add_change_set_routes(router_, *records_, *reverts_);
    records::add_share_routes(router_, *records_, *sharing_);
    records::add_rule_routes(router_, *records_, *row_access_);
    records::add_formula_routes(router_, *records_, *row_access_);
    records::add_view_routes(router_, *views_);
    records::add_set_up_routes(router_, *set_up_);
    records::add_talk_routes(router_, *comments_, *inbox_, *marks_);
    records::add_attachment_routes(router_, *attachments_);
    people::add_routes(router_, *people_, *database_, *records_, *row_access_, *totals_);
    people::add_rights_routes(router_, *rights_);
    people::add_search_routes(router_, *search_);
    connect::add_tracking_routes(router_, *connect_, {{}, settings.is_proxy_trusted});
    connect::add_source_routes(router_, *connect_);
    connect::add_import_routes(router_, connect_->imports());
    connect::add_export_routes(router_, connect_->exports());
    audit::add_routes(router_, *audit_);
    add_live_routes(router_, *live_, authenticator_);
    auto const statistics = [this] {
        auto const* server = server_.load();
        return server ? server->statistics() : http::ServerStatistics{};
    };
    add_health_routes(router_, *database_, *audit_, attachments_->contents(), statistics, settings.data);
    add_openapi_route(router_, *records_, *bulk_edits_, *sharing_);
    http::add_static_files(router_, web_files());
    definitions_->reserve(names_in_use(router_));
}

// Whose comments, watches and favourites are whose, after joins, and files ask the same; and who is told what is shared
// with them.
void Kith::add_talk() {
    auto const same = [people = people_.get()](store::Session& session, schema::Object const& object,
                                               RecordId id) -> Result<std::vector<RecordId>> {
        if (!object.is_person_owned) return std::vector{id};
        std::vector<RecordId> ids;
        auto const root = TRY(people->root_of(session, PersonId{id.uuid}));
        for (auto const alias : TRY(people->aliases_of(session, root))) ids.push_back(RecordId{alias.uuid});
        return ids;
    };
    auto const actor_of = [access = access_.get()](UserId user) {
        Actor then;
        then.kind = ActorKind::user;
        then.id = user.uuid;
        return access->actor_now(then);
    };
    places_ = std::make_unique<records::Places>(*records_, same);
    inbox_ = std::make_unique<records::Inbox>(*database_, *places_, actor_of);
    comments_ = std::make_unique<records::Comments>(*database_, *places_, *inbox_, actor_of);
    marks_ = std::make_unique<records::Marks>(*database_, *places_);
    sharing_->on_shared(
        [this](store::Transaction& transaction, records::Write const& write, access::Share const& share) {
            auto const users = share.is_team ? team_book_->current()->members_within(access::TeamId{share.grantee})
                                             : std::vector{share.grantee};
            return inbox_->tell_shared(transaction, write.actor, share.object, RecordId{share.record}, users);
        });
}

void Kith::add_attachments() {
    attachments_ = std::make_unique<records::Attachments>(*database_, *places_);
    records_->add_reverting(
        {[this](store::Session& session, ChangeSetId id) { return attachments_->changes_of(session, id); },
         [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
             return attachments_->revert(transaction, write, id);
         }});
    rights_->before_finish([this]() -> Result<void> {
        TRY(attachments_->contents().sweep());
        return {};
    });
}

void Kith::tell_inboxes() {
    if (auto const told = inbox_->catch_up(); !told)
        spdlog::warn("inboxes: {} {}", told.error().message, told.error().cause);
}

// Who reads the log sees of records what they may see of them elsewhere.
void Kith::add_audit() {
    auto const look = [this](store::Session& session, Actor const& actor, std::string_view name, Uuid id) {
        audit::Sight sight;
        auto const object = records_->schema()->find(name);
        if (!object || !row_access_->may(actor, *object, access::Deed::read)) return sight;
        if (auto const record = records_->get(session, actor, *object, RecordId{id})) {
            sight.is_seen = sight.is_there = true;
            if (auto const now = record->value("name", Json()); now.is_string()) sight.name = now.get<std::string>();
            return sight;
        }
        // Deleted, erased or hidden, which only they can tell apart from whom nothing is hidden.
        sight.is_seen = records_->check_sees_all(actor, *object).has_value();
        sight.may_read_name_then = records_->check_sees_whole(actor, *object).has_value();
        return sight;
    };
    auto const knows_object = [this](Actor const& actor, std::string_view name) {
        auto const object = records_->schema()->find_defined(name);
        return !object || row_access_->may(actor, *object, access::Deed::read);
    };
    audit_ = std::make_unique<audit::AuditLog>(*database_, look, knows_object);
    sealing_ = std::make_unique<Sealing>(*audit_);
}

// What stands on definitions without the schema knowing of it, and what goes back with them.
void Kith::join_definitions() {
    definitions_->set_conversion(records::conversion(*row_access_));
    definitions_->set_kept_values(records::with_files(people::kept_values()));
    definitions_->set_formulas(records::formulas());
    definitions_->add_mentions([this](schema::Object const& object, schema::Field const* field) {
        // The rule of a retired object waits for it; of a deleted one it would be left over.
        bool const is_blocking = field || object.is_retired;
        std::vector<schema::Mention> mentions;
        for (auto& role : row_access_->roles_mentioning(object, field))
            mentions.push_back({"row_rule", std::move(role), is_blocking});
        return mentions;
    });
    definitions_->add_broken([this](store::Session& session, schema::SchemaPointer const& before,
                                    schema::SchemaPointer const& after) -> Result<std::vector<schema::Mention>> {
        std::vector<schema::Mention> mentions;
        for (auto const& rule : TRY(row_access_->rules_broken(session, before, after)))
            mentions.push_back({"row_rule", rule.role + " for " + rule.object, true});
        return mentions;
    });
    definitions_->show_by(
        [this](Actor const& actor, schema::ObjectPointer const& object) { return row_access_->seen_by(actor, object); },
        [this](Actor const& actor, schema::Object const& object) {
            Json may = Json::object();
            for (auto const deed : access::deeds())
                may[std::string(access::name_of(deed))] = row_access_->may(actor, object, deed);
            return may;
        });
    records_->add_reverting(
        {[this](store::Session& session, ChangeSetId id) { return views_->changes_of(session, id); },
         [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
             return views_->revert(transaction, write.actor, id);
         }});
    records_->add_reverting(
        {[this](store::Session& session, ChangeSetId id) { return role_book_->changes_of(session, id); },
         [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
             return role_book_->revert(transaction, {write.actor, write.change_set}, id);
         }});
    records_->add_reverting(
        {[this](store::Session& session, ChangeSetId id) { return team_book_->changes_of(session, id); },
         [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
             return team_book_->revert(transaction, {write.actor, write.change_set}, id);
         }});
    records_->add_reverting(
        {[this](store::Session& session, ChangeSetId id) { return sharing_->changes_of(session, id); },
         [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
             return sharing_->revert(transaction, write, id);
         }});
    records_->add_reverting(
        {[this](store::Session& session, ChangeSetId id) { return definitions_->changes_of(session, id); },
         [this](store::Transaction& transaction, records::Write const& write, ChangeSetId id) {
             return definitions_->revert(transaction, {write.actor, write.change_set}, id);
         }});
}

void Kith::start() {
    start_jobs();
    live_->start();
    sealing_->start();
}

void Kith::start_jobs() { jobs_->start(job_workers); }

void Kith::end_streams() { live_->stop(); }

void Kith::stop() {
    if (live_) live_->stop();
    if (sealing_) sealing_->stop();
    if (connect_) connect_->imports().stop();
    if (bulk_edits_) bulk_edits_->stop();
    if (reverts_) reverts_->stop();
    if (jobs_) jobs_->stop();
}

// A few changes are counted at once; many, as after an import, by a job.
Result<void> Kith::count_days() {
    auto const counted = totals_->catch_up(limits::home_changes_max);
    if (counted) return {};
    if (counted.error().code != ErrorCode::unavailable) return Failure(counted.error());
    return database_->write(
        [](store::Transaction& transaction) -> Result<void> {
            return transaction.enqueue({std::string(totals_job), "{}", std::string(totals_job), {}});
        },
        store::Lane::background);
}

void Kith::tidy() {
    if (auto const counted = count_days(); !counted)
        spdlog::warn("totals of days: {} {}", counted.error().message, counted.error().cause);
    tell_inboxes();
    // Another server on the same database may have changed definitions or row rules; users and tokens are asked for
    // anew every few seconds anyway.
    if (database_->file().empty()) {
        if (auto const reloaded = definitions_->reload(); !reloaded)
            spdlog::error("definitions: {}", reloaded.error().cause);
        if (auto const reloaded = row_access_->reload(); !reloaded)
            spdlog::error("row rules: {}", reloaded.error().cause);
        auto const looked =
            database_->read([this](store::Session& session) { return people_->tombstones().look(session); });
        if (!looked) spdlog::error("tombstones: {} {}", looked.error().message, looked.error().cause);
    }
    if (auto const finished = rights_->finish(); !finished)
        spdlog::warn("an erasure still has traces in the files: {}", finished.error().message);
    auto const now = std::chrono::steady_clock::now();
    if (now - tidied_ < forget_every) return;
    tidied_ = now;
    auto const warn = [](std::string_view of, Result<std::int64_t> const& outcome) {
        if (!outcome) spdlog::warn("{}: {} {}", of, outcome.error().message, outcome.error().cause);
    };
    warn("expired sessions", access_->remove_expired_sessions());
    warn("idempotency keys",
         records_->forget_requests(Instant::now() - std::chrono::hours(limits::idempotency_hours_min)));
    warn("files that wait to be imported",
         connect_->imports().forget_files(Instant::now() - std::chrono::hours(24 * limits::import_file_days_max)));
    auto const days_ago = [](int days) { return Instant::now() - std::chrono::hours(24 * days); };
    warn("deleted comments", comments_->purge(days_ago(limits::comment_days_kept)));
    warn("removed files",
         attachments_->forget(days_ago(limits::attachment_days_kept),
                              Instant::now() - std::chrono::hours(limits::attachment_upload_hours_max)));
    warn("old inbox entries", inbox_->forget(days_ago(limits::inbox_days_kept)));
    warn("change log",
         store::prune_changes(*database_, limits::changes_kept_min / database_->dialect().change_slots()));
}

}  // namespace kith::app
