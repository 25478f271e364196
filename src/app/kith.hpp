// The composition root: every part of the program, made in order and joined. It reads as a list.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

#include "access/access.hpp"
#include "access/limits.hpp"
#include "access/row_access.hpp"
#include "app/live.hpp"
#include "app/sealing.hpp"
#include "app/settings.hpp"
#include "audit/audit_log.hpp"
#include "connect/connect_routes.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "people/day_totals.hpp"
#include "people/people.hpp"
#include "people/rights.hpp"
#include "people/search.hpp"
#include "records/attachments/attachments.hpp"
#include "records/bulk_edits.hpp"
#include "records/records.hpp"
#include "records/reverts.hpp"
#include "records/set_up.hpp"
#include "records/sharing.hpp"
#include "records/talk/comments.hpp"
#include "records/talk/inbox.hpp"
#include "records/talk/marks.hpp"
#include "records/views.hpp"
#include "schema/definitions.hpp"
#include "store/database.hpp"
#include "store/jobs.hpp"

namespace kith::app {

class Kith {
public:
    /// Opens the database, brings it up to date, checks every query of the program on it, and builds what stands on it.
    static Result<std::unique_ptr<Kith>> open(Settings const& settings);
    ~Kith();

    /// Background work: live changes, jobs. Only a server needs it.
    void start();
    /// Jobs alone: what a command that owns the folder needs to see its own work done.
    void start_jobs();
    /// Closes the streams of live changes, for which a stopping server would wait.
    void end_streams();
    /// Ends background work. What was accepted is finished.
    void stop();
    /// What is due now and then; to be called every `tidy_every`.
    void tidy();
    static constexpr auto tidy_every = std::chrono::seconds(limits::identity_cached_seconds_max);

    http::Router const& router() const { return router_; }
    http::Authenticator const& authenticator() const { return authenticator_; }
    store::Database& database() { return *database_; }
    access::Access& access() { return *access_; }
    access::RoleBook& roles() { return *role_book_; }
    access::TeamBook& teams() { return *team_book_; }
    records::Records& records() { return *records_; }
    records::Inbox& inbox() { return *inbox_; }
    people::People& people() { return *people_; }
    connect::Connect& connect() { return *connect_; }
    people::DayTotals& totals() { return *totals_; }
    LiveHub& live() { return *live_; }
    audit::AuditLog& audit() { return *audit_; }
    /// For /metrics, once there is a server.
    void set_server(http::Server const* server) { server_ = server; }

private:
    Kith() = default;
    void add_routes(Settings const& settings);
    void join_definitions();
    void add_audit();
    void add_talk();
    void add_attachments();
    void tell_inboxes();
    Result<void> count_days();

    // In the order of their making; each may use those above it.
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<schema::Published> schema_;
    std::unique_ptr<schema::Definitions> definitions_;
    std::unique_ptr<access::Access> access_;
    std::unique_ptr<access::RoleBook> role_book_;
    std::unique_ptr<access::TeamBook> team_book_;
    std::unique_ptr<access::ShareBook> share_book_;
    std::unique_ptr<access::RowAccess> row_access_;
    std::unique_ptr<records::Records> records_;
    std::unique_ptr<records::Sharing> sharing_;
    std::unique_ptr<records::BulkEdits> bulk_edits_;
    std::unique_ptr<records::Reverts> reverts_;
    std::unique_ptr<records::Views> views_;
    std::unique_ptr<records::SetUp> set_up_;
    std::unique_ptr<people::People> people_;
    std::unique_ptr<people::Rights> rights_;
    std::unique_ptr<records::Places> places_;
    std::unique_ptr<records::Inbox> inbox_;
    std::unique_ptr<records::Comments> comments_;
    std::unique_ptr<records::Marks> marks_;
    std::unique_ptr<records::Attachments> attachments_;
    std::unique_ptr<people::Search> search_;
    std::unique_ptr<people::DayTotals> totals_;
    std::unique_ptr<connect::Connect> connect_;
    std::unique_ptr<audit::AuditLog> audit_;
    std::unique_ptr<Sealing> sealing_;
    std::unique_ptr<store::JobQueue> jobs_;
    std::unique_ptr<LiveHub> live_;
    http::Router router_;
    http::Authenticator authenticator_;
    std::atomic<http::Server const*> server_ = nullptr;
    std::chrono::steady_clock::time_point tidied_;  ///< when sessions that are over were last removed
};

}  // namespace kith::app
