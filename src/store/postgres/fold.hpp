// `kith_fold(text)`: what the folded operators of rules compare, as a function of the database.
#pragma once

#include "store/postgres/connection.hpp"

namespace kith::store::postgres {

/// Makes the function, or makes it anew where this version's letters differ.
Result<void> install_fold(Connection& connection);

}  // namespace kith::store::postgres
