// Many people asked about by few statements, for what goes page by page.
#pragma once

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>

#include "store/database.hpp"

namespace kith::people {

/// Runs `before ($n, …) after` over the ids, which come behind `fixed`, and shows each row. One statement of each of
/// three shapes, so that the statement cache holds them: the last id is asked for again.
template <class I, class Visit>
Result<void> for_ids(store::Session& session, std::string_view before, std::vector<store::Parameter> const& fixed,
                     std::span<I const> ids, Visit visit) {
    while (!ids.empty()) {
        std::size_t const shape = ids.size() > 16 ? 256 : ids.size() > 1 ? 16 : 1;
        auto const some = ids.first(std::min(shape, ids.size()));
        auto parameters = fixed;
        std::string places;
        for (std::size_t i = 0; i < shape; ++i) {
            parameters.emplace_back(some[std::min(i, some.size() - 1)]);
            places += fmt::format("{}${}", i == 0 ? "" : ", ", parameters.size());
        }
        auto const rows = TRY(session.run(fmt::format("{} ({})", before, places), parameters));
        for (auto const row : rows) TRY(visit(row));
        ids = ids.subspan(some.size());
    }
    return {};
}

}  // namespace kith::people
