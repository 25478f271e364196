// The secret of the tombstones: a file of its own in the data folder, beside the database and in no copy of it.
//
// Whoever has a copy of the database but not this file cannot find out who was erased. Several servers on one
// PostgreSQL share it, so it is copied from the first to the others.
#pragma once

#include <string>

#include "base/result.hpp"
#include "base/secrets.hpp"

namespace kith::app {

/// `erasure.key` of the folder, made where there is none; `unavailable` where it cannot be read, written or understood.
Result<secrets::Hash> load_erasure_key(std::string const& data_folder);

}  // namespace kith::app
