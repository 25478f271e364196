#include "records/rule_json.hpp"

namespace kith::records {

Json json_of(rule::Problem const& problem) {
    Json suggestions = Json::array();
    for (auto const& suggestion : problem.suggestions) suggestions.push_back(suggestion);
    return {{"code", problem.code},
            {"message", problem.message},
            {"part", problem.part},
            {"begin", problem.place.character_begin},
            {"end", problem.place.character_end},
            {"begin_byte", problem.place.begin},
            {"end_byte", problem.place.end},
            {"suggestions", std::move(suggestions)}};
}

std::size_t bytes_of(std::string_view text, std::int64_t characters) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        bool const is_begin = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
        if (is_begin && characters-- == 0) break;
    }
    return at;
}

Json json_of(rule::Completions const& completions) {
    Json json{{"begin", completions.place.character_begin},
              {"end", completions.place.character_end},
              {"data", Json::array()}};
    for (auto const& completion : completions.list)
        json["data"].push_back({{"text", completion.text}, {"kind", completion.kind}, {"field", completion.field}});
    return json;
}

}  // namespace kith::records
