// Runs every `*.scenario` on every database; `UPDATE=1` writes what was answered where it was not as expected.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "http/event_stream.hpp"
#include "tests/api/scenario.hpp"
#include "tests/api/schema_check.hpp"
#include "tests/api/workspace.hpp"
#include "tests/support/checkout.hpp"
#include "tests/support/skip.hpp"

namespace kith::api_tests {

namespace {

namespace fs = std::filesystem;

bool is_updating() { return std::getenv("UPDATE") != nullptr; }

std::string read_file(fs::path const& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::vector<std::string> scenario_files() {
    std::vector<std::string> files;
    for (auto const& entry : fs::recursive_directory_iterator(support::in_source("/tests/api")))
        if (entry.path().extension() == ".scenario")
            files.push_back(fs::relative(entry.path(), support::in_source("/tests/api")).string());
    std::sort(files.begin(), files.end());
    return files;
}

Scenario load_scenario(std::string const& file) {
    auto const scenario = parse_scenario(file, read_file(fs::path(support::in_source("/tests/api")) / file));
    EXPECT_TRUE(scenario) << scenario.error().message;
    return scenario ? *scenario : Scenario{};
}

// The events that a stream holds, as `name {json}`, without comments.
std::vector<std::pair<std::string, std::string>> events_of(std::string const& text) {
    std::vector<std::pair<std::string, std::string>> events;
    std::istringstream in(text);
    std::string name = "message", data;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("event: ")) name = line.substr(7);
        if (line.starts_with("data: ")) data = line.substr(6);
        if (line.empty() && !data.empty()) events.emplace_back(std::exchange(name, "message"), std::exchange(data, ""));
    }
    return events;
}

class ScenarioRun {
public:
    ScenarioRun(Scenario& scenario, Kind kind) : scenario_(scenario), workspace_(kind) {
        if (!scenario.starts_empty) workspace_.set_up();
        captures_ = workspace_.captures();
        document_ = http::openapi(workspace_.kith().router(), "test");
    }

    void steps() {
        for (auto& step : scenario_.steps) {
            auto problems = step.method == "HEAR" ? hear(step) : request(step);
            if (problems.empty()) continue;
            is_changed_ = true;
            if (is_updating()) continue;
            std::string all;
            for (auto const& problem : problems) all += "\n  " + problem;
            ADD_FAILURE_AT((support::in_source("/tests/api/") + scenario_.path).c_str(), step.line)
                << step.request_lines[0] << all << "\n  answer: " << last_body_;
        }
    }
    bool is_changed() const { return is_changed_; }

private:
    std::vector<std::string> request(Step& step) {
        auto request = request_of(method_of(step.method), filled_in(step.target, captures_));
        for (auto const& [name, value] : step.headers) request.headers.add(name, filled_in(value, captures_));
        request.body = filled_in(step.body, captures_);
        auto const path = request.path;
        auto response = workspace_.answer(std::move(request), filled_in(step.actor, captures_));
        last_body_ = std::string(response.borrowed_body.empty() ? response.body : response.borrowed_body);
        auto problems = check_answer(step, response);
        for (auto& problem : check_schema(step, path, response)) problems.push_back(std::move(problem));
        if (!problems.empty() && is_updating()) update(step, response);
        return problems;
    }

    std::vector<std::string> check_answer(Step const& step, http::Response& response) {
        std::istringstream words(step.expected);
        int status = 0;
        std::string option, name;
        words >> status >> option >> name;
        std::vector<std::string> problems;
        if (response.status != status) return {fmt::format("expected status {}, was {}", status, response.status)};
        for (auto const& [header, value] : step.expected_headers)
            if (!text_matches(filled_in(value, captures_), response.headers.get(header), captures_))
                problems.push_back(
                    fmt::format("{}: expected {}, was '{}'", header, value, response.headers.get(header)));
        if (option == "stream") {
            if (!response.stream) return {"the answer is not a stream"};
            streams_[name] = response.stream;
        }
        if (step.expected_body.empty()) return problems;
        auto const expected = Json::parse(step.expected_body, nullptr, false);
        if (expected.is_discarded()) {
            auto const text = filled_in(step.expected_body, captures_);
            if (last_body_.find(text) == std::string::npos)
                problems.push_back("the answer does not have in it: " + text);
            return problems;
        }
        auto const actual = Json::parse(last_body_, nullptr, false);
        if (actual.is_discarded()) return {"the answer is not JSON"};
        for (auto& difference : differences(expected, actual, option == "exactly", captures_))
            problems.push_back(std::move(difference));
        return problems;
    }

    // What the OpenAPI document promises of this route and status.
    std::vector<std::string> check_schema(Step const& step, std::string const& path, http::Response const& response) {
        auto const match = workspace_.kith().router().match(method_of(step.method), path);
        if (!match.route || !match.route->path.starts_with("/api/") || response.stream) return {};
        std::string method = step.method;
        std::transform(method.begin(), method.end(), method.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        auto const& responses = document_["paths"][match.route->path][method]["responses"];
        auto const status = std::to_string(response.status);
        auto const* declared = responses.contains(status)      ? &responses[status]
                               : responses.contains("default") ? &responses["default"]
                                                               : nullptr;
        if (!declared)
            return {fmt::format("the OpenAPI document does not know the status {} of {} {}", status, step.method,
                                match.route->path)};
        if (auto const reference = declared->find("$ref"); reference != declared->end())
            declared = &document_.at(Json::json_pointer(reference->get<std::string>().substr(1)));
        if (last_body_.empty() || !declared->contains("content")) return {};
        return misfits(document_, (*declared)["content"].begin().value()["schema"],
                       Json::parse(last_body_, nullptr, false));
    }

    std::vector<std::string> hear(Step& step) {
        auto const stream = streams_.find(step.target);
        if (stream == streams_.end()) return {"there is no stream of this name"};
        auto const delivered = workspace_.kith().live().deliver();
        if (!delivered) return {delivered.error().message + delivered.error().cause};
        auto const events = events_of(stream->second->take());
        last_body_.clear();
        for (auto const& [name, data] : events) last_body_ += name + " " + data + "\n";
        std::vector<std::string> expected;
        if (step.expected != "nothing") expected.push_back(step.expected);
        for (std::size_t i = 1; i < step.expected_lines.size(); ++i) expected.push_back(step.expected_lines[i]);
        std::vector<std::string> problems;
        if (expected.size() != events.size())
            problems.push_back(fmt::format("expected {} events, heard {}", expected.size(), events.size()));
        for (std::size_t i = 0; i < std::min(expected.size(), events.size()); ++i) {
            auto const space = std::min(expected[i].find(' '), expected[i].size());
            if (events[i].first != expected[i].substr(0, space))
                problems.push_back("heard " + events[i].first + " instead of " + expected[i]);
            auto const wanted = Json::parse(filled_in(expected[i].substr(space), captures_), nullptr, false);
            if (wanted.is_discarded()) continue;
            for (auto& difference : differences(wanted, Json::parse(events[i].second), false, captures_))
                problems.push_back(std::move(difference));
        }
        return problems;
    }

    void update(Step& step, http::Response const& response) {
        std::vector<std::string> lines{fmt::format("=> {}", response.status)};
        if (response.stream || step.expected.ends_with(" exactly"))
            lines[0] += step.expected.substr(step.expected.find(' '));
        for (auto const& [name, value] : step.expected_headers)
            lines.push_back(name + ": " + std::string(response.headers.get(name)));
        auto const json = Json::parse(last_body_, nullptr, false);
        if (!json.is_discarded()) {
            std::istringstream text(generalised(json).dump(2));
            for (std::string line; std::getline(text, line);) lines.push_back(line);
        }
        step.expected_lines = std::move(lines);
    }

    Scenario& scenario_;
    TestWorkspace workspace_;
    Captures captures_;
    Json document_;
    std::map<std::string, std::shared_ptr<http::EventStream>> streams_;
    std::string last_body_;
    bool is_changed_ = false;
};

class ScenarioTest : public testing::TestWithParam<std::tuple<std::string, Kind>> {};

TEST_P(ScenarioTest, Holds) {
    auto const& [file, kind] = GetParam();
    std::string why_not;
    if (!TestWorkspace::is_available(kind, why_not)) SKIP_BUT_FAIL_IN_CI(why_not);
    auto scenario = load_scenario(file);
    ScenarioRun run(scenario, kind);
    run.steps();
    if (is_updating() && run.is_changed() && kind == Kind::sqlite)
        std::ofstream(fs::path(support::in_source("/tests/api")) / file, std::ios::binary) << print_scenario(scenario);
}

std::string name_of_test(testing::TestParamInfo<std::tuple<std::string, Kind>> const& info) {
    auto name = std::get<0>(info.param) + "_" + std::string(name_of(std::get<1>(info.param)));
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Api, ScenarioTest,
                         testing::Combine(testing::ValuesIn(scenario_files()),
                                          testing::Values(Kind::sqlite, Kind::postgres)),
                         name_of_test);

// Denied and invalid cases come first in every file, and every route is in some file.
TEST(Scenarios, ExerciseEveryRoute) {
    TestWorkspace workspace(Kind::sqlite);
    std::set<std::string> missing;
    auto const& router = workspace.kith().router();
    for (auto const& route : router.routes())
        if (route.method != http::Method::options && !route.path.ends_with("...}") && route.path != "/")
            missing.insert(fmt::format("{} {}", http::name_of(route.method), route.path));
    for (auto const& file : scenario_files())
        for (auto const& step : load_scenario(file).steps) {
            if (step.method == "HEAR") continue;
            auto const path = filled_in(step.target.substr(0, step.target.find('?')), {});
            if (auto const match = router.match(method_of(step.method), path); match.route)
                missing.erase(fmt::format("{} {}", http::name_of(match.route->method), match.route->path));
        }
    for (auto const& route : missing) ADD_FAILURE() << "no scenario asks " << route;
}

}  // namespace
}  // namespace kith::api_tests
