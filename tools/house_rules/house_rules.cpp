#include "tools/house_rules/house_rules.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace kith::house {
namespace {

namespace fs = std::filesystem;

// The folders of src/ in dependency order. Those on one line are rooms: they never include each other.
std::vector<std::vector<std::string>> const floors = {
    {"base"},       {"store"},
    {"http"},       {"audit"},
    {"schema"},     {"rule"},
    {"access"},     {"records"},
    {"events"},     {"people"},
    {"lens"},       {"insight"},
    {"automation"}, {"sales", "marketing", "service", "social", "loyalty", "surveys", "commerce", "partners"},
    {"connect"},    {"app"},
};

int floor_of(std::string const& module) {
    for (std::size_t i = 0; i < floors.size(); ++i)
        if (std::find(floors[i].begin(), floors[i].end(), module) != floors[i].end()) return static_cast<int>(i);
    return -1;
}

struct Banned {
    std::regex call;
    std::string advice;
    std::vector<std::string> allowed_in;  // prefixes of paths
    bool is_allowed_in_tests;
};

std::vector<Banned> const& banned_calls() {
    // Where an expression may begin, so that a function of ours may bear the name.
    static std::string const called = R"((^\s*|[;{}(=!,&|]\s*|\breturn\s+|\bstd::|[^\w>]::))";
    static std::vector<Banned> const calls = {
        {std::regex(R"(\bstd::(thread|jthread)\b(?!::(id|hardware_concurrency)))"),
         "threads live in store, http and app, where ARCHITECTURE.md lists them",
         {"src/store/", "src/http/", "src/app/", "tests/", "bench/", "tools/"},
         true},
        {std::regex(R"(\bstd::(recursive_|shared_|timed_)?mutex\b)"),
         "use Guarded<T>: data that cannot be reached without its lock",
         {"src/base/guarded", "src/store/", "src/http/", "tests/", "bench/"},
         true},
        {std::regex(called + R"(system\s*\()"), "start no shell", {}, false},
        {std::regex(called + R"(s?rand\s*\()"), "use a <random> engine, or libsodium for secrets", {}, false},
        {std::regex(R"(\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|gmtime|localtime|atoi)\s*\()"),
         "unsafe or not thread-safe: there is a checked way in base or the standard library",
         {},
         false},
        {std::regex(R"(\b(f?printf|puts)\s*\()"),
         "log through spdlog; only app and tools speak to the terminal",
         {"src/app/", "tools/", "bench/"},
         false},
        {std::regex(R"(\bstd::(cout|cerr)\b)"),
         "log through spdlog; only app and tools speak to the terminal",
         {"src/app/", "tools/", "tests/", "bench/"},
         true},
        // A literal is blank here.
        {std::regex(R"(\{\s*,[^;]*\bTRY\s*\()"),
         "g++ 12 leaks what stands before it in a braced list that TRY returns from: name its value first",
         {},
         false},
        {std::regex(R"(\bco_(await|yield|return)\b)"), "no coroutines: g++ 12 miscompiles them", {}, false},
    };
    return calls;
}

struct BannedSql {
    std::regex text;
    std::string advice;
};

std::vector<BannedSql> const& banned_sql() {
    static auto const flags = std::regex::ECMAScript | std::regex::icase;
    // Bounded repetitions: the matcher recurses, and a literal may be followed by much blank.
    static std::vector<BannedSql> const texts = {
        {std::regex(R"(\bselect\s{1,80}(distinct\s{1,80})?(\w{1,60}\.)?\*)", flags),
         "name the columns: SELECT * changes meaning with the schema"},
        {std::regex(R"(\breturning\s{1,80}\*)", flags), "name the columns that come back"},
        {std::regex(R"(\b(now|clock_timestamp)\s*\(\s*\)|\bcurrent_timestamp\b|\bunixepoch\s*\()", flags),
         "time is a parameter, so that tests and every database agree on it"},
    };
    return texts;
}

struct File {
    std::string path;  // relative, with '/'
    std::string text;
};

std::string read_text(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

bool starts_with_any(std::string const& text, std::vector<std::string> const& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](auto const& prefix) { return text.starts_with(prefix); });
}

bool is_cpp(std::string const& path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

bool is_test(std::string const& path) {
    return path.starts_with("tests/") || path.ends_with("_test.cpp") || path.ends_with("_bench.cpp") ||
           path.ends_with("_fuzz.cpp");
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Made or fetched by a tool, never written by hand.
bool is_foreign(fs::path const& relative) {
    static std::set<std::string> const names = {".git", "build",  "node_modules",     "dist",
                                                "data", ".cache", "package-lock.json"};
    return std::any_of(relative.begin(), relative.end(),
                       [](auto const& part) { return names.contains(part.string()); });
}

class Inspection {
public:
    explicit Inspection(fs::path project) : project_(std::move(project)) {}

    Report run() {
        read_allowances();
        read_files(project_);
        for (auto const& file : files_) {
            check_machine_paths(file);
            check_size(file);
            if (is_cpp(file.path)) check_source(file);
            if (file.path.ends_with(".sql")) check_sql(file, without_sql_comments(file.text));
        }
        check_modules();
        for (auto const& [key, allowance] : allowances_)
            if (!allowance.is_used)
                report_.broken.push_back(
                    {"allowance", "tools/house_rules.allow", allowance.line,
                     "nothing needs '" + key.first + " " + key.second + "' any more: remove the line"});
        auto const by_place = [](Finding const& a, Finding const& b) {
            return std::tie(a.file, a.line) < std::tie(b.file, b.line);
        };
        std::stable_sort(report_.broken.begin(), report_.broken.end(), by_place);
        std::stable_sort(report_.remarks.begin(), report_.remarks.end(), by_place);
        return std::move(report_);
    }

private:
    struct Allowance {
        std::size_t line;
        bool is_used = false;
    };

    void broken(std::string const& rule, std::string const& file, std::size_t line, std::string const& message) {
        if (auto found = allowances_.find({rule, file}); found != allowances_.end()) {
            found->second.is_used = true;
            return;
        }
        report_.broken.push_back({rule, file, line, message});
    }

    void read_allowances() {
        auto const lines = lines_of(read_text(project_ / "tools/house_rules.allow"));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if (lines[i].empty() || lines[i].starts_with("#")) continue;
            std::istringstream in(lines[i]);
            std::string rule, file, reason;
            in >> rule >> file;
            std::getline(in, reason);
            if (reason.find_first_not_of(" :") == std::string::npos)
                report_.broken.push_back(
                    {"allowance", "tools/house_rules.allow", i + 1, "give the reason: RULE FILE REASON"});
            allowances_[{rule, file}] = {i + 1};
        }
    }

    void read_files(fs::path const& folder) {
        bool is_empty = true;
        for (auto const& entry : fs::directory_iterator(folder)) {
            is_empty = false;
            auto const relative = fs::relative(entry.path(), project_);
            if (is_foreign(relative) || entry.is_symlink()) continue;
            if (entry.is_directory()) {
                read_files(entry.path());
            } else if (entry.is_regular_file() && entry.file_size() < 4'000'000) {
                files_.push_back({relative.generic_string(), read_text(entry.path())});
            }
        }
        if (is_empty) broken("forgotten-file", fs::relative(folder, project_).generic_string(), 0, "an empty folder");
    }

    void check_machine_paths(File const& file) {
        if (file.text.find('\0') != std::string::npos) return;  // a picture or a font
        // Assembled, so that this line is not found by itself.
        static std::regex const path(std::string(R"((^|[\s"'=(:`]))") + "/(work|root|home/[a-z]|Users/[A-Za-z])" +
                                     R"((/|[a-z]*/))");
        auto const lines = lines_of(file.text);
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (lines[i].size() < 2000 && std::regex_search(lines[i], path))
                broken("machine-path", file.path, i + 1,
                       "a path of one machine: derive it from the project's folder or from a setting");
    }

    void check_size(File const& file) {
        bool const is_source = is_cpp(file.path) || file.path.ends_with(".ts") || file.path.ends_with(".tsx") ||
                               file.path.ends_with(".css") || file.path.ends_with(".sql") ||
                               file.path.ends_with(".cmake");
        bool const is_generated = file.path.ends_with(".d.ts") || file.path.find("/generated/") != std::string::npos;
        if (!is_source || is_generated) return;
        auto const lines = static_cast<std::size_t>(std::count(file.text.begin(), file.text.end(), '\n'));
        if (lines > source_lines_max)
            broken("size", file.path, 0,
                   std::to_string(lines) + " lines, more than " + std::to_string(source_lines_max) + ": part it");
    }

    void check_source(File const& file) {
        auto const separated = separate(file.text);
        auto const code = lines_of(separated.code);
        auto const original = lines_of(file.text);
        for (std::size_t i = 0; i < code.size(); ++i) {
            for (auto const& banned : banned_calls()) {
                if (starts_with_any(file.path, banned.allowed_in) || (banned.is_allowed_in_tests && is_test(file.path)))
                    continue;
                if (std::regex_search(code[i], banned.call)) broken("banned-call", file.path, i + 1, banned.advice);
            }
            check_include(file, i + 1, original[i]);
        }
        // Tests may look at whole rows and ask a database for its time; tools speak to none.
        if (!is_test(file.path) && !file.path.starts_with("tools/")) check_sql(file, separated.literals);
        remark_long_functions(file, code);
    }

    void check_include(File const& file, std::size_t line, std::string const& text) {
        static std::regex const include(R"rx(^\s*#\s*include\s+"([\w.-]+)/([^"]*)")rx");
        std::smatch match;
        if (!file.path.starts_with("src/") || !std::regex_search(text, match, include)) return;
        std::string const module = file.path.substr(4, file.path.find('/', 4) - 4), other = match[1];
        if (other == "tests" && is_test(file.path)) return;
        int const here = floor_of(module), there = floor_of(other);
        if (there < 0) {
            broken("layering", file.path, line,
                   "\"" + other + "/\" is not a module of src/: includes are written from src/");
        } else if (there > here) {
            broken("layering", file.path, line,
                   module + " may not include " + other + ", which stands below it: name an interface that " + other +
                       " implements");
        } else if (there == here && module != other) {
            broken("layering", file.path, line,
                   "rooms never include each other: " + module + " and " + other +
                       " meet through records, events and rules");
        }
    }

    void check_sql(File const& file, std::string const& text) {
        for (auto const& banned : banned_sql()) {
            for (std::sregex_iterator match(text.begin(), text.end(), banned.text), end; match != end; ++match) {
                auto const line = 1 + std::count(text.begin(), text.begin() + match->position(), '\n');
                broken("sql", file.path, static_cast<std::size_t>(line), banned.advice);
            }
        }
    }

    static std::string without_sql_comments(std::string const& text) {
        return std::regex_replace(text, std::regex("--[^\n]*"), "");
    }

    // A definition at the margin: a line that opens a parameter list there, up to the brace at the margin that closes
    // the body.
    void remark_long_functions(File const& file, std::vector<std::string> const& code) {
        for (std::size_t i = 0; i < code.size(); ++i) {
            auto const& first = code[i];
            if (first.empty() || (std::isalpha(static_cast<unsigned char>(first[0])) == 0 && first[0] != '[') ||
                first.find('(') == std::string::npos || first.starts_with("TEST"))
                continue;
            std::size_t open = i;
            while (open < code.size() && code[open].find_first_of(";{}") == std::string::npos) ++open;
            if (open == code.size() || !code[open].ends_with("{")) continue;
            std::size_t close = open + 1;
            while (close < code.size() && !code[close].starts_with("}")) ++close;
            if (close - i + 1 > function_lines_max)
                report_.remarks.push_back({"size", file.path, i + 1,
                                           "a function of " + std::to_string(close - i + 1) + " lines, more than " +
                                               std::to_string(function_lines_max)});
            i = close;
        }
    }

    // Every file below src/ and tests/ is built, embedded or run: a file that nothing reads is a mistake waiting to be
    // believed.
    void check_modules() {
        std::string const lists = read_text(project_ / "CMakeLists.txt") + build_lists();
        std::set<std::string> declared;
        static std::regex const module(R"(kith_module\(\s*(\w+))");
        int last = -1;
        for (std::sregex_iterator match(lists.begin(), lists.end(), module), end; match != end; ++match) {
            std::string const name = (*match)[1];
            declared.insert(name);
            if (floor_of(name) < 0) continue;
            if (floor_of(name) < last)
                broken("layering", "CMakeLists.txt", 0, name + " is declared below what stands on it");
            last = std::max(last, floor_of(name));
        }
        for (auto const& file : files_) {
            if (file.path.ends_with(".scenario") && !file.path.starts_with("tests/api/"))
                broken("forgotten-file", file.path, 0, "scenarios run from tests/api/ only");
            if (file.path.starts_with("src/")) check_is_used(file, declared, lists);
        }
    }

    std::string build_lists() const {
        std::string all;
        for (auto const& file : files_)
            if (file.path.ends_with(".cmake") && file.path.starts_with("cmake/")) all += file.text;
        return all;
    }

    void check_is_used(File const& file, std::set<std::string> const& declared, std::string const& lists) {
        auto const slash = file.path.find('/', 4);
        if (slash == std::string::npos) {
            if (!file.path.ends_with(".md")) broken("forgotten-file", file.path, 0, "belongs into a module's folder");
            return;
        }
        std::string const name = file.path.substr(4, slash - 4);
        if (floor_of(name) < 0) {
            broken("layering", file.path, 0,
                   name + " has no place in the dependency order (tools/house_rules/house_rules.cpp)");
        } else if (!declared.contains(name)) {
            broken("forgotten-file", file.path, 0, "no kith_module(" + name + ") in CMakeLists.txt builds it");
        }
        static std::set<std::string> const built = {".cpp", ".hpp", ".sql", ".md"};
        if (built.contains(fs::path(file.path).extension().string())) return;
        // Data: the build embeds its folder, or the file by name.
        for (fs::path at = file.path; at.generic_string() != "src/" + name && at.has_parent_path();
             at = at.parent_path())
            if (lists.find(at.generic_string()) != std::string::npos) return;
        broken("forgotten-file", file.path, 0, "nothing embeds it: kith_embed_folder() in CMakeLists.txt");
    }

    fs::path project_;
    std::vector<File> files_;
    std::map<std::pair<std::string, std::string>, Allowance> allowances_;
    Report report_;
};

// The end of the literal or comment that begins at `from`, one past its last character.
std::size_t end_of_quoted(std::string_view source, std::size_t from, char quote) {
    for (std::size_t i = from + 1; i < source.size(); ++i) {
        if (source[i] == '\\') {
            ++i;
        } else if (source[i] == quote || source[i] == '\n') {
            return i + 1;
        }
    }
    return source.size();
}

std::size_t end_of_raw(std::string_view source, std::size_t quote) {
    auto const open = source.find('(', quote);
    if (open == std::string_view::npos) return source.size();
    std::string const close = ")" + std::string(source.substr(quote + 1, open - quote - 1)) + "\"";
    auto const end = source.find(close, open);
    return end == std::string_view::npos ? source.size() : end + close.size();
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

Separated separate(std::string_view source) {
    std::string const blank = [&] {
        std::string text(source);
        for (char& c : text)
            if (c != '\n') c = ' ';
        return text;
    }();
    Separated parts{std::string(source), blank};
    auto const take = [&](std::size_t from, std::size_t to, bool is_literal) {
        std::copy(blank.begin() + static_cast<std::ptrdiff_t>(from), blank.begin() + static_cast<std::ptrdiff_t>(to),
                  parts.code.begin() + static_cast<std::ptrdiff_t>(from));
        if (is_literal) parts.literals.replace(from, to - from, source.substr(from, to - from));
        return to;
    };
    for (std::size_t i = 0; i < source.size();) {
        auto const rest = source.substr(i);
        if (rest.starts_with("//")) {
            i = take(i, std::min(source.find('\n', i), source.size()), false);
        } else if (rest.starts_with("/*")) {
            auto const end = source.find("*/", i + 2);
            i = take(i, end == std::string_view::npos ? source.size() : end + 2, false);
        } else if (rest.starts_with("R\"") && (i == 0 || !is_word(source[i - 1]))) {
            i = take(i, end_of_raw(source, i + 1), true);
        } else if (source[i] == '"' ||
                   (source[i] == '\'' && (i == 0 || !is_word(source[i - 1])))) {  // 1'000 is a number
            i = take(i, end_of_quoted(source, i, source[i]), true);
        } else {
            ++i;
        }
    }
    return parts;
}

Report inspect(fs::path const& project) { return Inspection(project).run(); }

std::string to_text(Finding const& finding) {
    return finding.file + (finding.line == 0 ? "" : ":" + std::to_string(finding.line)) + ": [" + finding.rule + "] " +
           finding.message;
}

}  // namespace kith::house
