#include "access/share_book.hpp"

#include "access/limits.hpp"
#include "access/shares.sql.hpp"
#include "audit/audit.hpp"

namespace kith::access {

namespace {

// Whoever changes shares does so one after the other: the picture is of all.
constexpr std::string_view shares_lock = "shares";

Error not_shown() { return Error::not_found("This record is not shared with them."); }

Share share_of(store::Rows::Row const& row) {
    return {std::string(row.text(0)), row.uuid(1), row.uuid(2), row.boolean(3)};
}

Result<void> check_grantee(store::Session& session, Share const& share) {
    auto const& query = share.is_team ? sql::share_team : sql::share_user;
    if (!TRY(session.query(query, share.grantee)).empty()) return {};
    if (share.is_team) return Error::invalid("team", "not_a_choice", "There is no such team.");
    return Error::invalid("user", "not_a_choice", "There is no such user.");
}

}  // namespace

Result<std::unique_ptr<ShareBook>> ShareBook::load(store::Database& database) {
    std::unique_ptr<ShareBook> book(new ShareBook(database));
    TRY(book->reload());
    return book;
}

Result<Shares> ShareBook::read(store::Session& session) {
    std::vector<Share> shares;
    for (auto const& row : TRY(session.query(sql::shares_all))) shares.push_back(share_of(row));
    return Shares(std::move(shares));
}

Result<void> ShareBook::reload() {
    auto shares = TRY(database_.read([](store::Session& session) { return read(session); }));
    *shares_.lock() = std::make_shared<Shares const>(std::move(shares));
    return {};
}

Result<std::vector<ShareBook::Listed>> ShareBook::of_record(store::Session& session, std::string_view object,
                                                            Uuid record) {
    std::vector<Listed> list;
    for (auto const& row : TRY(session.query(sql::shares_of_record, object, record)))
        list.push_back({share_of(row), std::string(row.text(4)), std::string(row.text(5)), row.instant(6)});
    return list;
}

Result<bool> ShareBook::add(store::Transaction& transaction, schema::Author const& author, Share const& share) {
    TRY(transaction.lock(shares_lock));
    if (!TRY(transaction.query(sql::share_get, share.object, share.record, share.grantee)).empty()) return false;
    TRY(check_grantee(transaction, share));
    auto const count = TRY(transaction.query(sql::shares_count));
    if (count[0].integer(0) >= static_cast<std::int64_t>(limits::shares_max))
        return Error::conflict("too_many_shares",
                               fmt::format("There may be {} shares; a row rule serves many.", limits::shares_max));
    TRY(put(transaction, author, {share, true}));
    TRY(publish(transaction));
    return true;
}

Result<void> ShareBook::remove(store::Transaction& transaction, schema::Author const& author, std::string_view object,
                               Uuid record, Uuid grantee) {
    TRY(transaction.lock(shares_lock));
    auto const found = TRY(transaction.query(sql::share_get, object, record, grantee));
    if (found.empty()) return not_shown();
    TRY(put(transaction, author, {{std::string(object), record, grantee, found[0].boolean(0)}, false}));
    return publish(transaction);
}

Result<std::vector<ShareBook::Change>> ShareBook::changed_by(store::Session& session, ChangeSetId change_set) {
    std::vector<Change> changes;
    for (auto const& row : TRY(session.query(sql::share_changes_of, change_set)))
        changes.push_back({share_of(row), row.boolean(4)});
    return changes;
}

Result<void> ShareBook::take_back(store::Transaction& transaction, schema::Author const& author, Change const& change) {
    TRY(transaction.lock(shares_lock));
    auto const& share = change.share;
    bool const is_there = !TRY(transaction.query(sql::share_get, share.object, share.record, share.grantee)).empty();
    if (is_there != change.is_added)
        return Error::conflict("changed_since", "Whom the record is shared with was changed again since.");
    if (!change.is_added) TRY(check_grantee(transaction, share));
    TRY(put(transaction, author, {share, !change.is_added}));
    return publish(transaction);
}

Result<void> ShareBook::put(store::Transaction& transaction, schema::Author const& author, Change const& change) {
    auto const& share = change.share;
    auto const by = author.actor.id.is_nil() ? std::nullopt : std::optional(author.actor.id);
    TRY(transaction.execute(sql::share_begin_change_set, author.change_set, name_of(author.actor.kind), by,
                            author.actor.name, transaction.now()));
    TRY(transaction.execute(sql::share_note_change, author.change_set, share.object, share.record, share.grantee,
                            share.is_team, change.is_added));
    if (change.is_added)
        TRY(transaction.execute(sql::share_put, share.object, share.record, share.grantee, share.is_team,
                                author.actor.name, transaction.now()));
    else
        TRY(transaction.execute(sql::share_delete, share.object, share.record, share.grantee));
    audit::Entry entry;
    entry.action = change.is_added ? audit::Action::record_shared : audit::Action::record_unshared;
    entry.kind = audit::Kind::record;
    entry.object = share.object;
    entry.id = share.record;
    entry.change_set = author.change_set;
    entry.facts = {{"with", share.is_team ? "team" : "user"}, {"id", share.grantee.text()}};
    return audit::note(transaction, author.actor, entry);
}

// What is in the database now is what every read asks with from the commit on.
Result<void> ShareBook::publish(store::Transaction& transaction) {
    auto const shares = std::make_shared<Shares const>(TRY(read(transaction)));
    transaction.note({store::ChangeKind::settings_changed, {}, {}, {}, {}, 0});
    // Of two that commit one after the other the hook of the first may run last; the number is taken under the lock.
    transaction.after_commit([this, shares, number = ++pictures_taken_] {
        auto current = shares_.lock();
        if (number < picture_shown_) return;
        picture_shown_ = number;
        *current = shares;
    });
    return {};
}

}  // namespace kith::access
