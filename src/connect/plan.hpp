// A source's tracking plan: which events it may send and what they must hold.
//
// `{"unplanned": "allow|flag|block", "events": [{"type", "properties": [{"name", "type":
// "text|number|boolean|date|any", "is_required"}], "violation": "flag|block"}]}`. It judges events by type; calls other
// than track are judged only where the plan names them. Properties that the plan does not name are free. A blocked call
// goes to the dead letters, a flagged one is stored with its flag.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "connect/tracking_message.hpp"
#include "events/property_types.hpp"

namespace kith::connect {

class Plan {
public:
    enum class Outcome : std::uint8_t { pass, flag, block };

    struct Verdict {
        Outcome outcome = Outcome::pass;
        std::string detail;  ///< what is off the plan, a sentence; empty where it passes
    };

    struct PlannedProperty {
        std::string name;
        events::ValueType type = events::ValueType::any;
        bool is_required = false;
    };

    /// A plan that allows everything.
    Plan() = default;
    /// `invalid` with every member at fault.
    static Result<Plan> of(Json const& json);
    Json json() const;

    Verdict judge(TrackingCall const& call, std::span<Property const> properties) const;
    /// What the plan says of each event type, for the types of properties.
    std::vector<std::pair<std::string, PlannedProperty>> properties() const;

private:
    struct PlannedEvent {
        std::vector<PlannedProperty> properties;
        Outcome violation = Outcome::flag;
    };
    friend class PlanReader;
    Outcome unplanned_ = Outcome::pass;
    std::map<std::string, PlannedEvent, std::less<>> events_;
};

}  // namespace kith::connect
