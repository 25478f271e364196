#include "records/attachments/media_type.hpp"

#include <gtest/gtest.h>

namespace kith::records {
namespace {

using namespace std::string_view_literals;

constexpr auto unknown = "application/octet-stream";

TEST(MediaType, is_what_the_bytes_say) {
    EXPECT_EQ(media_type_of("\x89PNG\r\n\x1A\nrest"sv), "image/png");
    EXPECT_EQ(media_type_of("\xFF\xD8\xFF\xE0"sv), "image/jpeg");
    EXPECT_EQ(media_type_of("GIF89a…"sv), "image/gif");
    EXPECT_EQ(media_type_of("RIFF\x10\x00\x00\x00WEBPVP8 "sv), "image/webp");
    EXPECT_EQ(media_type_of("%PDF-1.7"sv), "application/pdf");
}

TEST(MediaType, is_none_where_a_browser_could_run_them) {
    for (auto const& text :
         {"<!doctype html><script>alert(1)</script>"sv, "<svg xmlns='http://www.w3.org/2000/svg'/>"sv,
          "<?xml version='1.0'?>"sv, "#!/bin/sh"sv, "MZ"sv, "PK\x03\x04"sv, ""sv, "text"sv})
        EXPECT_EQ(media_type_of(text), unknown) << text;
}

TEST(MediaType, a_beginning_that_is_cut_off_or_of_another_kind_says_nothing) {
    for (auto const& text : {"\x89PN"sv, "GIF8"sv, "RIFF\x10\x00\x00\x00WAVE"sv, "RIFF"sv, " %PDF-"sv})
        EXPECT_EQ(media_type_of(text), unknown) << text;
}

TEST(MediaType, only_pictures_are_shown) {
    for (auto const* picture : {"image/png", "image/jpeg", "image/gif", "image/webp"}) EXPECT_TRUE(is_picture(picture));
    EXPECT_FALSE(is_picture("application/pdf"));
    EXPECT_FALSE(is_picture(unknown));
}

}  // namespace
}  // namespace kith::records
