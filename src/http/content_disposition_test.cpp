#include "http/content_disposition.hpp"

#include <gtest/gtest.h>

namespace kith::http {
namespace {

TEST(ContentDisposition, names_a_file_twice) {
    EXPECT_EQ(attached_as("plan 2.pdf"), "attachment; filename=\"plan 2.pdf\"; filename*=UTF-8''plan%202.pdf");
}

TEST(ContentDisposition, whatever_is_in_the_name_stays_in_the_name) {
    EXPECT_EQ(attached_as("a\"; filename=\"b.html"),
              "attachment; filename=\"a_; filename=_b.html\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.html");
    EXPECT_EQ(attached_as("a\r\nSet-Cookie: b"),
              "attachment; filename=\"a__Set-Cookie: b\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b");
    EXPECT_EQ(attached_as("..\\50%/x"), "attachment; filename=\".._50__x\"; filename*=UTF-8''..%5C50%25%2Fx");
}

TEST(ContentDisposition, other_letters_are_one_sign_for_old_clients_and_whole_for_the_rest) {
    EXPECT_EQ(attached_as("ąž.txt"), "attachment; filename=\"__.txt\"; filename*=UTF-8''%C4%85%C5%BE.txt");
    EXPECT_EQ(attached_as("חוזה.pdf"),
              "attachment; filename=\"____.pdf\"; filename*=UTF-8''%D7%97%D7%95%D7%96%D7%94.pdf");
    EXPECT_EQ(attached_as("😀"), "attachment; filename=\"_\"; filename*=UTF-8''%F0%9F%98%80");
}

}  // namespace
}  // namespace kith::http
