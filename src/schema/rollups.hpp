// Fields that are counted from the records of another object: what a definition must hold of them. Like the language of
// formulas, that of conditions stands higher (`rule/`), and `app/` brings them together.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "schema/schema.hpp"

namespace kith::schema {

/// The fields that a condition on records of the object names. `invalid` on `where`, with the place.
using ConditionCheck = std::function<Result<std::vector<std::string>>(Object const& object, std::string const& where)>;

struct RollupFacts {
    std::vector<FieldType> types;    ///< that can keep what it comes to, the usual one first
    int scale = 0;                   ///< of a decimal, where none is asked for
    std::vector<std::string> reads;  ///< the fields of the counted records that it stands on
};
/// What it comes to, of a field of `object`. `invalid` on each part that is not right: `relation`, `field`, ….
Result<RollupFacts> check_rollup(Schema const& schema, Object const& object, Rollup const& rollup,
                                 ConditionCheck const& check);

/// Checks every rollup in use of the object and says what each reads; what reads something personal is personal, and a
/// decimal has the digits of what it counts at least. Whether all was so already. `conflict` (`rollup_breaks`) where
/// one does not hold any more, `invalid` where there are too many.
Result<bool> settle_rollups(Object& object, Schema const& schema, ConditionCheck const& check);

}  // namespace kith::schema
