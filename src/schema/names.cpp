#include "schema/names.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "base/text.hpp"

namespace kith::schema {

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row.back();
}

using Words = std::set<std::string_view, std::less<>>;

}  // namespace

std::span<std::string_view const> languages() {
    static constexpr std::array<std::string_view, 5> list{"en", "lt", "nb", "ru", "et"};
    return list;
}

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= limits::name_bytes_max && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string name_from(Label const& label, std::function<bool(std::string_view)> const& is_taken,
                      std::size_t suggested_bytes_max) {
    std::string words;
    for (auto const language : languages())
        if (auto const found = label.find(language); words.empty() && found != label.end())
            words = text::transliterate(found->second);
    std::string name;
    for (char const c : words) {
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_letter)
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
        if (name.size() == suggested_bytes_max) break;
    }
    while (!name.empty() && name.back() == '_') name.pop_back();
    if (name.empty() || name.front() < 'a') name = "field_" + name;
    while (name.back() == '_') name.pop_back();
    if (!is_taken(name)) return name;
    for (int number = 2;; ++number)
        if (auto numbered = fmt::format("{}_{}", name, number); !is_taken(numbered)) return numbered;
}

std::string nearest(std::string_view written, std::vector<std::string_view> const& names) {
    std::string_view found;
    std::size_t best = 4;  // farther names are no help
    for (auto const name : names) {
        if (auto const d = distance(written.substr(0, limits::name_bytes_max), name); d < best) {
            best = d;
            found = name;
        }
    }
    return std::string(found);
}

std::string did_you_mean(std::string_view written, std::vector<std::string_view> const& names) {
    auto const name = nearest(written, names);
    return name.empty() ? name : fmt::format(" Did you mean \"{}\"?", name);
}

bool is_reserved_field(std::string_view name) {
    static Words const words{
        "absent",   "and",        "at",      "between",    "calendar", "change_set", "consent",     "contains",
        "count",    "created_at", "days",    "deleted_at", "did",      "ends",       "false",       "first",
        "for",      "has",        "hours",   "id",         "in",       "is",         "joined_into", "last",
        "least",    "like",       "me",      "member",     "months",   "most",       "my",          "next",
        "not",      "null",       "object",  "of",         "or",       "present",    "related",     "relation",
        "sequence", "starts",     "sum",     "then",       "this",     "times",      "to",          "today",
        "true",     "updated_at", "version", "weeks",      "where",    "within",     "years",       "matches"};
    return words.contains(name);
}

bool is_reserved_object(std::string_view name) {
    static Words const words{
        "access",   "account",    "accounts", "actor",     "all",        "analytics",   "any",      "api",
        "apps",     "assets_web", "audit",    "audience",  "audiences",  "change",      "changes",  "comment",
        "comments", "consent",    "consents", "dashboard", "docs",       "event",       "events",   "export",
        "exports",  "field",      "fields",   "file",      "files",      "help",        "history",  "home",
        "import",   "imports",    "insight",  "insights",  "job",        "jobs",        "journey",  "journeys",
        "kith",     "live",       "login",    "logout",    "me",         "meta",        "new",      "note",
        "notes",    "object",     "objects",  "page",      "permission", "permissions", "reaction", "reactions",
        "record",   "records",    "relation", "relations", "report",     "reports",     "role",     "roles",
        "rule",     "rules",      "schema",   "search",    "session",    "settings",    "setup",    "sign_in",
        "static",   "tag",        "tags",     "team",      "teams",      "timeline",    "trash",    "user",
        "users",    "value",      "values",   "view",      "views",      "webhook",     "webhooks", "workspace"};
    return words.contains(name);
}

Result<ObjectPointer> find_object(Schema const& schema, std::string_view name) {
    auto object = schema.find_defined(name);
    if (object) return object;
    std::vector<std::string_view> names;
    for (auto const& each : schema.objects()) names.push_back(each->name);
    return Error::not_found(fmt::format("There is no object \"{}\".{}", name, did_you_mean(name, names)));
}

Error no_such_field(Object const& object, std::string_view name) {
    std::vector<std::string_view> names;
    for (auto const& field : object.fields) names.push_back(field.name);
    return Error::not_found(
        fmt::format("Object {} has no field \"{}\".{}", object.name, name, did_you_mean(name, names)));
}

Error no_such_composite(Object const& object, std::string_view name) {
    std::vector<std::string_view> names;
    for (auto const& composite : object.composites) names.push_back(composite.name);
    return Error::not_found(
        fmt::format("Object {} has no composite \"{}\".{}", object.name, name, did_you_mean(name, names)));
}

}  // namespace kith::schema
