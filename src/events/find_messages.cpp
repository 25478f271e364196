#include "events/events.hpp"
#include "events/events.sql.hpp"

namespace kith::events {

Result<std::unordered_set<std::string>> find_messages(store::Session& session, SourceId source,
                                                      std::vector<std::string_view> const& message_ids) {
    constexpr std::size_t per_query = 32;
    std::unordered_set<std::string> found;
    for (std::size_t begin = 0; begin < message_ids.size(); begin += per_query) {
        std::vector<store::Parameter> parameters;
        parameters.reserve(per_query + 1);
        parameters.emplace_back(source);
        // One text for every number of ids: the last is asked for again.
        for (std::size_t i = 0; i < per_query; ++i)
            parameters.emplace_back(message_ids[std::min(begin + i, message_ids.size() - 1)]);
        auto const rows = TRY(session.run(sql::messages_find.text, parameters));
        for (auto const row : rows) found.emplace(row.text(0));
    }
    return found;
}

}  // namespace kith::events
