// PostgreSQL's answers to the seam's hooks.
#pragma once

#include "store/dialect.hpp"

namespace kith::store::postgres {

class PostgresDialect final : public Dialect {
public:
    std::string_view name() const override { return "postgres"; }
    std::string expand_types(std::string_view sql) const override;
    std::vector<std::string> search_table_ddl(std::string_view table) const override;
    std::vector<std::string> search_table_drop(std::string_view table) const override;
    std::string search_condition(std::string_view table, int parameter, std::string_view id) const override;
    std::string search_candidates(std::string_view table, int parameter, std::size_t limit) const override;
    std::string search_query(SearchTerms const& terms) const override;
    /// 64 by the person, and one for what concerns nobody.
    int change_slots() const override { return 65; }
};

}  // namespace kith::store::postgres
