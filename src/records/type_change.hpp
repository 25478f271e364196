// What a change of a field's type does to the values: told before, then done. schema::Definitions asks for it.
#pragma once

#include "access/row_access.hpp"
#include "schema/definitions.hpp"

namespace kith::records {

schema::Conversion conversion(access::RowAccess const& access);

}  // namespace kith::records
