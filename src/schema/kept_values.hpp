// What is kept of values beside the table of their object: of people, what each source said; of files, the files. It
// follows the field.
#pragma once

#include <functional>
#include <optional>

#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

/// A value as another type has it; nothing where it does not fit.
using ConvertValue = std::function<std::optional<Json>(Json const&)>;

/// `people/` and `records/` know what is kept; `app/` brings them together. Of an object of which nothing is kept, each
/// does nothing.
struct KeptValues {
    /// What was said becomes what `convert` makes of it, or nothing at all; as it was said it is set aside, to be taken
    /// back. `from` is the field as it was.
    std::function<Result<void>(store::Transaction&, Object const&, Field const& from, ConvertValue const&)> convert;
    /// What was said before the field of this type had another. `conflict` (`changed_since`) where anything was said or
    /// unsaid since.
    std::function<Result<void>(store::Transaction&, Object const&, Field const& before)> take_back;
    /// The field is gone for good.
    std::function<Result<void>(store::Transaction&, Object const&, Field const&)> forget;
    /// The object is gone for good, with all its records.
    std::function<Result<void>(store::Transaction&, Object const&)> forget_object;
};

}  // namespace kith::schema
