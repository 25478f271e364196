#include "base/json.hpp"

#include "base/limits.hpp"

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace kith {

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
        return Error::malformed(fmt::format("The JSON cannot be read: there is a mistake at byte {}.", error.byte));
    } catch (Json::exception const& error) {
        return Error::malformed("The JSON cannot be read.");
    }
}

std::string dump_json(Json const& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace kith
