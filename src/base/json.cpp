#include "base/json.hpp"

#include <algorithm>

#include "base/limits.hpp"

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace kith {

namespace {

// The byte at fault is counted from 1.
Error mistake_at(std::string_view text, std::size_t byte) {
    auto const before = text.substr(0, byte == 0 ? 0 : byte - 1);
    auto const line_begin = before.rfind('\n') + 1;  // 0 where there is no line break
    auto const line = std::count(before.begin(), before.end(), '\n') + 1;
    auto const character = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_begin), before.end(),
                                         [](char c) { return (c & 0xC0) != 0x80; }) +
                           1;
    return Error::malformed(
        fmt::format("The JSON cannot be read: there is a mistake in line {}, at character {}.", line, character));
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    bool is_too_deep = false;
    auto const watch_depth = [&](int depth, Json::parse_event_t event, Json&) {
        bool const begins = event == Json::parse_event_t::array_start || event == Json::parse_event_t::object_start;
        if (begins && depth >= limits::json_depth_max) is_too_deep = true;
        return !is_too_deep;
    };
    try {
        auto value = Json::parse(text.begin(), text.end(), watch_depth);
        if (is_too_deep) return Error::too_large("The JSON is nested too deeply.");
        return value;
    } catch (Json::parse_error const& error) {
        return mistake_at(text, error.byte);
    } catch (Json::out_of_range const& error) {
        return Error::malformed("The JSON has a number that is too large.");
    } catch (Json::exception const& error) {
        return Error::malformed("The JSON cannot be read.");
    }
}

std::string dump_json(Json const& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace kith
