#include "app/socket_client.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kith::app {
namespace {

TEST(Unchunker, TakesChunksApartHoweverTheyAreCut) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::string body, sent;
        for (int chunk = 0; chunk < 5; ++chunk) {
            std::string const bytes(1 + random() % 40, static_cast<char>("ab\r\n0"[random() % 5]));
            body += bytes;
            sent += fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
        }
        sent += "0\r\n\r\n";
        std::string taken;
        Unchunker unchunker;
        for (std::size_t at = 0; at < sent.size();) {
            EXPECT_FALSE(unchunker.is_at_end() && at + 2 < sent.size());
            auto const some = std::min<std::size_t>(1 + random() % 9, sent.size() - at);
            auto const done = unchunker.add(std::string_view(sent).substr(at, some), [&](std::string_view bytes) {
                taken += bytes;
                return Result<void>();
            });
            ASSERT_TRUE(done) << done.error().message;
            at += some;
        }
        EXPECT_TRUE(unchunker.is_at_end());
        EXPECT_EQ(taken, body);
    }
}

TEST(Unchunker, RefusesWhatHasNoSizesAndPassesOnWhatItsTakerSays) {
    auto const nobody = [](std::string_view) -> Result<void> { return Error::unavailable("The disk is full."); };
    EXPECT_FALSE(Unchunker().add("hello\r\n", nobody));
    EXPECT_FALSE(Unchunker().add(std::string(100, '1'), nobody));
    EXPECT_FALSE(Unchunker().add("5\nabcde", nobody));
    auto const full = Unchunker().add("1\r\na\r\n", nobody);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().message, "The disk is full.");
}

}  // namespace
}  // namespace kith::app
