// The record engine on a database of its own, on SQLite and on PostgreSQL with the same assertions.
#pragma once

#include <memory>

#include "access/row_access.hpp"
#include "records/records.hpp"
#include "tests/support/store_fixture.hpp"

namespace kith::records {

class RecordsTest : public store::StoreTest {
protected:
    void SetUp() override {
        store::StoreTest::SetUp();
        if (IsSkipped()) return;
        auto schema = schema::install(*database_);
        ASSERT_OK(schema);
        schema_ = schema.take();
        published_ = std::make_unique<schema::Published>(schema_);
        auto book = access::RoleBook::load(*database_, *published_);
        ASSERT_OK(book);
        book_ = book.take();
        auto teams = access::TeamBook::load(*database_);
        ASSERT_OK(teams);
        teams_ = teams.take();
        auto shares = access::ShareBook::load(*database_);
        ASSERT_OK(shares);
        shares_ = shares.take();
        auto access = access::RowAccess::load(*database_, *book_, *teams_, *shares_, *published_);
        ASSERT_OK(access);
        access_ = access.take();
        records_ = std::make_unique<Records>(*database_, *published_, *access_);
        person_ = schema_->find("person");
        company_ = schema_->find("company");
    }

    std::string make_database() override { return server_->make_workspace(); }

    static Json parsed(std::string_view text) { return parse_json(text).value(); }

    static Actor member() {
        Actor actor;
        actor.kind = ActorKind::user;
        actor.id = Uuid::of_name("test", "member");
        actor.name = "Ona";
        actor.role = "member";
        actor.permissions = {Permission::people_read,   Permission::people_write,       Permission::records_read,
                             Permission::records_write, Permission::change_sets_revert, Permission::records_share,
                             Permission::records_purge};
        return actor;
    }

    Result<void> set_rule(std::string_view role, schema::Object const& object, std::optional<std::string> rule) {
        return book_->set_rows(schema::Author::begin(Actor::system("test")), role, object.name, std::move(rule));
    }

    /// Changes what the role may do, as the API takes it.
    Result<access::RolePointer> change_role(std::string_view role, Json const& body) {
        return book_->change(schema::Author::begin(Actor::system("test")), role, book_->find(role)->version, body);
    }

    /// Somebody who may sign in, for fields that name users.
    void add_user(Uuid id, std::string_view name) {
        auto const email = id.text() + "@example.com";
        ASSERT_OK(database_->write([&](store::Transaction& transaction) -> Result<void> {
            store::Parameter const parameters[] = {id, name, email};
            TRY(transaction.run(
                "INSERT INTO user_account (id, name, email, email_folded, password_hash, role, is_disabled, "
                "language, theme, density, created_at) VALUES ($1, $2, $3, $3, 'x', 'member', FALSE, 'en', "
                "'system', 'compact', 0)",
                parameters));
            return {};
        }));
    }

    Write by_system(std::string kind = "import") const { return Write::begin(std::move(kind), Actor::system("test")); }

    /// A person as the program makes one.
    RecordId add_person(Json const& values) {
        auto const id = RecordId::make();
        Json with_known = values;
        with_known["is_known"] = values.value("is_known", true);
        auto const made = database_->write([&](store::Transaction& transaction) {
            return records_->insert(transaction, by_system(), *person_, id, with_known);
        });
        EXPECT_TRUE(made) << store::describe(made.error());
        return id;
    }

    Page list(ListQuery const& query, Actor const& actor = Actor::system("test")) {
        auto page = records_->list(actor, *person_, query);
        EXPECT_TRUE(page) << store::describe(page.error());
        return page ? page.take() : Page{};
    }

    static std::int64_t version_of(Json const& record) { return record["version"].get<std::int64_t>(); }
    static RecordId id_of(Json const& record) { return *RecordId::parse(record["id"].get<std::string>()); }

    schema::SchemaPointer schema_;
    std::unique_ptr<schema::Published> published_;
    std::unique_ptr<access::RoleBook> book_;
    std::unique_ptr<access::TeamBook> teams_;
    std::unique_ptr<access::ShareBook> shares_;
    std::unique_ptr<access::RowAccess> access_;
    std::unique_ptr<Records> records_;
    schema::ObjectPointer person_, company_;
};

}  // namespace kith::records
