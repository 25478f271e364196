#include "tests/support/store_fixture.hpp"

#include "base/secrets.hpp"
#include "tests/support/skip.hpp"

namespace kith::store {

void StoreTest::SetUp() {
    ASSERT_OK(secrets::initialise());
    if (is_sqlite()) {
        location_ = "sqlite:" + folder_.path("kith.db");
    } else {
        server_ = support::PostgresServer::shared();
        if (server_ == nullptr) SKIP_BUT_FAIL_IN_CI(support::PostgresServer::why_absent());
        location_ = make_database();
        ASSERT_FALSE(location_.empty());
    }
    open();
}

void StoreTest::TearDown() { database_.reset(); }

std::string database_name(testing::TestParamInfo<Kind> const& kind) {
    return kind.param == Kind::sqlite ? "sqlite" : "postgres";
}

void StoreTest::open(Options options) {
    database_.reset();
    auto opened = Database::open(location_, options);
    ASSERT_OK(opened);
    database_ = std::move(opened).value();
}

Result<void> StoreTest::run(std::string const& sql) {
    return database_->write([&](Transaction& transaction) -> Result<void> {
        TRY(transaction.run(transaction.dialect().expand_types(sql), {}));
        return {};
    });
}

std::int64_t StoreTest::number(std::string_view sql) {
    auto const value = database_->read([&](Session& session) -> Result<std::int64_t> {
        auto const rows = TRY(session.run(sql, {}));
        return rows.empty() ? -1 : rows[0].integer(0);
    });
    EXPECT_TRUE(value) << describe(value.error());
    return value.value_or(-1);
}

}  // namespace kith::store
