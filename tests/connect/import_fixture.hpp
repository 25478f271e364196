// Files taken in on a database of their own, on SQLite and on PostgreSQL with the same assertions.
#pragma once

#include <fstream>
#include <sstream>

#include "connect/imports/imports.hpp"
#include "store/jobs.hpp"
#include "tests/connect/connect_fixture.hpp"
#include "tests/support/checkout.hpp"

namespace kith::connect {

class ImportTest : public ConnectTest {
protected:
    void SetUp() override {
        ConnectTest::SetUp();
        if (IsSkipped()) return;
        jobs_ = std::make_unique<store::JobQueue>(*database_);
        jobs_->handle(std::string(import_job_kind), [this](store::Job const& job) { return imports().run(job); });
    }

    void TearDown() override {
        jobs_.reset();  // while its database is there
        ConnectTest::TearDown();
    }

    Imports& imports() { return connect_->imports(); }
    static Actor somebody() {
        auto actor = member();
        actor.permissions.add(Permission::files_import);
        return actor;
    }

    /// The same without anything to do with companies.
    Actor with_role_without_companies(Actor actor) {
        auto const by = schema::Author::begin(Actor::system("test"));
        EXPECT_TRUE(book_->create(by, {{"title", "Seller"}, {"copy_of", "member"}}));
        EXPECT_TRUE(change_role("seller", {{"objects", {{"company", {{"read", false}}}}}}));
        actor.role = "seller";
        return actor;
    }

    /// The file in pieces of a size that no row ends with.
    Json upload(std::string const& kind, std::string const& text, std::size_t piece = 60'000) {
        auto made = imports().create(somebody(), {{"kind", kind}, {"file_name", "test.csv"}, {"bytes", text.size()}});
        EXPECT_TRUE(made) << store::describe(made.error());
        Json import = *made;
        auto const id = *ImportId::parse(import["id"].get<std::string>());
        std::int64_t part = 0;
        for (std::size_t at = 0; at < text.size(); at += piece) {
            auto taken = imports().add_part(somebody(), id, part++, std::string_view(text).substr(at, piece));
            EXPECT_TRUE(taken) << store::describe(taken.error());
            if (taken) import = *taken;
        }
        return import;
    }
    Result<Json> try_start(Json const& import, Json const& plan) {
        return imports().start(somebody(), *ImportId::parse(import["id"].get<std::string>()), {{"plan", plan}});
    }
    Json finished(Json const& import) {
        EXPECT_OK(jobs_->run_due());
        auto done = imports().get(somebody(), *ImportId::parse(import["id"].get<std::string>()));
        EXPECT_TRUE(done);
        return done ? *done : Json();
    }
    Json take_in(std::string const& kind, std::string const& text, Json const& plan = Json::object()) {
        auto const import = upload(kind, text);
        auto const started = try_start(import, plan);
        EXPECT_TRUE(started) << store::describe(started.error());
        return finished(import);
    }
    void change(std::string const& sql) {
        ASSERT_OK(database_->write([&](store::Transaction& tx) -> Result<void> {
            TRY(tx.run(sql, {}));
            return {};
        }));
    }
    static Json map(std::initializer_list<std::pair<char const*, char const*>> pairs) {
        Json list = Json::array();
        for (auto const& [target, column] : pairs) list.push_back({{"target", target}, {"column", column}});
        return list;
    }
    static std::string real_file(std::string const& name) {
        char const* folder = std::getenv("KITH_REAL_DATA");
        std::ifstream file(std::string(folder ? folder : support::in_source("/../shared/data")) + "/" + name,
                           std::ios::binary);
        std::ostringstream text;
        if (file) text << file.rdbuf();
        return text.str();
    }
    void revert_import(Json const& import) {
        auto const outcome = records_->revert(records::Write::begin("revert", clerk()),
                                              *ChangeSetId::parse(import["change_set"].get<std::string>()));
        ASSERT_OK(outcome);
    }
    /// Everything that an import may write, as one text.
    std::string picture() {
        std::string all;
        for (auto const* sql :
             {"SELECT count(*) FROM person WHERE deleted_at IS NULL",
              "SELECT count(*) FROM company WHERE deleted_at IS NULL", "SELECT count(*) FROM event",
              "SELECT count(*) FROM identity", "SELECT count(*) FROM field_value", "SELECT count(*) FROM contact_point",
              "SELECT count(*) FROM relationship", "SELECT CAST(COALESCE(SUM(revenue_minor), 0) AS bigint) FROM event",
              "SELECT count(*) FROM message"})
            all += std::to_string(number(sql)) + " ";
        return all;
    }

    std::string text(std::string const& sql) {
        auto rows = database_->read([&](store::Session& session) { return session.run(sql, {}); });
        EXPECT_TRUE(rows);
        return rows && !rows->empty() ? std::string((*rows)[0].text(0)) : std::string();
    }

    std::unique_ptr<store::JobQueue> jobs_;
};

}  // namespace kith::connect
