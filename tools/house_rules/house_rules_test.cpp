#include "tools/house_rules/house_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace kith::house {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

// A project in a temporary folder, with one sound module unless a test plants something else.
class Planted : public testing::Test {
protected:
    Planted() {
        root_ =
            fs::temp_directory_path() / ("kith-house-" + std::to_string(::getpid()) + "-" + std::to_string(counter_++));
        write(
            "CMakeLists.txt",
            "kith_module(base)\nkith_module(store)\nkith_module(records)\nkith_module(sales)\nkith_module(service)\n");
    }
    ~Planted() override { fs::remove_all(root_); }

    void write(std::string const& path, std::string const& text) const {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }

    // What is found, one text: "" where the project keeps the rules.
    std::string found() const {
        std::string all;
        for (auto const& finding : inspect(root_).broken) all += to_text(finding) + "\n";
        return all;
    }

    fs::path root_;
    static inline int counter_ = 0;
};

TEST_F(Planted, a_sound_project_has_no_findings) {
    write("src/base/id.hpp", "#include <string>\n");
    write("src/store/database.cpp", "#include \"base/id.hpp\"\nint main() {\n    return 0;\n}\n");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Planted, a_module_that_includes_one_below_it_is_found) {
    write("src/store/database.cpp", "#include \"base/id.hpp\"\n#include \"records/engine.hpp\"\n");
    EXPECT_EQ(found(),
              "src/store/database.cpp:2: [layering] store may not include records, which stands below it: name an "
              "interface that records "
              "implements\n");
}

TEST_F(Planted, rooms_that_include_each_other_are_found) {
    write("src/sales/deal.cpp", "#include \"service/ticket.hpp\"\n");
    EXPECT_THAT(found(), HasSubstr("rooms never include each other: sales and service"));
}

TEST_F(Planted, a_folder_without_a_place_in_the_order_is_found) {
    write("src/utilities/x.cpp", "int x;\n");
    EXPECT_THAT(found(), HasSubstr("src/utilities/x.cpp: [layering] utilities has no place"));
}

TEST_F(Planted, modules_declared_out_of_order_are_found) {
    write("CMakeLists.txt", "kith_module(store)\nkith_module(base)\n");
    EXPECT_THAT(found(), HasSubstr("[layering] base is declared below what stands on it"));
}

TEST_F(Planted, a_module_that_the_build_does_not_know_is_found) {
    write("src/lens/column.cpp", "int x;\n");
    EXPECT_THAT(found(), HasSubstr("src/lens/column.cpp: [forgotten-file] no kith_module(lens)"));
}

TEST_F(Planted, data_that_nothing_embeds_is_found_until_it_is_embedded) {
    write("src/records/objects/person.json", "{}\n");
    EXPECT_THAT(found(), HasSubstr("src/records/objects/person.json: [forgotten-file] nothing embeds it"));
    write("CMakeLists.txt",
          "kith_module(records)\nkith_embed_folder(kith_records objects ${CMAKE_SOURCE_DIR}/src/records/objects)\n");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Planted, an_empty_folder_and_a_stray_scenario_are_found) {
    fs::create_directories(root_ / "docs");
    write("tests/other/a.scenario", "GET /\n");
    EXPECT_THAT(found(), HasSubstr("docs: [forgotten-file] an empty folder"));
    EXPECT_THAT(found(), HasSubstr("tests/other/a.scenario: [forgotten-file]"));
}

TEST_F(Planted, each_banned_call_is_found_in_a_module) {
    for (std::string const call :
         {"std::thread t;", "std::mutex m;", "std::shared_mutex m;", "system(\"ls\");", "std::system(\"ls\");",
          "rand();", "strcpy(a, b);", "printf(\"x\");", "std::cout << 1;", "co_await x;", "g({{\"a\", TRY(x)}});"}) {
        write("src/records/x.cpp", "void f() { " + call + " }\n");
        EXPECT_THAT(found(), HasSubstr("src/records/x.cpp:1: [banned-call]")) << call;
    }
}

TEST_F(Planted, banned_words_in_comments_literals_and_longer_names_are_not_found) {
    write("src/records/x.cpp",
          "// std::mutex and rand() are banned\n"
          "auto a = \"system(1)\"; auto b = R\"x(printf(\"x\"))x\"; /* std::cout */\n"
          "auto c = brand(1'000); auto d = my_system(2); Actor system(int); Actor::system(3); auto f = snprintf(g, 1, "
          "h);\n");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Planted, threads_and_locks_may_live_in_the_store) {
    write("src/store/writer.cpp", "std::thread t; std::mutex m;\n");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Planted, forbidden_sql_is_found_in_files_and_in_literals) {
    write("src/records/x.sql", "-- select * is only mentioned here\nSELECT count(*) FROM a;\nSELECT a.* FROM a;\n");
    write("src/records/x.cpp", "auto q = \"INSERT INTO a VALUES (NOW())\";\n");
    EXPECT_EQ(found(),
              "src/records/x.cpp:1: [sql] time is a parameter, so that tests and every database agree on it\n"
              "src/records/x.sql:3: [sql] name the columns: SELECT * changes meaning with the schema\n");
}

TEST_F(Planted, a_path_of_one_machine_is_found) {
    write("docs/guide.md", std::string("run ") + "/ho" + "me/ann/kith\n");
    EXPECT_THAT(found(), HasSubstr("docs/guide.md:1: [machine-path]"));
}

TEST_F(Planted, a_source_of_600_lines_passes_and_one_more_is_found) {
    std::string text;
    for (std::size_t i = 0; i < source_lines_max; ++i) text += "int a;\n";
    write("src/base/x.cpp", text);
    EXPECT_THAT(found(), IsEmpty());
    write("src/base/x.cpp", text + "int a;\n");
    EXPECT_THAT(found(), HasSubstr("src/base/x.cpp: [size] 601 lines"));
}

TEST_F(Planted, a_long_function_is_remarked_but_does_not_fail) {
    std::string body = "int f(int a,\n      int b) {\n";
    for (std::size_t i = 0; i < function_lines_max; ++i) body += "    ++a;\n";
    write("src/base/x.cpp", "int g() {\n    return 1;\n}\n" + body + "}\n");
    auto const report = inspect(root_);
    EXPECT_THAT(report.broken, IsEmpty());
    ASSERT_EQ(report.remarks.size(), 1u);
    EXPECT_EQ(to_text(report.remarks[0]), "src/base/x.cpp:4: [size] a function of 73 lines, more than 70");
}

TEST_F(Planted, an_exception_needs_a_reason_and_a_use) {
    write("src/records/x.cpp", "std::mutex m;\n");
    write("tools/house_rules.allow", "# exceptions\nbanned-call src/records/x.cpp a lock-free queue of its own\n");
    EXPECT_THAT(found(), IsEmpty());
    write("tools/house_rules.allow", "banned-call src/records/x.cpp\n");
    EXPECT_THAT(found(), HasSubstr("give the reason"));
    write("src/records/x.cpp", "int m;\n");
    EXPECT_THAT(found(), HasSubstr("nothing needs 'banned-call src/records/x.cpp' any more"));
}

TEST(HouseRules, this_project_keeps_them) {
    auto const report = inspect(KITH_SOURCE_DIR);
    for (auto const& remark : report.remarks) std::cout << "note: " << to_text(remark) << "\n";
    for (auto const& finding : report.broken) ADD_FAILURE() << to_text(finding);
}

}  // namespace
}  // namespace kith::house
