// Errors as values.
//
// A function that can fail for a reason that its caller should handle returns `Result<T>`: either the value or an
// `Error`. Exceptions of libraries are caught where the library is called, or at the boundary of a request or a job;
// they never cross a module. `Error::message` is for the person at the other end and never holds secrets, SQL or paths;
// `Error::cause` is for the log.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace kith {

/// What kind of failure this is. The HTTP layer turns each into one status and one stable problem type.
enum class ErrorCode {
    malformed,              ///< could not be parsed at all
    invalid,                ///< parsed, but a value is wrong; see `Error::fields`
    unauthenticated,        ///< nobody is signed in, or the credentials are wrong
    forbidden,              ///< signed in, but not permitted
    not_found,              ///< absent, or hidden from this actor, who cannot tell which
    conflict,               ///< against the present state, such as a value that must be unique
    precondition_failed,    ///< changed since the caller read it
    precondition_required,  ///< the caller must say which version it read
    too_large,              ///< over a named limit
    too_many_requests,      ///< over a rate; see `Error::retry_after_seconds`
    unavailable,            ///< a queue is full, the disk is full, the database is away; try again
    internal,               ///< a bug or a broken invariant
};

/// One value at fault: where it was, a stable code for translation, and an English sentence.
struct FieldError {
    std::string field;
    std::string code;
    std::string message;
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;  ///< public, English, a whole sentence
    std::string cause;    ///< private: what the log should say
    std::string reason;   ///< a stable code finer than `code`, for translation; empty: that of `code`
    std::vector<FieldError> fields;
    int retry_after_seconds = 0;

    static Error malformed(std::string message) { return {ErrorCode::malformed, std::move(message), {}, {}, {}, 0}; }
    static Error invalid(std::string field, std::string code, std::string message) {
        auto copy = message;
        return {
            ErrorCode::invalid, std::move(copy), {}, {}, {{std::move(field), std::move(code), std::move(message)}}, 0};
    }
    static Error unauthenticated(std::string message) {
        return {ErrorCode::unauthenticated, std::move(message), {}, {}, {}, 0};
    }
    static Error forbidden(std::string message) { return {ErrorCode::forbidden, std::move(message), {}, {}, {}, 0}; }
    static Error not_found(std::string message) { return {ErrorCode::not_found, std::move(message), {}, {}, {}, 0}; }
    static Error conflict(std::string reason, std::string message) {
        return {ErrorCode::conflict, std::move(message), {}, std::move(reason), {}, 0};
    }
    static Error too_large(std::string message) { return {ErrorCode::too_large, std::move(message), {}, {}, {}, 0}; }
    static Error too_many_requests(std::string message, int retry_after_seconds) {
        return {ErrorCode::too_many_requests, std::move(message), {}, {}, {}, retry_after_seconds};
    }
    static Error unavailable(std::string message, std::string cause = {}, int retry_after_seconds = 1) {
        return {ErrorCode::unavailable, std::move(message), std::move(cause), {}, {}, retry_after_seconds};
    }
    static Error internal(std::string cause) {
        return {ErrorCode::internal, "Something went wrong on our side.", std::move(cause), {}, {}, 0};
    }
};

/// The stable word for a code: `not_found`, `invalid`, ….
std::string_view name_of(ErrorCode code);

using Failure = tl::unexpected<Error>;

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
    using Base = tl::expected<T, Error>;

public:
    using Base::Base;
    // Implicit, so that a function returns its error as it returns its value.
    Result(Error error) : Base(tl::unexpect, std::move(error)) {}
    Result(Failure failure) : Base(std::move(failure)) {}

    /// The value, moved out; nothing for Result<void>. What TRY uses.
    T take() {
        if constexpr (!std::is_void_v<T>) return std::move(**this);
    }
};

}  // namespace kith

/// The value of a Result, or return its error from the enclosing function.
#define TRY(...) KITH_TRY(__COUNTER__, __VA_ARGS__)
#define KITH_TRY(counter, ...) KITH_TRY_NAMED(counter, __VA_ARGS__)
#define KITH_TRY_NAMED(counter, ...)                                         \
    ({                                                                       \
        auto&& try_result_##counter = (__VA_ARGS__);                         \
        if (!try_result_##counter) [[unlikely]]                              \
            return ::kith::Failure(std::move(try_result_##counter).error()); \
        try_result_##counter.take();                                         \
    })
