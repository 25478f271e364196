// The type of each property of an event type: by tracking plan, or by the first value seen. A value of another type is
// stored as it came, but is absent to rules, so that one sender's slip does not change the meaning of a rule for all.
//
// The types live in the table `event_property`; this is their picture in memory, loaded by event type and filled from
// committed state alone: what a transaction fixes enters it after the commit, and a rollback leaves no trace.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded.hpp"
#include "base/result.hpp"
#include "events/limits.hpp"
#include "store/database.hpp"

namespace kith::events {

enum class ValueType : std::uint8_t { text, number, boolean, date, any };
std::string_view name_of(ValueType type);
std::optional<ValueType> value_type_of(std::string_view name);

class PropertyTypes {
public:
    /// The names of those properties whose values do not fit, ascending. `properties` is a JSON object; types that are
    /// new are fixed by their values (null fixes nothing, objects and arrays fix `any`). Beyond
    /// `limits::event_type_properties_max` properties of a type, new ones do not fit.
    Result<std::vector<std::string>> misfits(store::Transaction& transaction, std::string_view type,
                                             std::string_view properties);
    /// By plan. A type that was fixed before stays: what is stored was held against it.
    Result<void> fix(store::Transaction& transaction, std::string_view type, std::string_view property,
                     ValueType value_type);

private:
    using Types = std::map<std::string, ValueType, std::less<>>;
    struct Picture {
        std::map<std::string, Types, std::less<>> types;
        std::size_t size = 0;
    };
    Result<Types> types_of(store::Transaction& transaction, std::string_view type);
    void remember(store::Transaction& transaction, std::string_view type, Types added);
    std::shared_ptr<Guarded<Picture>> picture_ = std::make_shared<Guarded<Picture>>();
};

}  // namespace kith::events
