// What an actor may not see of a person, wherever else it is told: in the properties of events, in traits, among keys.
//
// A field that a role hides is absent from the record by itself. What senders wrote in their own words is masked by
// name (`email`, `Email`, `customer_email`) and by value: whatever says what the hidden field says.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace kith::people {

class Mask {
public:
    explicit Mask(std::vector<std::string> hidden_fields) : fields_(std::move(hidden_fields)) {}

    bool hides_nothing() const { return fields_.empty(); }
    /// Whether a value of this name would tell what a hidden field does.
    bool hides(std::string_view name) const;
    /// Whether an address, by which somebody is reached, is of a kind that is hidden.
    bool hides_contact(std::string_view address) const;
    /// Whether a trait, by its name or by its value, tells what a hidden field does.
    bool hides_trait(std::string_view name, Json const& value) const { return hides(name) || hides_value(value); }
    /// What a hidden field says, or said once.
    void add_value(Json const& value);
    /// Takes out what is hidden, at any depth.
    void apply(Json& json) const;

private:
    bool hides_value(Json const& value) const;
    std::vector<std::string> fields_;
    std::set<std::string, std::less<>> values_;
};

}  // namespace kith::people
