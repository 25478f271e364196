#include "rule/nearest.hpp"

#include <algorithm>
#include <numeric>

#include "base/text.hpp"

namespace kith::rule {

namespace {

// Levenshtein's, in one row.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

constexpr std::size_t word_bytes_max = 100;  // longer words are nobody's slip

}  // namespace

std::string nearest(std::string_view word, std::vector<std::string> const& candidates) {
    if (word.size() > word_bytes_max) return {};
    std::string found;
    std::size_t best = std::min<std::size_t>(3, 1 + word.size() / 3) + 1;
    for (auto const& candidate : candidates) {
        if (auto const d = distance(word, candidate); d < best) {
            best = d;
            found = candidate;
        }
    }
    return found;
}

std::string field_meant(std::string_view name, std::vector<schema::Field const*> const& fields) {
    std::vector<std::string> names;
    auto const folded = text::fold(name);
    for (auto const* field : fields) {
        for (auto const& [language, label] : field->label)
            if (text::fold(label) == folded) return field->name;
        names.push_back(field->name);
    }
    return nearest(name, names);
}

}  // namespace kith::rule
