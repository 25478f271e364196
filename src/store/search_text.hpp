// Search terms in the query language of a full-text index, which differ in their signs alone.
#pragma once

#include <string>
#include <string_view>

#include "store/dialect.hpp"

namespace kith::store {

struct SearchSigns {
    std::string_view any, all;            ///< between two
    std::string_view open, close, begin;  ///< around a word; `begin` closes one that a word may only begin with
};

std::string search_text(SearchTerms const& terms, SearchSigns const& signs);

}  // namespace kith::store
