// The user guide's examples: each command that it shows is run, in the order in which a reader meets it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/checkout.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::api_tests {
namespace {

namespace fs = std::filesystem;

struct Example {
    std::string page;
    std::string line;
    std::vector<std::string> words;  // without `kith`
};

// As a shell does for words and quotes; the guide uses nothing else.
std::vector<std::string> words_of(std::string const& line) {
    std::vector<std::string> words;
    std::string word;
    bool has_word = false;
    char quote = 0;
    for (char const c : line) {
        if (quote != 0) {
            if (c == quote) {
                quote = 0;
            } else {
                word += c;
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            has_word = true;
        } else if (c == ' ') {
            if (has_word) words.push_back(std::move(word));
            word.clear();
            has_word = false;
        } else {
            word += c;
            has_word = true;
        }
    }
    if (has_word) words.push_back(std::move(word));
    return words;
}

std::vector<Example> examples() {
    std::vector<fs::path> pages;
    for (auto const& entry : fs::directory_iterator(support::in_source("/docs/user")))
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    std::sort(pages.begin(), pages.end());
    std::vector<Example> found;
    for (auto const& page : pages) {
        std::ifstream in(page);
        bool is_code = false;
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("```")) is_code = !is_code;
            if (!is_code || !line.starts_with("kith ")) continue;
            auto words = words_of(line);
            words.erase(words.begin());
            found.push_back({page.filename().string(), line, std::move(words)});
        }
    }
    return found;
}

class GuideTest : public testing::Test {
protected:
    void SetUp() override {
        auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
        if (executable.empty()) GTEST_SKIP() << "the executable has not been built";
        // The files that examples name lie where the reader's would: in the working folder.
        if (fs::exists(support::in_source("/docs/user/examples")))
            fs::copy(support::in_source("/docs/user/examples"), folder_.path(), fs::copy_options::recursive);
        before_ = fs::current_path();
        fs::current_path(folder_.path());
        ::setenv("KITH_PASSWORD", "linden tree 1984", 1);
        ::setenv("KITH_DATA", folder_.path("data").c_str(), 1);
        kith_ = std::make_unique<support::KithProcess>(fs::absolute(executable), std::vector<std::string>{},
                                                       folder_.path("log"));
    }
    void TearDown() override {
        kith_.reset();
        if (!before_.empty()) fs::current_path(before_);
        ::unsetenv("KITH_PASSWORD");
        ::unsetenv("KITH_DATA");
    }
    std::string log() const {
        std::ostringstream text;
        text << std::ifstream(folder_.path("log")).rdbuf();
        return text.str();
    }

    support::TemporaryFolder folder_;
    fs::path before_;
    std::unique_ptr<support::KithProcess> kith_;
};

// A server cannot be run to its end: what it is started with must be what it knows.
void expect_flags_known(Example const& example, std::string const& help) {
    for (auto const& word : example.words)
        if (word.starts_with("--")) {
            EXPECT_NE(help.find(word), std::string::npos) << example.page << ": " << example.line;
        }
}

TEST_F(GuideTest, every_command_that_the_guide_shows_does_what_it_says) {
    // Whom the guide speaks to has set the workspace up by the link.
    auto const filled = kith_->run({"demo", "--json", "--people", "5", "--events", "100"});
    ASSERT_EQ(filled.status, 0) << filled.output << log();
    ASSERT_TRUE(kith_->start()) << log();
    auto const help = kith_->run({"serve", "--help"}).output;
    auto const all = examples();
    EXPECT_GE(all.size(), 8u);
    for (auto const& example : all) {
        if (example.words.front() == "serve") {
            expect_flags_known(example, help);
            continue;
        }
        auto const outcome = kith_->run(example.words);
        EXPECT_EQ(outcome.status, 0) << example.page << ": " << example.line << "\n" << outcome.output << log();
    }
    EXPECT_EQ(kith_->stop(), 0);
}

}  // namespace
}  // namespace kith::api_tests
