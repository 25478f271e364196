#include "records/attachments/file_name.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace kith::records {
namespace {

std::string name_of(std::string_view given) {
    auto const name = file_name_of(given);
    return name ? *name : "(" + name.error().fields.at(0).code + ")";
}

TEST(FileName, is_what_people_call_it_without_its_folders) {
    EXPECT_EQ(name_of("Sutartis Nr. 5 – „Beržas“.pdf"), "Sutartis Nr. 5 – „Beržas“.pdf");
    EXPECT_EQ(name_of("C:\\Documents\\plan.xlsx"), "plan.xlsx");
    EXPECT_EQ(name_of("../../etc/passwd"), "passwd");
    EXPECT_EQ(name_of("  note.txt "), "note.txt");
    EXPECT_EQ(name_of(".env"), ".env");
    EXPECT_EQ(name_of("חוזה.pdf"), "חוזה.pdf");
}

TEST(FileName, stands_in_one_line_and_reads_as_it_is_written) {
    EXPECT_EQ(name_of("a\r\nb.txt"), "a  b.txt");
    EXPECT_EQ(name_of("a\xE2\x80\xA8"
                      "b"),
              "a b");  // U+2028
    EXPECT_EQ(name_of("invoice\xE2\x80\xAE"
                      "fdp.exe"),
              "invoicefdp.exe");  // U+202E, right-to-left override
    EXPECT_EQ(name_of("a\xE2\x81\xA6"
                      "b\xE2\x81\xA9"),
              "ab");  // isolates
    EXPECT_EQ(name_of("a\xEF\xBB\xBF"
                      "b"),
              "ab");  // U+FEFF
    EXPECT_EQ(name_of(std::string_view("a\0b", 3)), "a b");
    EXPECT_EQ(name_of("\xFF.txt"), "\xEF\xBF\xBD.txt");
    // What joins letters is a part of the word.
    EXPECT_EQ(name_of("می\xE2\x80\x8Cخواهم"), "می\xE2\x80\x8Cخواهم");
}

TEST(FileName, is_there_and_no_longer_than_the_limit) {
    for (auto const* nothing : {"", "  ", ".", "..", "folder/", "\xE2\x80\xAE"})
        EXPECT_EQ(name_of(nothing), "(required)");
    std::string longest;
    for (std::size_t i = 0; i < limits::name_characters_max; ++i) longest += "ė";
    EXPECT_EQ(name_of(longest), longest);
    EXPECT_EQ(name_of(longest + "x"), "(too_long)");
}

}  // namespace
}  // namespace kith::records
