// What a change of a field's type does to the values: told before, then done. schema::Definitions asks for it.
#pragma once

#include "access/row_access.hpp"
#include "records/limits.hpp"
#include "schema/definitions.hpp"

namespace kith::records {

/// `values_max` is how many values a field may have; `access` must outlive it.
schema::Conversion conversion(access::RowAccess const& access, std::int64_t values_max = limits::values_retyped_max);

}  // namespace kith::records
