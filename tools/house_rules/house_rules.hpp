// The house rules: what CONTRIBUTING.md asks of the source and a compiler does not see.
//
// inspect() reads the project as text (no build tree, no version control) and says where a rule is broken. It promises
// that every finding names a file, a line and what to do; it does not understand C++, so it looks only for what can be
// told from words, includes and braces. `tools/house_rules.allow` lists exceptions, a line each with its reason; an
// exception that nothing needs any more is itself a finding.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kith::house {

inline constexpr std::size_t source_lines_max = 600;
inline constexpr std::size_t function_lines_max = 70;

struct Finding {
    std::string rule;  // layering, size, banned-call, sql, forgotten-file, machine-path, allowance
    std::string file;  // relative to the project's folder
    std::size_t line;  // from 1; 0 where the whole file is meant
    std::string message;
};

struct Report {
    std::vector<Finding> broken;   // fail the test
    std::vector<Finding> remarks;  // functions that have grown long: shown, not failed
};

// A C++ source taken apart: `code` without comments and literals, `literals` without the rest. Both keep every line and
// column in its place.
struct Separated {
    std::string code;
    std::string literals;
};
Separated separate(std::string_view source);

Report inspect(std::filesystem::path const& project);

// "file:line: [rule] message"
std::string to_text(Finding const& finding);

}  // namespace kith::house
