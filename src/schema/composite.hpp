// Text fields of one object that stand together as an address or as a person's name: a value.
//
// Each part is a field like any other, and the record engine knows nothing of composites. They are there for people,
// who see the parts as one, edit them in one form, and make, rename, retire, restore and delete them together.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "schema/label.hpp"

namespace kith::schema {

enum class CompositeType { address, person_name };

/// What a part of a composite may be.
struct PartFacts {
    std::string_view name;
    Label label;
    bool is_usual;  ///< made where nobody says which parts there are
};

std::vector<std::string_view> const& composite_types();
std::string_view name_of(CompositeType type);
std::optional<CompositeType> composite_type_of(std::string_view name);
/// In the order in which a form asks for them.
std::span<PartFacts const> parts_of(CompositeType type);
std::vector<std::string_view> part_names(CompositeType type);
/// Null where the type has no such part.
PartFacts const* find_part(CompositeType type, std::string_view part);

struct Composite {
    struct Part {
        std::string name;   ///< `postal_code`
        std::string field;  ///< of the object: `delivery_address_postal_code`
        bool operator==(Part const&) const = default;
    };

    std::string name;  ///< unlike every other composite and every field of the object
    CompositeType type = CompositeType::address;
    Label label;
    std::vector<Part> parts;           ///< in the order of the type
    bool is_custom = false;            ///< made by an administrator, with its parts; they go together
    bool is_retired = false;           ///< out of use, as its parts
    std::vector<std::string> changed;  ///< what an administrator changed of a standard one: `label`

    bool has(std::string_view field) const;
};

/// What the field of a part is called where nobody called it otherwise: `Delivery address: City`, in each language of
/// the label.
Label part_label(Composite const& composite, std::string_view part);
/// `{street: "delivery_address_street", …}`
Json json_of_parts(Composite const& composite);
/// In the order of the type. `invalid` on `parts` where one is none of the type, is no text, or stands for two.
Result<std::vector<Composite::Part>> parts_from(CompositeType type, Json const& json);

Json json_of(Composite const& composite);
/// Of a definition as it is stored.
Result<Composite> composite_of(Json const& json);

}  // namespace kith::schema
