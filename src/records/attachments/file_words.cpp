#include "records/attachments/file_words.hpp"

#include <fmt/format.h>

#include "records/attachments/attachments.sql.hpp"
#include "records/limits.hpp"
#include "records/search_document.hpp"
#include "schema/schema.hpp"

namespace kith::records {

Result<void> put_file_words(store::Transaction& transaction, AttachmentId id, RecordId record, std::string_view name) {
    static auto const sql = fmt::format(
        "INSERT INTO {} (record_id, person_id, words) VALUES ($1, $2, $3) ON CONFLICT (record_id) DO UPDATE SET words "
        "= excluded.words",
        schema::file_search_table);
    auto const words = name_document(name);
    if (words.empty()) return remove_file_words(transaction, id);
    store::Parameter const parameters[] = {id, record, words};
    TRY(transaction.run(sql, parameters));
    return {};
}

Result<void> remove_file_words(store::Transaction& transaction, AttachmentId id) {
    static auto const sql = fmt::format("DELETE FROM {} WHERE record_id = $1", schema::file_search_table);
    store::Parameter const parameters[] = {id};
    TRY(transaction.run(sql, parameters));
    return {};
}

Result<void> remove_file_words_of(store::Transaction& transaction, RecordId record) {
    static auto const sql = fmt::format("DELETE FROM {} WHERE person_id = $1", schema::file_search_table);
    store::Parameter const parameters[] = {record};
    TRY(transaction.run(sql, parameters));
    return {};
}

Result<void> rewrite_file_words(store::Transaction& transaction) {
    for (auto const& statement : transaction.dialect().search_table_drop(schema::file_search_table))
        TRY(transaction.run(statement, {}));
    for (auto const& statement : transaction.dialect().search_table_ddl(schema::file_search_table))
        TRY(transaction.run(statement, {}));
    constexpr auto most = static_cast<std::int64_t>(limits::search_rows_rewritten_at_once);
    for (AttachmentId last;;) {
        auto const rows = TRY(transaction.query(sql::attachments_after, last, most));
        for (auto const row : rows) {
            last = row.id<AttachmentId>(0);
            TRY(put_file_words(transaction, last, row.id<RecordId>(1), row.text(2)));
        }
        if (rows.size() < limits::search_rows_rewritten_at_once) return {};
    }
}

}  // namespace kith::records
