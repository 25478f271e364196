// A record that is refused in the middle of many: whether it alone is at fault, and by which code that is told.
#pragma once

#include <string_view>

#include "base/result.hpp"

namespace kith::records {

inline std::string_view reason_of(Error const& error) {
    if (error.code == ErrorCode::precondition_failed) return "changed_since";
    if (!error.reason.empty()) return error.reason;
    if (!error.fields.empty()) return error.fields.front().code;
    return kith::name_of(error.code);
}

/// Whether a record was refused for what it is, not for the hour or for where the work on many stands.
inline bool is_about_record(Error const& error) {
    return error.code == ErrorCode::invalid || error.code == ErrorCode::conflict ||
           error.code == ErrorCode::forbidden || error.code == ErrorCode::not_found ||
           error.code == ErrorCode::precondition_failed;
}

}  // namespace kith::records
