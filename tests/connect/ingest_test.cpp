#include <zlib.h>

#include <random>

#include "connect/limits.hpp"
#include "tests/connect/connect_fixture.hpp"

namespace kith::connect {
namespace {

using testing::ElementsAre;

class IngestTest : public ConnectTest {};
ON_BOTH_DATABASES(IngestTest);

std::string zipped(std::string const& text) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(text.size() + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

TEST_P(IngestTest, a_batch_is_stored_counted_and_answered) {
    auto const response = send({track("m1", "Clicked", "u1"), track("m2", "Clicked", "u2")});
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.body, R"({"success":true})");
    EXPECT_EQ(response.headers.get("Access-Control-Allow-Origin"), "*");
    EXPECT_THAT(counters(), ElementsAre(2, 2, 0, 0));
    EXPECT_EQ(count("SELECT COUNT(*) FROM event"), 2);
}

TEST_P(IngestTest, the_same_again_changes_nothing_also_after_the_visitor_was_identified) {
    Json const visit = {{{"type", "page"}, {"messageId", "p1"}, {"anonymousId", "a1"}, {"name", "Home"}},
                        {{"type", "track"}, {"messageId", "t1"}, {"anonymousId", "a1"}, {"event", "Looked"}}};
    Json const known = {{{"type", "identify"},
                         {"messageId", "i1"},
                         {"anonymousId", "a1"},
                         {"userId", "u1"},
                         {"traits", {{"email", "ona@shop.lt"}, {"firstName", "Ona"}}}}};
    EXPECT_EQ(send(visit).status, 200);
    EXPECT_EQ(send(known).status, 200);
    // Another user of the same browser: the visitor's id moves to the newest, and a retried identify must not move it
    // back.
    EXPECT_EQ(send({{{"type", "identify"},
                     {"messageId", "i2"},
                     {"anonymousId", "a1"},
                     {"userId", "u2"},
                     {"traits", {{"firstName", "Jonas"}}}}})
                  .status,
              200);
    auto const events = count("SELECT COUNT(*) FROM event"), claims = count("SELECT COUNT(*) FROM identity"),
               values = count("SELECT COUNT(*) FROM field_value");
    auto const people = count("SELECT COUNT(*) FROM person"), changes = count("SELECT COUNT(*) FROM change");
    EXPECT_EQ(send(visit).status, 200);
    EXPECT_EQ(send(known).status, 200);
    EXPECT_EQ(count("SELECT COUNT(*) FROM event"), events);
    EXPECT_EQ(count("SELECT COUNT(*) FROM identity"), claims);
    EXPECT_EQ(count("SELECT COUNT(*) FROM field_value"), values);
    EXPECT_EQ(count("SELECT COUNT(*) FROM person"), people);
    EXPECT_EQ(count("SELECT COUNT(*) FROM change"), changes);
    EXPECT_THAT(counters(), ElementsAre(7, 4, 3, 0));
}

TEST_P(IngestTest, a_message_twice_in_one_batch_is_stored_once) {
    send({track("m1", "Clicked", "u1"), track("m1", "Clicked", "u1")});
    EXPECT_THAT(counters(), ElementsAre(2, 1, 1, 0));
}

TEST_P(IngestTest, a_wrong_call_becomes_a_dead_letter_and_the_rest_is_stored) {
    EXPECT_EQ(send({track("m1", "Clicked", "u1"),
                    {{"type", "track"}, {"messageId", "m2"}, {"userId", "u1"}},
                    {{"type", "teleport"}}})
                  .status,
              200);
    EXPECT_THAT(counters(), ElementsAre(3, 1, 0, 2));
    ASSERT_EQ(dead_letters().size(), 2u);
    EXPECT_EQ(dead_letters("event_required").size(), 1u);
    EXPECT_EQ(dead_letters("unknown_call")[0]["call"], "teleport");
    EXPECT_EQ(send({{{"type", "track"}, {"messageId", "m2"}, {"userId", "u1"}}, {{"type", "teleport"}}}).status, 200);
    EXPECT_THAT(counters(), ElementsAre(5, 1, 2, 2));
    EXPECT_EQ(dead_letters().size(), 2u);
}

TEST_P(IngestTest, ids_that_name_nobody_are_rejected) {
    send({track("m1", "Clicked", "undefined"), {{"type", "page"}, {"messageId", "m2"}, {"anonymousId", "null"}}});
    EXPECT_THAT(counters(), ElementsAre(2, 0, 0, 2));
    EXPECT_EQ(dead_letters("id_blocked").size(), 2u);
}

TEST_P(IngestTest, a_body_that_cannot_be_read_is_one_rejected_call) {
    auto const broken = post("/v1/track", "{\"event\":", {{"Authorization", "Basic " + std::string("a3drXw==")}});
    EXPECT_EQ(broken.status, 401);
    auto const unnamed = post("/v1/track", "{\"event\":");
    EXPECT_EQ(unnamed.status, 400);
    EXPECT_EQ((*parse_json(unnamed.body))["code"], "malformed_json");
    EXPECT_FALSE((*parse_json(unnamed.body))["message"].get<std::string>().empty());
    EXPECT_THAT(counters(), ElementsAre(0, 0, 0, 0)) << "nobody knows whose it was";
    auto const batch = post("/v1/batch", fmt::format(R"({{"writeKey":"{}","batch":7}})", key_));
    EXPECT_EQ(batch.status, 400);
    EXPECT_THAT(counters(), ElementsAre(1, 0, 0, 1));
    EXPECT_EQ(dead_letters("batch_required").size(), 1u);
}

TEST_P(IngestTest, a_key_is_needed_in_force_and_of_an_enabled_source) {
    EXPECT_EQ(post("/v1/track", dump_json(track("m", "e", "u"))).status, 401);
    auto wrong = track("m", "e", "u");
    wrong["writeKey"] = "nobody's";
    EXPECT_EQ(post("/v1/track", dump_json(wrong)).status, 401);
    ASSERT_OK(connect_->sources().update(source_, std::nullopt, false));
    auto call = track("m", "e", "u");
    call["writeKey"] = key_;
    EXPECT_EQ(post("/v1/track", dump_json(call)).status, 403);
    ASSERT_OK(connect_->sources().update(source_, std::nullopt, true));
    EXPECT_EQ(post("/v1/t", dump_json(call)).status, 200);
    auto const keys = connect_->sources().keys(source_);
    ASSERT_OK(keys);
    ASSERT_OK(connect_->sources().revoke_key(source_, *WriteKeyId::parse((*keys)["data"][0]["id"].get<std::string>())));
    EXPECT_EQ(post("/v1/t", dump_json(call)).status, 401);
}

TEST_P(IngestTest, every_path_takes_its_call_zipped_or_not_whatever_the_content_type) {
    int n = 0;
    for (std::string path : {"identify", "track", "page", "screen", "group", "alias", "i", "t", "p", "s", "g", "a"}) {
        Json const call = {{"writeKey", key_}, {"messageId", fmt::format("m{}", ++n)},
                           {"userId", "u1"},   {"previousId", "b1"},
                           {"groupId", "g1"},  {"event", "E"}};
        auto const body = n % 2 == 0 ? zipped(dump_json(call)) : dump_json(call);
        EXPECT_EQ(post("/v1/" + path, body,
                       {{"Content-Type", n % 3 == 0 ? "text/plain" : "application/x-www-form-urlencoded"}})
                      .status,
                  200)
            << path;
    }
    for (std::string path : {"batch", "import", "b"})
        EXPECT_EQ(post("/v1/" + path, dump_json({{"writeKey", key_}, {"batch", {track(path, "E", "u1")}}})).status, 200)
            << path;
    EXPECT_EQ(post("/v1/m", "{}").status, 200);
    EXPECT_THAT(counters(), ElementsAre(15, 15, 0, 0));
}

TEST_P(IngestTest, an_alias_joins_a_visitor_or_another_user_with_the_user) {
    send({track("m1", "E", "old"),
          {{"type", "track"}, {"messageId", "m2"}, {"anonymousId", "a1"}, {"event", "E"}},
          track("m3", "E", "new")});
    EXPECT_EQ(count("SELECT COUNT(*) FROM person_edge"), 0);
    send({{{"type", "alias"}, {"messageId", "m4"}, {"previousId", "old"}, {"userId", "new"}},
          {{"type", "alias"}, {"messageId", "m5"}, {"previousId", "a1"}, {"userId", "new"}}});
    EXPECT_EQ(count("SELECT COUNT(*) FROM person_edge"), 2);
    EXPECT_THAT(counters(), ElementsAre(5, 5, 0, 0));
}

TEST_P(IngestTest, a_refund_is_negative_and_names_the_sale) {
    Json const order = {{"order_id", "o1"}, {"revenue", 49.9}, {"currency", "EUR"}};
    send({track("m1", "Checkout Started", "u1", order), track("m2", "Order Completed", "u1", order),
          track("m3", "Order Refunded", "u1", {{"order_id", "o1"}}),
          track("m4", "Order Refunded", "u1", {{"order_id", "o1"}, {"total", "10"}, {"currency", "EUR"}})});
    EXPECT_EQ(count("SELECT SUM(revenue_minor) FROM event WHERE revenue_minor > 0"), 4990);
    EXPECT_EQ(count("SELECT SUM(revenue_minor) FROM event WHERE revenue_minor < 0"), -5990);
    EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE caused_by_event IS NOT NULL"), 2);
}

TEST_P(IngestTest, what_is_off_the_plan_is_flagged_or_blocked_and_a_mended_plan_lets_the_replay_in) {
    auto const plan = [](std::string_view text) { return *Plan::of(*parse_json(text)); };
    ASSERT_OK(connect_->sources().set_plan(
        source_,
        plan(
            R"({"unplanned":"block","events":[{"type":"Soft","properties":[{"name":"n","type":"number","is_required":true}]}]})")));
    send({track("m1", "Soft", "u1", {{"n", 1}}), track("m2", "Soft", "u1"), track("m3", "Hard", "u1"),
          track("m4", "Hard", "u1")});
    EXPECT_THAT(counters(), ElementsAre(4, 2, 0, 2));
    EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE is_flagged"), 1);
    auto const letters = dead_letters("off_plan");
    ASSERT_EQ(letters.size(), 2u);
    auto const id = *DeadLetterId::parse(letters[1]["id"].get<std::string>());
    auto const still = connect_->dead_letters().replay(id);
    ASSERT_OK(still);
    EXPECT_EQ(still->outcome, CallOutcome::rejected);
    EXPECT_THAT(counters(), ElementsAre(4, 2, 0, 2));

    ASSERT_OK(connect_->sources().set_plan(source_, plan(R"({"unplanned":"allow","events":[]})")));
    auto const mended = connect_->dead_letters().replay(id);
    ASSERT_OK(mended);
    EXPECT_EQ(mended->outcome, CallOutcome::stored);
    EXPECT_THAT(counters(), ElementsAre(4, 3, 0, 1));
    auto const twice = connect_->dead_letters().replay(id);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().reason, "already_replayed");
    // The sender sends the other one again by itself; its dead letter then turns out to be a duplicate.
    send({track("m4", "Hard", "u1")});
    auto const rest = connect_->dead_letters().replay_all({});
    ASSERT_OK(rest);
    EXPECT_EQ(rest->replayed, 1);
    EXPECT_THAT(counters(), ElementsAre(5, 4, 1, 0));
}

TEST_P(IngestTest, the_debugger_shows_what_came_of_each_call) {
    auto const stream = connect_->watch(Actor::system("test"), source_);
    ASSERT_OK(stream);
    send({track("m1", "Clicked", "u1"), track("m1", "Clicked", "u1"), {{"type", "track"}, {"messageId", "m3"}}});
    auto const entries = connect_->debugger().newest(source_, 10);
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[0]["outcome"], "rejected");
    EXPECT_EQ(entries[0]["reason"], "event_required");
    EXPECT_EQ(entries[1]["outcome"], "duplicate");
    EXPECT_EQ(entries[2]["outcome"], "stored");
    EXPECT_EQ(entries[2]["payload"]["event"], "Clicked");
    EXPECT_THAT((*stream)->take(), testing::HasSubstr("event: debug"));
    for (int i = 0; i < 250; ++i) send({track(fmt::format("n{}", i), "E", "u1")});
    EXPECT_EQ(connect_->debugger().newest(source_, 1000).size(), limits::debug_entries_max);
}

TEST_P(IngestTest, counters_reconcile_under_random_batches_with_retries) {
    std::mt19937 random(7);
    std::vector<Json> sent;
    std::set<std::string> stored;
    std::int64_t received = 0;
    for (int i = 0; i < 40; ++i) {
        if (!sent.empty() && random() % 3 == 0) {
            auto const& again = sent[random() % sent.size()];
            received = counters()[0] + static_cast<std::int64_t>(again.size());
            EXPECT_EQ(send(again).status, 200);
        } else {
            Json calls = Json::array();
            for (std::size_t n = 1 + random() % 8; n > 0; --n) {
                auto const message = fmt::format("m{}", random() % 150);
                switch (random() % 4) {
                    case 0:
                        calls.push_back({{"type", "track"}, {"messageId", "bad" + message}, {"userId", "u"}});
                        break;
                    case 1:
                        calls.push_back({{"type", "identify"},
                                         {"messageId", message},
                                         {"userId", fmt::format("u{}", random() % 5)},
                                         {"anonymousId", fmt::format("a{}", random() % 5)}});
                        break;
                    default:
                        calls.push_back(track(message, "E", fmt::format("u{}", random() % 5)));
                }
            }
            received = counters()[0] + static_cast<std::int64_t>(calls.size());
            for (auto const& call : calls)
                if (call["type"] == "identify" || call.contains("event"))
                    stored.insert(call["messageId"].get<std::string>());
            EXPECT_EQ(send(calls).status, 200);
            sent.push_back(std::move(calls));
        }
        EXPECT_EQ(counters()[0], received);
        EXPECT_EQ(counters()[1], static_cast<std::int64_t>(stored.size()));
        EXPECT_EQ(count("SELECT COUNT(*) FROM event"), static_cast<std::int64_t>(stored.size()));
        EXPECT_EQ(counters()[3], static_cast<std::int64_t>(dead_letters().size()));
    }
}

TEST_P(IngestTest, a_second_list_of_calls_in_one_body_is_refused) {
    EXPECT_EQ(
        post("/v1/batch", R"({"writeKey":")" + key_ + R"(","batch":[{"type":"track"},{},{},{}],"batch":[{}]})").status,
        400);
    EXPECT_EQ(post("/v1/batch", R"({"writeKey":")" + key_ + R"(","batch":[{}],"batch":[{},{},{},{}]})").status, 400);
}

TEST_P(IngestTest, a_rejected_call_does_not_stand_in_the_way_of_a_better_one_with_its_id) {
    auto bad = track("m1", "Clicked", "u1");
    bad.erase("userId");
    EXPECT_EQ(send({bad, track("m1", "Clicked", "u1")}).status, 200);
    EXPECT_THAT(counters(), ElementsAre(2, 1, 0, 1));
    EXPECT_EQ(count("SELECT COUNT(*) FROM event"), 1);
}

TEST_P(IngestTest, an_amount_beyond_all_reason_is_no_revenue) {
    EXPECT_EQ(send({track("m1", "Order Completed", "u1", {{"revenue", 92233720368547758.07}, {"currency", "EUR"}}),
                    track("m2", "Order Completed", "u1", {{"revenue", 49.9}, {"currency", "EUR"}})})
                  .status,
              200);
    EXPECT_EQ(count("SELECT CAST(SUM(revenue_minor) AS bigint) FROM event"), 4990);
}

}  // namespace
}  // namespace kith::connect
