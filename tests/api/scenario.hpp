// API scenarios as text: `tests/api/**/*.scenario`, each run on SQLite and on PostgreSQL.
//
// A scenario is a list of steps. Lines before the first step that begin with `#` say what it is about; the line `start:
// empty` begins without a workspace.
//
//   ## A member may not add users
//   POST /api/v1/users as member
//   X-Name: value
//   {"name": "Jonas"}
//   => 403
//   Content-Type: application/problem+json<any>
//   {"code": "forbidden"}
//
// An actor is `nobody`, `administrator`, `member`, `read_only` (signed in), `ingest` (a token), `system`, `cookie
// VALUE` or `bearer VALUE`; without one it is nobody. The expected body is JSON: an object may have further members
// unless the status line ends in `exactly`, arrays have no further items. A string may hold matchers: `<any>`, `<id>`,
// `<instant>`, `<capture NAME>`, which keeps what stood there for `{{NAME}}`, and `<absent>` for a member that must not
// be there. `{{basic NAME}}` is what was kept as the user name of Basic authentication, without a password. A body that
// is not JSON is a text that must be contained in the answer.
//
// A stream of live changes is kept by a name and heard from later:
//
//   GET /api/v1/live?topic=people as member
//   => 200 stream watching
//
//   HEAR watching
//   => nothing
//
//   HEAR watching
//   => change {"id": "{{person}}"}
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::api_tests {

using Captures = std::map<std::string, std::string>;

struct Step {
    int line = 0;                     ///< of the request, from 1
    std::vector<std::string> before;  ///< titles, comments and blank lines, kept as written
    std::vector<std::string> request_lines;
    std::string method, target, actor;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    std::vector<std::string> expected_lines;
    std::string expected;  ///< what stands after `=>`: a status with its words, or what is heard
    std::vector<std::pair<std::string, std::string>> expected_headers;
    std::string expected_body;  ///< empty: not looked at
};

struct Scenario {
    std::string path;
    bool starts_empty = false;
    std::vector<Step> steps;
    std::vector<std::string> after;  ///< lines after the last step
};

/// `invalid` with the line that cannot be read.
Result<Scenario> parse_scenario(std::string const& path, std::string_view text);
/// The text that `parse_scenario` reads again as the same.
std::string print_scenario(Scenario const& scenario);

/// Replaces `{{name}}`; an unknown name is left as it stands.
std::string filled_in(std::string_view text, Captures const& captures);
/// What of the actual value is not as expected, one sentence each; captures are added as they are met.
std::vector<std::string> differences(Json const& expected, Json const& actual, bool is_exact, Captures& captures,
                                     std::string const& place = "$");
/// As above, for a text with matchers in it.
bool text_matches(std::string_view expected, std::string_view actual, Captures& captures);
/// The value with ids and instants replaced by matchers: what `UPDATE=1` writes.
Json generalised(Json const& value);

}  // namespace kith::api_tests
