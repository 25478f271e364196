#include "connect/plan.hpp"

#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "connect/limits.hpp"
#include "events/limits.hpp"

namespace kith::connect {

namespace {

constexpr std::array<std::string_view, 3> outcome_names{"allow", "flag", "block"};

bool fits(events::ValueType planned, ValueType found) {
    switch (planned) {
        case events::ValueType::any:
            return true;
        case events::ValueType::number:
            return found == ValueType::number;
        case events::ValueType::boolean:
            return found == ValueType::boolean;
        case events::ValueType::date:
            return found == ValueType::date;
        case events::ValueType::text:
            return found == ValueType::text || found == ValueType::date;
    }
    return false;
}

}  // namespace

/// Reads a plan and gathers everything that is wrong with it.
class PlanReader {
public:
    Result<Plan> read(Json const& json) {
        if (!json.is_object()) return Error::malformed("A tracking plan is a JSON object.");
        plan_.unplanned_ = outcome(json, "unplanned", "unplanned", Plan::Outcome::pass, 0);
        only(json, "", {"unplanned", "events"});
        auto const events = json.find("events");
        if (events == json.end() || !events->is_array()) {
            fail("events", "required", "A plan needs a list of events, which may be empty.");
        } else if (events->size() > limits::plan_events_max) {
            fail("events", "too_long", fmt::format("A plan may have {} events at most.", limits::plan_events_max));
        } else {
            for (std::size_t i = 0; i < events->size(); ++i) read_event((*events)[i], fmt::format("events[{}]", i));
        }
        if (errors_.empty()) return std::move(plan_);
        auto error = Error::invalid("", "", "The tracking plan has mistakes.");
        error.fields = std::move(errors_);
        return error;
    }

private:
    void fail(std::string field, std::string code, std::string message) {
        errors_.push_back({std::move(field), std::move(code), std::move(message)});
    }

    void only(Json const& object, std::string const& path, std::initializer_list<std::string_view> known) {
        for (auto const& [key, value] : object.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                fail(path.empty() ? key : path + "." + key, "unknown_field", "A plan has no such member.");
    }

    /// `first` is the first outcome that is allowed here.
    Plan::Outcome outcome(Json const& object, std::string const& key, std::string const& path, Plan::Outcome fallback,
                          std::size_t first) {
        auto const found = object.find(key);
        if (found == object.end()) return fallback;
        if (found->is_string())
            for (auto i = first; i < outcome_names.size(); ++i)
                if (outcome_names[i] == found->get_ref<std::string const&>()) return static_cast<Plan::Outcome>(i);
        fail(path, "not_a_choice", first == 0 ? "This is allow, flag or block." : "This is flag or block.");
        return fallback;
    }

    std::string name(Json const& object, std::string const& key, std::string const& path) {
        auto const found = object.find(key);
        if (found == object.end() || !found->is_string()) {
            fail(path, "required", "This needs a name.");
            return {};
        }
        auto text = text::clean(found->get_ref<std::string const&>());
        if (text.empty()) fail(path, "required", "This needs a name.");
        if (text.size() > limits::text_bytes_max)
            fail(path, "too_long", fmt::format("A name may have {} bytes at most.", limits::text_bytes_max));
        return text;
    }

    void read_event(Json const& json, std::string const& path) {
        if (!json.is_object()) return fail(path, "wrong_type", "An event of the plan is an object.");
        only(json, path, {"type", "properties", "violation"});
        auto const type = name(json, "type", path + ".type");
        Plan::PlannedEvent event;
        event.violation = outcome(json, "violation", path + ".violation", Plan::Outcome::flag, 1);
        if (auto const properties = json.find("properties"); properties != json.end()) {
            if (!properties->is_array()) return fail(path + ".properties", "wrong_type", "This is a list.");
            if (properties->size() > limits::event_type_properties_max)
                return fail(path + ".properties", "too_long", "These are too many properties.");
            for (std::size_t i = 0; i < properties->size(); ++i)
                read_property((*properties)[i], fmt::format("{}.properties[{}]", path, i), event);
        }
        if (!type.empty() && !plan_.events_.emplace(type, std::move(event)).second)
            fail(path + ".type", "taken", "The plan names this event twice.");
    }

    void read_property(Json const& json, std::string const& path, Plan::PlannedEvent& event) {
        if (!json.is_object()) return fail(path, "wrong_type", "A property of the plan is an object.");
        only(json, path, {"name", "type", "is_required"});
        Plan::PlannedProperty property;
        property.name = name(json, "name", path + ".name");
        if (auto const type = json.find("type"); type != json.end()) {
            auto const known =
                type->is_string() ? events::value_type_of(type->get_ref<std::string const&>()) : std::nullopt;
            if (!known) fail(path + ".type", "not_a_choice", "This is text, number, boolean, date or any.");
            property.type = known.value_or(events::ValueType::any);
        }
        if (auto const required = json.find("is_required"); required != json.end()) {
            if (!required->is_boolean())
                fail(path + ".is_required", "wrong_type", "This is true or false.");
            else
                property.is_required = required->get<bool>();
        }
        bool const is_taken = std::any_of(event.properties.begin(), event.properties.end(),
                                          [&](auto const& other) { return other.name == property.name; });
        if (is_taken) fail(path + ".name", "taken", "The event names this property twice.");
        event.properties.push_back(std::move(property));
    }

    Plan plan_;
    std::vector<FieldError> errors_;
};

Result<Plan> Plan::of(Json const& json) { return PlanReader().read(json); }

Json Plan::json() const {
    Json json{{"unplanned", outcome_names[static_cast<std::size_t>(unplanned_)]}, {"events", Json::array()}};
    for (auto const& [type, event] : events_) {
        Json properties = Json::array();
        for (auto const& property : event.properties)
            properties.push_back({{"name", property.name},
                                  {"type", events::name_of(property.type)},
                                  {"is_required", property.is_required}});
        json["events"].push_back({{"type", type},
                                  {"properties", std::move(properties)},
                                  {"violation", outcome_names[static_cast<std::size_t>(event.violation)]}});
    }
    return json;
}

Plan::Verdict Plan::judge(TrackingCall const& call, std::span<Property const> properties) const {
    if (unplanned_ == Outcome::pass && events_.empty()) return {};
    auto const planned = events_.find(call.type);
    if (planned == events_.end()) {
        if (call.call != events::Call::track || unplanned_ == Outcome::pass) return {};
        return {unplanned_, fmt::format("The plan does not name the event \"{}\".", call.type)};
    }
    auto const& [outcome_properties, violation] = planned->second;
    for (auto const& property : outcome_properties) {
        // The last of equal names is the one that JSON readers keep.
        auto const found = std::find_if(properties.rbegin(), properties.rend(),
                                        [&](auto const& each) { return each.name == property.name; });
        if (found == properties.rend() || found->type == ValueType::null) {
            if (property.is_required) return {violation, fmt::format("The property \"{}\" is missing.", property.name)};
        } else if (!fits(property.type, found->type)) {
            return {violation, fmt::format("The property \"{}\" should be {} and is {}.", property.name,
                                           events::name_of(property.type), name_of(found->type))};
        }
    }
    return {};
}

std::vector<std::pair<std::string, Plan::PlannedProperty>> Plan::properties() const {
    std::vector<std::pair<std::string, PlannedProperty>> all;
    for (auto const& [type, event] : events_)
        for (auto const& property : event.properties) all.emplace_back(type, property);
    return all;
}

}  // namespace kith::connect
