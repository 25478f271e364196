// Holds tables and named queries to what Citus allows, on a plain PostgreSQL: the table map says where each table would
// lie, the catalogue and the text of each query are read, and what would fail or misbehave on several machines is told
// in a sentence.
//
// The rules are those of Citus 13, each found by trying it. The reader of SQL is a tokenizer and knows only the shapes
// that named queries have; what it cannot follow it refuses.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/table_map.hpp"

namespace kith::catalogue {

using TableMap = std::map<std::string, store::Placement, std::less<>>;

/// What is wrong with the tables of a PostgreSQL database; empty: nothing.
Result<std::vector<std::string>> violations_of_tables(store::Database& database, TableMap const& map);

/// What is wrong with a query; empty: nothing.
std::vector<std::string> violations_of_query(store::Query const& query, TableMap const& map);

}  // namespace kith::catalogue
