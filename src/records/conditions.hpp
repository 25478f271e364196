// The conditions of a statement that the engine makes, and the values that they bind.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "rule/rule.hpp"

namespace kith::records {

struct Conditions {
    std::string sql;
    std::vector<rule::BoundValue> parameters;

    void add(std::string const& condition) { sql += sql.empty() ? condition : " AND " + condition; }
    /// Of the table `r`.
    void add(rule::Checked const& rule) {
        std::string condition;
        rule.to_sql(condition, parameters, "r");
        add("(" + condition + ")");
    }
    std::string bind(rule::BoundValue value) {
        parameters.push_back(std::move(value));
        return fmt::format("${}", parameters.size());
    }
};

}  // namespace kith::records
