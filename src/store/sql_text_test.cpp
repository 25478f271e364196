#include "store/sql_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kith::store {
namespace {

using testing::ElementsAre;

TEST(SqlText, parameters_become_numbered_and_what_is_quoted_stays) {
    EXPECT_EQ(to_sqlite("SELECT $1, '$2', \"$3\", $10 -- $4\n/* $5 */ WHERE a = 'it''s $6'"),
              "SELECT ?1, '$2', \"$3\", ?10 -- $4\n/* $5 */ WHERE a = 'it''s $6'");
}

TEST(SqlText, row_locks_are_left_out_for_sqlite) {
    EXPECT_EQ(to_sqlite("SELECT a FROM t LIMIT 1 FOR UPDATE SKIP LOCKED)"), "SELECT a FROM t LIMIT 1 )");
    EXPECT_EQ(to_sqlite("SELECT a FROM t\nfor  update"), "SELECT a FROM t\n");
    EXPECT_EQ(to_sqlite("SELECT for_update, 'FOR UPDATE' FROM t"), "SELECT for_update, 'FOR UPDATE' FROM t");
}

TEST(SqlText, macros_are_replaced_outside_quotes_and_others_stay) {
    EXPECT_EQ(expand_macros("a {id}, '{id}', {other} {id}", {{"id", "uuid"}}), "a uuid, '{id}', {other} uuid");
}

TEST(SqlText, a_script_is_split_at_the_ends_of_its_statements) {
    EXPECT_THAT(
        split_statements("-- only a comment;\nCREATE TABLE a (b text);\n\nINSERT INTO a VALUES (';');\n-- the end\n"),
        ElementsAre("CREATE TABLE a (b text)", "INSERT INTO a VALUES (';')"));
    EXPECT_THAT(split_statements(" \n ; -- nothing\n"), ElementsAre());
}

}  // namespace
}  // namespace kith::store
