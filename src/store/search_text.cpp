#include "store/search_text.hpp"

#include "base/check.hpp"

namespace kith::store {

namespace {

template <class List, class Write>
std::string joined(List const& list, std::string_view between, Write write) {
    CHECK(!list.empty());
    std::string text = "(";
    for (auto const& each : list) {
        if (text.size() > 1) text += between;
        text += write(each);
    }
    return text + ")";
}

}  // namespace

std::string search_text(SearchTerms const& terms, SearchSigns const& signs) {
    auto const of_term = [&](SearchTerm const& term) {
        return std::string(signs.open) + term.word + std::string(term.is_prefix ? signs.begin : signs.close);
    };
    auto const of_part = [&](std::vector<SearchTerm> const& part) { return joined(part, signs.any, of_term); };
    auto const of_all = [&](SearchParts const& parts) { return joined(parts, signs.all, of_part); };
    return joined(terms, signs.any, of_all);
}

}  // namespace kith::store
