// Files that people bring in: kept in pieces, looked at, and taken in by a job.
//
// A file is sales, or records of an object: people, companies, whatever was defined. Its rows go in chunk by chunk
// between other writes, each chunk with the position that it reaches in one transaction: an import that is killed goes
// on where it stood. Everything that it writes belongs to one change set. A row is told apart by its own number (of the
// sale, of the person, of the record by the column that was chosen) or, lacking one, by the file's fingerprint and its
// position: the same file twice adds nothing, two equal sales in one file are two. Rows that cannot go in are kept with
// line and reason until somebody has mended them.
//
// Whoever may import may, by a key, touch anybody: `forbidden` for a role that sees only some people or companies.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/guarded.hpp"
#include "connect/imports/plan.hpp"
#include "connect/limits.hpp"
#include "connect/sources.hpp"
#include "http/event_stream.hpp"
#include "people/people.hpp"
#include "records/records.hpp"
#include "schema/definitions.hpp"
#include "store/jobs.hpp"

namespace kith::connect {

using ImportId = Id<struct ImportTag>;

inline constexpr std::string_view import_job_kind = "import";

class Imports {
public:
    /// Somebody as they may act now; the error where they may not any more.
    using ActorNow = std::function<Result<Actor>(Actor const&)>;
    Imports(store::Database& database, people::People& people, records::Records& records,
            schema::Definitions& definitions, Sources& sources, ActorNow actor_now)
        : database_(database),
          people_(people),
          records_(records),
          definitions_(definitions),
          sources_(sources),
          actor_now_(std::move(actor_now)) {}

    /// What reverting an import gives back beside its records: the numbers of its sales. Once, before serving.
    void install_hooks();

    // Doors. Errors: forbidden, not_found, invalid, conflict.
    /// `{kind, file_name, bytes}`. `conflict` (`too_many_files`) where `limits::imports_open_max` of the actor's wait
    /// to be begun.
    Result<Json> create(Actor const& actor, Json const& body);
    /// The file's pieces in order, each as large as the sender likes up to `limits::import_part_bytes_max`. A piece
    /// that came before is taken again. With the last the file is `ready`.
    Result<Json> add_part(Actor const& actor, ImportId id, std::int64_t part, std::string_view bytes);
    /// Of the kinds that the actor may import.
    Result<Json> list(Actor const& actor, std::string_view page, std::size_t limit);
    Result<Json> get(Actor const& actor, ImportId id);
    /// What would become of the first rows: `{plan, targets, columns, rows}`. `{format, plan}` override what is
    /// suggested.
    Result<Json> preview(Actor const& actor, ImportId id, Json const& body);
    /// Begins, or goes on after a failure. `conflict` where the same file is being imported already (`import_running`),
    /// and where rows of it came in by an import that was started after the one that failed (`import_superseded`).
    /// `forbidden` too where a column becomes the company and the actor may not change every company.
    Result<Json> start(Actor const& actor, ImportId id, Json const& body);
    /// Rows that did not go in, as a file of the same columns and four more, after the row `after`; `next` is nothing
    /// at the end.
    struct BadRows {
        std::string csv, file_name;
        std::optional<std::int64_t> next;
    };
    Result<BadRows> bad_rows(Actor const& actor, ImportId id, std::int64_t after);
    /// Throws away the files that came before that instant and are not being taken in: those that were never begun
    /// altogether, of those that failed the bytes. How many they were.
    Result<std::int64_t> forget_files(Instant before);
    /// Throws a file away that was not begun.
    Result<void> remove(Actor const& actor, ImportId id);
    /// Progress as server-sent events.
    Result<std::shared_ptr<http::EventStream>> watch(Actor const& actor, ImportId id);

    /// The job. Comes back early, to be claimed again, once `stop` was called.
    Result<void> run(store::Job const& job);
    void stop() { is_stopping_ = true; }

private:
    friend class ImportRun;
    struct Stored;
    Result<void> check_may(Actor const& actor, ImportKind const& kind);
    bool may_take_in(Actor const& actor, schema::Object const& object) const;
    /// `forbidden` unless the file is the actor's own, or they may see all that it may tell.
    Result<void> check_may_look_into(Actor const& actor, Stored const& import);
    /// `invalid` on `map` where the plan fills a field that the actor may not write.
    Result<void> check_targets(Actor const& actor, ImportPlan const& plan);
    /// Whether the actor may have this plan followed: all of the above.
    Result<void> check_may_follow(Actor const& actor, ImportPlan const& plan);
    Result<void> check_mapped(Actor const& actor, ImportKind const& kind, schema::Schema const& seen,
                              MappedColumn const& mapped);
    /// The objects as the actor sees them: what is hidden is no target, and named in no answer.
    schema::SchemaPointer seen_by(Actor const& actor);
    Json targets_json(Actor const& actor, ImportKind const& kind, schema::Schema const& seen);
    Result<Json> preview_rows(ImportPlan const& plan, FileBeginning const& first);
    Result<void> check_may_companies(Actor const& actor);
    static Result<void> check_alone(Stored const& import, store::Rows const& others);
    Result<Stored> load(store::Session& session, ImportId id);
    Result<Json> json_of(store::Session& session, Stored const& import);
    Result<std::string> sample(ImportId id);
    Result<ImportDefaults> defaults(store::Session& session);
    Result<ImportPlan> plan_for(Actor const& actor, Stored const& import, std::string_view sample, Json const& body);
    Result<std::string> finish_upload(ImportId id, std::int64_t parts);
    Result<SourceId> source_named(std::string const& name, Actor const& by);
    void tell(ImportId id, Json const& import);

    store::Database& database_;
    people::People& people_;
    records::Records& records_;
    schema::Definitions& definitions_;
    Sources& sources_;
    ActorNow actor_now_;
    std::atomic<bool> is_stopping_ = false;
    Guarded<std::multimap<ImportId, std::weak_ptr<http::EventStream>>> watchers_;
};

}  // namespace kith::connect
