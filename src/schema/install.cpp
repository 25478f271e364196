// Brings the definitions in the database up to those of this executable: a missing object is made, a standard field
// that is new gets its columns. What an administrator added is kept. Runs alone, at start, under the store's migration
// lease.
#include <algorithm>

#include "base/embedded.hpp"
#include "schema/install.sql.hpp"
#include "schema/schema.hpp"
#include "store/database.hpp"

namespace kith::embedded {
std::vector<File> standard_objects();
}

namespace kith::schema {

namespace {

Result<std::vector<Object>> standard_objects() {
    std::vector<Object> objects;
    for (auto const& file : embedded::standard_objects()) {
        auto object = object_of(TRY(parse_json(file.bytes)));
        if (!object) return Error::internal(fmt::format("standard object {}: {}", file.path, object.error().message));
        objects.push_back(std::move(object).value());
    }
    return objects;
}

struct Defined {
    Object object;
    std::int64_t version = 0;
};

Result<std::vector<Defined>> defined_objects(store::Session& session) {
    std::vector<Defined> defined;
    for (auto const& row : TRY(session.query(sql::schema_definitions)))
        defined.push_back({TRY(object_of(TRY(parse_json(row.text(1))))), row.integer(2)});
    return defined;
}

Result<void> run(store::Transaction& transaction, std::string const& statement) {
    TRY(transaction.run(transaction.dialect().expand_types(statement), {}));
    return {};
}

Result<void> define(store::Transaction& transaction, Object const& object, std::int64_t version) {
    TRY(transaction.execute(sql::schema_define, object.name, dump_json(json_of(object)), version));
    store::Change change;
    change.kind = store::ChangeKind::schema_changed;
    change.object = object.name;
    change.version = version;
    transaction.note(change);
    return {};
}

Result<void> widen(store::Transaction& transaction, Defined& defined, Object const& standard) {
    Object merged = standard;
    for (auto const& field : defined.object.fields)
        if (!merged.find(field.name)) merged.fields.push_back(field);
    if (dump_json(json_of(merged)) == dump_json(json_of(defined.object))) return {};
    for (auto const& field : standard.fields) {
        if (defined.object.find(field.name)) continue;
        for (auto const& column : column_ddl(field))
            TRY(run(transaction, fmt::format("ALTER TABLE {} ADD COLUMN {}", standard.table, column)));
        for (auto const& index : index_ddl(standard, field)) TRY(run(transaction, index));
    }
    defined = {std::move(merged), defined.version + 1};
    return define(transaction, defined.object, defined.version);
}

}  // namespace

Result<std::shared_ptr<Schema const>> install(store::Database& database) {
    auto const standard = TRY(standard_objects());
    return database.write([&](store::Transaction& transaction) -> Result<std::shared_ptr<Schema const>> {
        auto defined = TRY(defined_objects(transaction));
        for (auto const& object : standard) {
            auto const found = std::find_if(defined.begin(), defined.end(),
                                            [&](Defined const& d) { return d.object.name == object.name; });
            if (found != defined.end()) {
                TRY(widen(transaction, *found, object));
                continue;
            }
            for (auto const& statement : table_ddl(object)) TRY(run(transaction, statement));
            for (auto const& statement : transaction.dialect().search_table_ddl(object.search_table()))
                TRY(run(transaction, statement));
            TRY(define(transaction, object, 1));
            defined.push_back({object, 1});
        }
        std::vector<Object> objects;
        std::int64_t version = 0;
        for (auto& d : defined) {
            version += d.version;
            objects.push_back(std::move(d.object));
        }
        return std::make_shared<Schema const>(std::move(objects), version);
    });
}

}  // namespace kith::schema
