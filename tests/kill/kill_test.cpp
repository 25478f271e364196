// The promise: an acknowledged write survives `kill -9`, a retry never doubles anything, no partial write is seen.
//
// The real executable takes batches from several senders at once and is killed at random moments, twenty times, and
// started again on the same folder. Senders behave as the official clients do: what was not acknowledged is sent again,
// with the same message ids, until it is. At the end every message id is looked for in the file itself.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "tests/support/checkout.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/kith_process.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith {
namespace {

constexpr int kills = 20;
constexpr int senders = 4;
constexpr int batch_events = 40;

struct Batch {
    std::string name;  ///< how each of its message ids begins
    bool is_acknowledged = false;
    std::string request;
};

std::string item(std::string const& batch, int at, std::mt19937& random) {
    auto const id = fmt::format("{}-{}", batch, at);
    auto const visitor = random() % 200;
    switch (random() % 8) {
        case 0:
            return fmt::format(
                R"({{"type":"identify","userId":"user-{0}","anonymousId":"visitor-{0}","messageId":"{1}","traits":{{"email":"user-{0}@example.com"}}}})",
                visitor, id);
        case 1:
            return fmt::format(R"({{"type":"page","name":"Home","anonymousId":"visitor-{}","messageId":"{}"}})",
                               visitor, id);
        default:
            return fmt::format(
                R"({{"type":"track","event":"Looked","anonymousId":"visitor-{}","messageId":"{}","properties":{{"at":{}}}}})",
                visitor, id, at);
    }
}

// One sender's life: batch after batch; one that was not answered by 200 is sent again before the next.
class Sender {
public:
    Sender(int number, std::string write_key)
        : number_(number), write_key_(std::move(write_key)), random_(static_cast<unsigned>(number)) {}

    void send_until(std::atomic<bool> const& is_over, std::uint16_t port) {
        support::HttpClient client(port, 10);
        while (!is_over) {
            if (batches_.empty() || batches_.back().is_acknowledged) batches_.push_back(make());
            auto& batch = batches_.back();
            auto const answer = client.send(batch.request);
            batch.is_acknowledged = answer && answer->status == 200;
            if (answer && answer->status != 200 && answer->status != 429 && answer->status != 503) ++wrong_answers;
            if (!batch.is_acknowledged) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    std::vector<Batch> const& batches() const { return batches_; }
    int wrong_answers = 0;

private:
    Batch make() {
        Batch batch{fmt::format("s{}b{}", number_, batches_.size()), false, {}};
        std::string body = R"({"batch":[)";
        for (int at = 0; at < batch_events; ++at) body += (at == 0 ? "" : ",") + item(batch.name, at, random_);
        batch.request =
            support::http_request("POST", "/v1/batch", support::basic_authorization(write_key_), body + "]}");
        return batch;
    }

    int number_;
    std::string write_key_;
    std::mt19937 random_;
    std::vector<Batch> batches_;
};

// The file as the killed server left it and the last one closed it.
class File {
public:
    explicit File(std::string const& path) {
        EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK) << path;
    }
    ~File() { sqlite3_close(database_); }
    File(File const&) = delete;
    File& operator=(File const&) = delete;

    /// The rows of a query, each as its columns' texts.
    std::vector<std::vector<std::string>> rows(char const* sql) const {
        std::vector<std::vector<std::string>> all;
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(database_, sql, -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(database_);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            auto& row = all.emplace_back();
            for (int column = 0; column < sqlite3_column_count(statement); ++column) {
                auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
                row.emplace_back(text == nullptr ? "" : text);
            }
        }
        sqlite3_finalize(statement);
        return all;
    }
    std::string value(char const* sql) const {
        auto const all = rows(sql);
        return all.empty() || all[0].empty() ? std::string() : all[0][0];
    }

private:
    sqlite3* database_ = nullptr;
};

class KillTest : public testing::Test {
protected:
    void SetUp() override {
        auto const executable = support::KithProcess::find_executable(support::in_build("/kith"));
        if (executable.empty())
            SKIP_BUT_FAIL_IN_CI("the executable is not built (KITH_EXECUTABLE or " + support::in_build("/kith") + ")");
        process_ = std::make_unique<support::KithProcess>(
            executable, std::vector<std::string>{"--data", folder_.path("data"), "--log-level", "warning"},
            folder_.path("log"));
        ASSERT_TRUE(process_->start());
        auto const key = process_->run({"key", "add", "--source", "Shop", "--kind", "server", "--json"});
        ASSERT_EQ(key.status, 0) << key.output;
        for (int number = 0; number < senders; ++number)
            senders_.emplace_back(number, support::json_member(key.output, "secret"));
    }

    // Lets everybody send for a while, with a kill at its end or a calm close.
    void load(std::chrono::milliseconds time, bool ends_in_kill) {
        std::atomic<bool> is_over{false};
        std::vector<std::thread> threads;
        for (auto& sender : senders_) threads.emplace_back([&] { sender.send_until(is_over, process_->port()); });
        std::this_thread::sleep_for(time);
        if (ends_in_kill) process_->kill();
        is_over = true;
        for (auto& thread : threads) thread.join();
    }

    void reconcile(File const& file);

    support::TemporaryFolder folder_;
    std::unique_ptr<support::KithProcess> process_;
    std::vector<Sender> senders_;
};

void KillTest::reconcile(File const& file) {
    std::map<std::string, int> stored;  // message ids of a batch
    std::size_t claims = 0;
    for (auto const& row : file.rows("SELECT message_id FROM message")) {
        ++stored[row[0].substr(0, row[0].find('-'))];
        ++claims;
    }
    std::size_t acknowledged = 0, sent = 0;
    for (auto const& sender : senders_) {
        EXPECT_EQ(sender.wrong_answers, 0);
        for (auto const& batch : sender.batches()) {
            ++sent;
            acknowledged += batch.is_acknowledged ? 1 : 0;
            auto const count = stored.contains(batch.name) ? stored[batch.name] : 0;
            if (batch.is_acknowledged) {
                EXPECT_EQ(count, batch_events) << "acknowledged and lost: " << batch.name;
            } else {
                EXPECT_TRUE(count == 0 || count == batch_events) << "half a batch: " << batch.name << ", " << count;
            }
            stored.erase(batch.name);
        }
    }
    EXPECT_TRUE(stored.empty()) << "stored, but never sent: " << stored.begin()->first;
    EXPECT_GT(acknowledged, static_cast<std::size_t>(kills));
    EXPECT_EQ(file.value("SELECT COUNT(*) FROM event"), std::to_string(claims))
        << "an event without its claim, or a claim without its event";
    EXPECT_EQ(file.value("SELECT COUNT(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.person_id = "
                         "m.person_id AND e.event_id = m.event_id)"),
              "0");
    EXPECT_EQ(
        file.value(
            "SELECT COUNT(*) FROM event WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.id = event.person_id)"),
        "0");
    EXPECT_EQ(file.value("SELECT stored FROM source_counter"), std::to_string(claims));
    EXPECT_EQ(file.value("SELECT received - stored - duplicates - rejected FROM source_counter"), "0");
    EXPECT_EQ(file.value("SELECT rejected FROM source_counter"), "0");
    EXPECT_EQ(file.value("SELECT COUNT(*) FROM change WHERE kind = 5"), std::to_string(claims))
        << "the change log and the facts differ";
    EXPECT_EQ(file.value("SELECT (SELECT seq FROM change_slot) - MAX(seq) FROM change"), "0");
    EXPECT_EQ(file.value("SELECT MAX(seq) - MIN(seq) + 1 - COUNT(*) FROM change"), "0") << "a gap in the change log";
    EXPECT_EQ(file.value("PRAGMA integrity_check"), "ok");
    EXPECT_TRUE(file.rows("PRAGMA foreign_key_check").empty());
    RecordProperty("batches_acknowledged", static_cast<int>(acknowledged));
    RecordProperty("batches_sent", static_cast<int>(sent));
}

TEST_F(KillTest, an_acknowledged_event_survives_twenty_kills_and_is_stored_once) {
    std::mt19937 random(std::random_device{}());
    for (int kill = 0; kill < kills; ++kill) {
        load(std::chrono::milliseconds(20 + random() % 400), true);
        ASSERT_TRUE(process_->start()) << "it did not start again after kill " << kill + 1;
    }
    load(std::chrono::milliseconds(300), false);  // what was not acknowledged goes again
    ASSERT_EQ(process_->stop(), 0);
    auto const doctor = process_->run({"doctor", "--json"});
    EXPECT_EQ(doctor.status, 0) << doctor.output;
    reconcile(File(folder_.path("data/kith.db")));
}

}  // namespace
}  // namespace kith
