// Countries and languages by their codes and by their names in the languages of Kith's workspaces, as ICU has them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// ISO 3166-1 alpha-2 of a code (of two or three letters) or of a name: `LT` of `lt`, `LTU`, `Lithuania`, `Lietuva`.
std::optional<std::string> country_code(std::string_view text);
/// All of them.
std::vector<std::string> const& country_codes();
/// What a country is called in each language, the code first.
std::vector<std::string> country_names(std::string_view code);

/// BCP 47 in its canonical form, of a tag or of a name: `lt` of `LT`, `lt_LT` → `lt-LT`, `Lithuanian`, `lietuvių`.
std::optional<std::string> language_tag(std::string_view text);
/// Those of two letters, ISO 639-1.
std::vector<std::string> const& language_codes();
/// What a language is called in each language, the tag first.
std::vector<std::string> language_names(std::string_view tag);

}  // namespace kith
