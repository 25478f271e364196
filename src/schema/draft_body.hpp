// What the drafts of fields, objects and composites share: how a body is read.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/limits.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

/// Reads members of a body and gathers what is wrong with them. Whatever was not asked for is unknown.
class Draft {
public:
    explicit Draft(Json const& body, std::string prefix = {}) : body_(body), prefix_(std::move(prefix)) {}

    bool has(char const* name);
    std::string text(char const* name);
    bool boolean(char const* name, bool fallback);
    int integer(char const* name, int fallback);
    Json list(char const* name);
    Label label(char const* name);
    void fail(std::string_view name, std::string code, std::string_view what);
    void add(Error const& error) { errors_.insert(errors_.end(), error.fields.begin(), error.fields.end()); }
    /// The error of a part, whose fields stand under `at` here.
    void take(Error const& error, std::string_view at);
    Result<void> finish();

private:
    Json const& body_;
    std::string prefix_;
    std::set<std::string, std::less<>> asked_;
    std::vector<FieldError> errors_;
};

/// The name that was given, or the one that the label suggests.
void read_name(Draft& draft, std::string& name, Label const& label,
               std::function<bool(std::string_view)> const& is_taken, bool (*is_reserved)(std::string_view),
               std::size_t suggested_bytes_max = limits::name_suggested_bytes_max);
/// Whether the object may have so many fields more.
void check_room(Draft& draft, Object const& object, std::size_t fields, std::string_view at);
/// Notes what an administrator changed of something that Kith brings.
void mark_changed(std::vector<std::string>& changed, std::string_view what, bool is_different);

}  // namespace kith::schema
