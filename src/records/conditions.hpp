// The conditions of a statement that the engine makes, and the values that they bind.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
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
    /// `$3, $4, …`: the last one again and again up to a round number, so that few texts are prepared.
    std::string bind(std::span<Uuid const> ids) {
        std::string places;
        std::size_t round = 1;
        while (round < ids.size()) round *= 4;
        for (std::size_t i = 0; i < round; ++i)
            places += (i == 0 ? "" : ", ") + bind(rule::BoundValue{ids[std::min(i, ids.size() - 1)]});
        return places;
    }
};

}  // namespace kith::records
