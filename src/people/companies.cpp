// Companies as files name them: by a key of their own, or by their name alone.
#include "base/text.hpp"
#include "people/identity.sql.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

/// A record that is there, neither deleted nor joined into another.
Result<std::optional<Json>> present(records::Records& records, store::Session& session, schema::Object const& object,
                                    RecordId id) {
    auto loaded = records.load(session, object, id);
    if (!loaded || loaded->contains("deleted_at") || loaded->contains("joined_into")) return std::optional<Json>();
    return std::optional(loaded.take());
}

}  // namespace

Result<RecordId> People::State::make_company(Transaction& tx, Write const& write, std::string_view kind,
                                             std::string const& value, Json const& values) {
    auto const definition = company();
    auto id = RecordId::make();
    TRY(tx.execute(sql::account_claim, kind, value, definition->name, id, tx.now()));
    // Another transaction may have been first.
    auto const rows = TRY(tx.query(sql::account_find, kind, value));
    if (rows[0].id<RecordId>(0) != id) {
        id = rows[0].id<RecordId>(0);
        if (TRY(present(records, tx, *definition, id))) return id;
        // What it stood for was deleted, or the making of it taken back.
        id = RecordId::make();
        TRY(tx.execute(sql::account_move, kind, value, id));
    }
    TRY(records.insert(tx, write, *definition, id, values));
    return id;
}

Result<RecordId> People::company_named(store::Transaction& transaction, records::Write const& write,
                                       std::string_view name, Json const& values) {
    auto& state = *state_;
    auto const definition = state.company();
    auto const cleaned = text::clean(name);
    auto const key = text::fold(cleaned);
    auto const claimed = TRY(transaction.query(sql::account_find, "name", key));
    if (!claimed.empty() && TRY(present(state.records, transaction, *definition, claimed[0].id<RecordId>(0))))
        return claimed[0].id<RecordId>(0);
    auto const sql = fmt::format(
        "SELECT id FROM {} WHERE {} = $1 AND deleted_at IS NULL AND joined_into IS NULL ORDER BY id LIMIT 1",
        definition->table, definition->find("name")->column);
    store::Parameter const parameters[] = {cleaned};
    auto const rows = TRY(transaction.run(sql, parameters));
    if (!rows.empty()) return rows[0].id<RecordId>(0);
    auto named = values;
    named["name"] = cleaned;
    return state.make_company(transaction, write, "name", key, named);
}

Result<std::optional<RecordId>> People::company_numbered(store::Session& session, std::string_view number) {
    auto const rows = TRY(session.query(sql::account_find, "group_id", number));
    if (rows.empty()) return std::optional<RecordId>();
    auto const id = rows[0].id<RecordId>(0);
    bool const is_there = TRY(present(state_->records, session, *state_->company(), id)).has_value();
    return is_there ? std::optional(id) : std::nullopt;
}

Result<void> People::number_company(store::Transaction& transaction, std::string_view number, RecordId company) {
    TRY(transaction.execute(sql::account_claim, "group_id", number, state_->company()->name, company,
                            transaction.now()));
    // What it stood for before was deleted, or the making of it taken back.
    TRY(transaction.execute(sql::account_move, "group_id", number, company));
    return {};
}

Result<void> People::relate(store::Transaction& transaction, records::Write const& write, PersonId person,
                            RecordId company) {
    auto const id = Uuid::of_name("relationship:employee:" + person.text(), company.text());
    TRY(transaction.execute(sql::relationship_insert, person, id, "employee", state_->company()->name, company,
                            transaction.now(), write.change_set));
    return {};
}

Result<std::string> People::home_region(store::Session& session) {
    return state_->home_region(session, Json::object());
}

}  // namespace kith::people
