#include "tests/api/scenario.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <regex>
#include <sstream>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace kith::api_tests {

namespace {

constexpr char const* id_pattern = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
constexpr char const* instant_pattern = R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)";

bool is_request_line(std::string const& line) {
    static std::regex const pattern("^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|HEAR) \\S+( as .+)?$");
    return std::regex_match(line, pattern);
}

bool is_blank(std::string const& line) { return line.find_first_not_of(" \t") == std::string::npos; }

std::optional<std::pair<std::string, std::string>> header_of(std::string const& line) {
    static std::regex const pattern("^([A-Za-z][A-Za-z-]*): (.*)$");
    std::smatch match;
    if (!std::regex_match(line, match, pattern)) return std::nullopt;
    return std::pair(match[1].str(), match[2].str());
}

void read_request_line(Step& step, std::string const& line) {
    std::istringstream words(line);
    words >> step.method >> step.target;
    if (auto const as = line.find(" as "); as != std::string::npos) step.actor = line.substr(as + 4);
}

// Headers first, then the body.
void read_part(std::vector<std::string> const& lines, std::vector<std::pair<std::string, std::string>>& headers,
               std::string& body) {
    std::size_t i = 1;
    for (; i < lines.size(); ++i) {
        auto header = header_of(lines[i]);
        if (!header) break;
        headers.push_back(*std::move(header));
    }
    for (; i < lines.size(); ++i) body += (body.empty() ? "" : "\n") + lines[i];
}

void fill(std::string& text, std::string const& hole, std::string const& value) {
    for (auto at = text.find(hole); at != std::string::npos; at = text.find(hole, at + value.size()))
        text.replace(at, hole.size(), value);
}

std::string base64(std::string const& bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the zero that ends it
    return text;
}

std::string escaped(std::string_view text) {
    static std::regex const special(R"([.^$|()\[\]{}*+?\\])");
    return std::regex_replace(std::string(text), special, R"(\$&)");
}

}  // namespace

Result<Scenario> parse_scenario(std::string const& path, std::string_view text) {
    Scenario scenario;
    scenario.path = path;
    std::vector<std::string> between;
    enum class Part { none, request, expectation } part = Part::none;
    std::istringstream in{std::string(text)};
    int number = 0;
    auto const wrong = [&](std::string_view what) {
        return Error::invalid("scenario", "wrong", fmt::format("{}:{}: {}", path, number, what));
    };
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (part != Part::none && (is_blank(line) || line.starts_with("##"))) {
            if (part == Part::request) return wrong("a step ends without `=>`");
            part = Part::none;
        }
        if (part == Part::none) {
            if (is_request_line(line)) {
                Step step;
                step.line = number;
                step.before = std::exchange(between, {});
                step.request_lines.push_back(line);
                read_request_line(step, line);
                scenario.steps.push_back(std::move(step));
                part = Part::request;
            } else if (is_blank(line) || line.starts_with("#") || line == "start: empty") {
                scenario.starts_empty |= line == "start: empty";
                between.push_back(line);
            } else {
                return wrong("this is neither a request, a comment nor blank");
            }
            continue;
        }
        auto& step = scenario.steps.back();
        if (line.starts_with("=> ") && part == Part::request) {
            part = Part::expectation;
            step.expected = line.substr(3);
        }
        (part == Part::request ? step.request_lines : step.expected_lines).push_back(line);
    }
    if (part == Part::request) return wrong("a step ends without `=>`");
    scenario.after = std::move(between);
    for (auto& step : scenario.steps) {
        read_part(step.request_lines, step.headers, step.body);
        read_part(step.expected_lines, step.expected_headers, step.expected_body);
    }
    return scenario;
}

std::string print_scenario(Scenario const& scenario) {
    std::string out;
    auto const print = [&](std::vector<std::string> const& lines) {
        for (auto const& line : lines) out += line + "\n";
    };
    for (auto const& step : scenario.steps) {
        print(step.before);
        print(step.request_lines);
        print(step.expected_lines);
    }
    print(scenario.after);
    return out;
}

std::string filled_in(std::string_view text, Captures const& captures) {
    std::string out(text);
    for (auto const& [name, value] : captures) {
        fill(out, "{{" + name + "}}", value);
        fill(out, "{{basic " + name + "}}", base64(value + ":"));
    }
    return out;
}

bool text_matches(std::string_view expected, std::string_view actual, Captures& captures) {
    static std::regex const matcher("<(any|id|instant|capture [A-Za-z_0-9]+)>");
    std::string const text(expected);
    std::string pattern;
    std::vector<std::string> names;
    auto at = text.cbegin();
    for (std::sregex_iterator it(text.begin(), text.end(), matcher), end; it != end; ++it) {
        pattern += escaped({&*at, static_cast<std::size_t>(it->position() - (at - text.cbegin()))});
        auto const what = (*it)[1].str();
        if (what == "any") pattern += "[\\s\\S]*";
        if (what == "id") pattern += id_pattern;
        if (what == "instant") pattern += instant_pattern;
        if (what.starts_with("capture ")) {
            pattern += "([^;\\s]+)";
            names.push_back(what.substr(8));
        }
        at = text.cbegin() + it->position() + it->length();
    }
    if (at != text.cend()) pattern += escaped({&*at, static_cast<std::size_t>(text.cend() - at)});
    std::string const whole(actual);
    std::smatch match;
    if (!std::regex_match(whole, match, std::regex(pattern))) return false;
    for (std::size_t i = 0; i < names.size(); ++i) captures[names[i]] = match[i + 1].str();
    return true;
}

std::vector<std::string> differences(Json const& expected, Json const& actual, bool is_exact, Captures& captures,
                                     std::string const& place) {
    std::vector<std::string> out;
    auto const append = [&](std::vector<std::string> more) { out.insert(out.end(), more.begin(), more.end()); };
    if (expected.is_string()) {
        auto const pattern = filled_in(expected.get<std::string>(), captures);
        auto const text = actual.is_string() ? actual.get<std::string>() : dump_json(actual);
        bool const is_matcher = pattern != expected.get<std::string>() || pattern.find('<') != std::string::npos;
        if ((actual.is_string() || is_matcher) && text_matches(pattern, text, captures)) return out;
        return {fmt::format("{}: expected {}, was {}", place, dump_json(expected), dump_json(actual))};
    }
    if (expected.is_object() && actual.is_object()) {
        for (auto const& [name, value] : expected.items()) {
            auto const found = actual.find(name);
            if (value == "<absent>") {
                if (found != actual.end()) out.push_back(fmt::format("{}: {} must not be there", place, name));
            } else if (found == actual.end()) {
                out.push_back(fmt::format("{}: {} is missing", place, name));
            } else {
                append(differences(value, *found, is_exact, captures, place + "." + name));
            }
        }
        if (is_exact)
            for (auto const& [name, value] : actual.items())
                if (!expected.contains(name)) out.push_back(fmt::format("{}: {} was not expected", place, name));
        return out;
    }
    if (expected.is_array() && actual.is_array()) {
        if (expected.size() != actual.size())
            return {fmt::format("{}: expected {} items, were {}: {}", place, expected.size(), actual.size(),
                                dump_json(actual))};
        for (std::size_t i = 0; i < expected.size(); ++i)
            append(differences(expected[i], actual[i], is_exact, captures, fmt::format("{}[{}]", place, i)));
        return out;
    }
    if (expected != actual)
        out.push_back(fmt::format("{}: expected {}, was {}", place, dump_json(expected), dump_json(actual)));
    return out;
}

Json generalised(Json const& value) {
    if (value.is_string()) {
        auto const text = value.get<std::string>();
        if (Uuid::parse(text)) return "<id>";
        if (text.size() == 24 && Instant::parse(text)) return "<instant>";
        return value;
    }
    Json out = value;
    if (value.is_object() || value.is_array())
        for (auto& [name, member] : out.items())
            member = name == "secret" || name == "prefix" || name == "request_id" ? Json("<any>") : generalised(member);
    return out;
}

}  // namespace kith::api_tests
