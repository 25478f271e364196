// Fields whose values are worked out from others of the record (`rule/formula.hpp`), in the transaction that writes
// those: by every door of the record engine, and for the records that are there when a definition changes.
//
// A small object is worked out inside the change of its definition. In a large one the values are emptied there and a
// job works them out in chunks between other writes: until it comes by, a record says nothing, never something old. A
// writer that began under the definition before may still write without them; a second pass follows once none can.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "records/limits.hpp"
#include "rule/formula.hpp"
#include "schema/formulas.hpp"
#include "schema/published.hpp"
#include "store/database.hpp"

namespace kith::records {

/// Of one object, each after those that it reads. It keeps a picture of the object of its own.
class ObjectFormulas {
public:
    explicit ObjectFormulas(schema::Object const& object);
    /// Works out every formula of a record as the engine has it.
    void derive(Json& record) const;

private:
    struct Each {
        schema::Field field;
        rule::Formula formula;
    };
    std::vector<Each> formulas_;
};

/// How definitions work with formulas. `records_max` is how many records are worked out at once.
schema::Formulas formulas(std::int64_t records_max = limits::formula_records_at_once_max);

inline constexpr std::string_view formulas_job_kind = "formulas";
/// The job's work: every record of the object of the payload, `{object}`. Records that say what they should are left
/// alone. How many were written.
Result<std::int64_t> work_out_formulas(store::Database& database, schema::Published const& schema,
                                       std::string_view payload);

}  // namespace kith::records
