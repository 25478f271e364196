#include "app/erasure_key.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace kith::app {
namespace {

class ErasureKeyTest : public testing::Test {
protected:
    void SetUp() override {
        auto pattern = (std::filesystem::temp_directory_path() / "kith-key-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string folder_;
};

TEST_F(ErasureKeyTest, is_made_once_and_stays_the_same) {
    auto const first = load_erasure_key(folder_);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(*load_erasure_key(folder_), *first);
}

TEST_F(ErasureKeyTest, is_for_its_owner_alone) {
    ASSERT_TRUE(load_erasure_key(folder_));
    struct stat about{};
    ASSERT_EQ(::stat((folder_ + "/erasure.key").c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(ErasureKeyTest, what_is_no_key_is_refused_and_left_alone) {
    for (auto const* text : {"short", "zz03f7b2a1c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e"}) {
        std::ofstream(folder_ + "/erasure.key") << text << "\n";
        auto const key = load_erasure_key(folder_);
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().code, ErrorCode::unavailable);
    }
}

}  // namespace
}  // namespace kith::app
