// Fields whose values are worked out from others of their record: what a definition must know of its formulas without
// knowing their language, which stands higher (`rule/formula.hpp`). `app/` brings the two together.
//
// A formula's value is kept in the field's own column, written in the transaction that writes what it reads, so that
// lists filter, sort, group and search by it as by any other (docs/decisions tells why). A change of definitions checks
// every formula of the object again and works out anew what it touched.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/rollups.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

struct FormulaFacts {
    std::vector<FieldType> types;    ///< that can keep what it comes to, the usual one first
    std::vector<std::string> reads;  ///< the fields that it names
};
/// What a formula of the field `self` comes to. `invalid` on `formula`, with the place.
using FormulaCheck =
    std::function<Result<FormulaFacts>(Object const& object, std::string_view self, std::string const& formula)>;

/// How fields are worked out, by formulas and as rollups.
struct Formulas {
    FormulaCheck check;
    ConditionCheck condition;
    /// Works out what these fields of every record say, by the definitions of the picture.
    std::function<Result<void>(store::Transaction&, SchemaPointer const&, Object const& object,
                               std::vector<std::string> const& fields)>
        fill;
};

/// Checks every formula in use and says what each reads, be it through others; what reads something personal is
/// personal. `conflict` (`formula_breaks`) where one does not hold any more, `invalid` on `formula` (`cycle`) where one
/// would read itself.
Result<void> settle_formulas(Object& object, FormulaCheck const& check);
}  // namespace kith::schema
