#include "connect/tracking_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "base/limits.hpp"
#include "connect/limits.hpp"
#include "events/limits.hpp"

namespace kith::connect {
namespace {

Instant const received = *Instant::parse("2026-11-22T12:00:00.000Z");

TrackingRequest one(std::string body, std::string_view call = "track") {
    return TrackingRequest::parse(std::move(body), Envelope{call, {}, {}}, received);
}

TrackingRequest batch(std::string body) { return TrackingRequest::parse(std::move(body), Envelope{}, received); }

std::string track(Json changes = Json::object()) {
    Json call{{"type", "track"}, {"event", "Clicked"}, {"userId", "u1"}, {"messageId", "m1"}};
    call.update(changes);
    return dump_json(call);
}

std::string_view reason_of(TrackingRequest const& request, std::size_t at = 0) {
    auto const& rejection = request.calls.at(at).rejection;
    return rejection ? rejection->reason : std::string_view{};
}

TEST(TrackingMessage, a_track_call_keeps_its_parts) {
    auto const request = one(
        R"( {"event":" Order Completed ","userId":"u1","anonymousId":"a1","messageId":"m1","writeKey":"k",
            "properties" : {"revenue": 49.90, "currency":"EUR", "order_id": 7, "at":"2026-01-02", "list":[1], "is":true} , "context":{"ip":"::1"}} )");
    ASSERT_FALSE(request.failure);
    ASSERT_EQ(request.calls.size(), 1u);
    auto const& call = request.calls[0];
    EXPECT_FALSE(call.rejection);
    EXPECT_EQ(call.type, "Order Completed");
    EXPECT_EQ(call.user_id, "u1");
    EXPECT_EQ(call.anonymous_id, "a1");
    EXPECT_EQ(call.message_id, "m1");
    EXPECT_EQ(request.write_key, "k");
    EXPECT_EQ(call.properties,
              R"({"revenue": 49.90, "currency":"EUR", "order_id": 7, "at":"2026-01-02", "list":[1], "is":true})");
    EXPECT_EQ(call.context, R"({"ip":"::1"})");
    EXPECT_EQ(call.sale.revenue, "49.90");
    EXPECT_EQ(call.sale.order_id, "7");
    std::vector<std::string> properties;
    for (auto const& property : request.properties_of(call))
        properties.push_back(std::string(property.name) + ":" + std::string(name_of(property.type)));
    EXPECT_THAT(properties, testing::ElementsAre("revenue:number", "currency:text", "order_id:number", "at:date",
                                                 "list:list", "is:boolean"));
}

TEST(TrackingMessage, each_call_has_its_type_and_its_own_properties) {
    EXPECT_EQ(one(R"({"userId":"u","traits":{"email":"a@b.lt"}})", "identify").calls[0].properties,
              R"({"email":"a@b.lt"})");
    EXPECT_EQ(one(R"({"userId":"u","traits":{"email":"a@b.lt"}})", "identify").calls[0].email, "a@b.lt");
    EXPECT_EQ(one(R"({"userId":"u","groupId":3,"traits":{"name":"UAB"}})", "group").calls[0].properties,
              R"({"groupId":"3","traits":{"name":"UAB"}})");
    EXPECT_EQ(one(R"({"userId":"u","previousId":"a"})", "alias").calls[0].properties,
              R"({"previousId":"a","userId":"u"})");
    auto const page =
        one(R"({"anonymousId":"a","name":"Home","category":"Docs","properties":{"name":"Kept","url":"/"}})", "page");
    EXPECT_EQ(page.calls[0].type, "page");
    EXPECT_EQ(page.calls[0].properties, R"({"name":"Kept","url":"/","category":"Docs"})");
    EXPECT_EQ(one(R"({"anonymousId":"a","name":"Home"})", "screen").calls[0].properties, R"({"name":"Home"})");
}

TEST(TrackingMessage, numbers_stand_for_texts_in_ids_and_names) {
    auto const request = one(R"({"event":42,"userId":1234567890123456789,"anonymousId":null,"messageId":5})");
    EXPECT_EQ(reason_of(request), "");
    EXPECT_EQ(request.calls[0].user_id, "1234567890123456789");
    EXPECT_EQ(request.calls[0].type, "42");
    EXPECT_EQ(request.calls[0].message_id, "5");
}

TEST(TrackingMessage, what_a_call_lacks_or_gets_wrong_rejects_it_with_its_reason) {
    EXPECT_EQ(reason_of(one(R"({"userId":"u"})")), "event_required");
    EXPECT_EQ(reason_of(one(R"({"userId":"u","event":"  "})")), "event_required");
    EXPECT_EQ(reason_of(one(R"({"userId":"u","event":{}})")), "wrong_type");
    EXPECT_EQ(reason_of(one(R"({"event":"x"})")), "id_required");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":null,"anonymousId":""})")), "id_required");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":true})")), "wrong_type");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":"u","properties":"no"})")), "wrong_type");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":"u","properties":null,"context":null})")), "");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":"u","context":[]})")), "wrong_type");
    EXPECT_EQ(reason_of(one(R"({"userId":"u","traits":7})", "identify")), "wrong_type");
    EXPECT_EQ(reason_of(one(R"({"userId":"u"})", "group")), "id_required");
    EXPECT_EQ(reason_of(one(R"({"userId":"u"})", "alias")), "id_required");
    EXPECT_EQ(reason_of(one(R"({"previousId":"u"})", "alias")), "id_required");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":"u","timestamp":"yesterday"})")), "wrong_timestamp");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":"u","timestamp":{}})")), "wrong_timestamp");
    EXPECT_EQ(reason_of(one(R"({"event":"x","userId":"u","properties":{"n":1e999}})")), "number_out_of_range");
    EXPECT_EQ(reason_of(one(
                  R"({"event":"x","userId":"u","properties":{"n":[-0,0.5,1e9,1E-9,123456789012345678901234567890]}})")),
              "");
}

TEST(TrackingMessage, one_wrong_call_leaves_the_others_of_its_batch) {
    auto const request = batch(
        R"({"batch":[{"type":"track","event":"a","userId":"u"},{"type":"teleport","userId":"u"},7,[1,2],null,{"userId":"u"},{"type":"page","anonymousId":"a"}],
            "writeKey":"k"})");
    ASSERT_FALSE(request.failure);
    ASSERT_EQ(request.calls.size(), 7u);
    EXPECT_EQ(reason_of(request, 0), "");
    EXPECT_EQ(reason_of(request, 1), "unknown_call");
    EXPECT_EQ(request.calls[1].name, "teleport");
    EXPECT_EQ(request.calls[1].payload, R"({"type":"teleport","userId":"u"})");
    for (std::size_t i : {2, 3, 4}) EXPECT_EQ(reason_of(request, i), "wrong_type");
    EXPECT_EQ(reason_of(request, 5), "unknown_call");
    EXPECT_EQ(reason_of(request, 6), "");
    EXPECT_EQ(request.write_key, "k");
    EXPECT_EQ(reason_of(batch(R"({"batch":[{"type":"consent","userId":"u"}]})")), "unknown_call");
}

TEST(TrackingMessage, a_body_that_is_not_calls_fails_as_a_whole) {
    for (auto body : {"", " ", "null", "[]", "7", "{", "{\"batch\":[}", "{\"batch\":[{]}", R"({"batch":[{"a":tru}]})",
                      R"({"batch":[]} x)", R"({"batch":[]}{})", "{\"a\":\"\xff\"}", "{\"a\":\"\x01\"}", R"({"a":"\x"})",
                      R"({"a":01})", R"({"a":-})", R"({"a":1.})",
                      R"({"batch":[{"type":"track","event":"a","userId":"u"},{"a":nul}]})"}) {
        auto const request = batch(body);
        ASSERT_TRUE(request.failure) << body;
        EXPECT_EQ(request.failure->reason, "malformed_json") << body;
        EXPECT_TRUE(request.calls.empty());
    }
    for (auto body : {"{}", R"({"batch":{}})", R"({"batch":null})", R"({"batch":"x"})"}) {
        auto const request = batch(body);
        ASSERT_TRUE(request.failure) << body;
        EXPECT_EQ(request.failure->reason, "batch_required") << body;
    }
    EXPECT_FALSE(batch(R"({"batch":[]})").failure);
}

TEST(TrackingMessage, the_senders_clock_is_set_right) {
    auto const at = [](Json changes) { return one(track(changes)).calls[0]; };
    EXPECT_EQ(at(Json::object()).occurred_at, received);
    EXPECT_EQ(at({{"timestamp", "2026-11-22T10:00:00Z"}}).occurred_at.text(), "2026-11-22T10:00:00.000Z");
    EXPECT_EQ(at({{"timestamp", "2026-11-22T15:00:00Z"}, {"sentAt", "2026-11-22T15:00:10Z"}}).occurred_at.text(),
              "2026-11-22T11:59:50.000Z");
    EXPECT_EQ(
        at({{"originalTimestamp", "2026-11-22T15:00:00Z"}, {"timestamp", nullptr}, {"sentAt", "2026-11-22T15:00:10Z"}})
            .occurred_at.text(),
        "2026-11-22T11:59:50.000Z");
    auto const of_batch = batch(
        R"({"batch":[{"type":"track","event":"a","userId":"u","timestamp":"2026-11-22T15:00:00Z"}],"sentAt":"2026-11-22T15:00:10Z"})");
    EXPECT_EQ(of_batch.calls[0].occurred_at.text(), "2026-11-22T11:59:50.000Z");
    EXPECT_EQ(at({{"timestamp", 1795341600000}}).occurred_at.ms, 1795341600000);
}

TEST(TrackingMessage, a_time_more_than_five_minutes_ahead_becomes_the_time_of_receipt) {
    auto const edge = one(track({{"timestamp", "2026-11-22T12:05:00.000Z"}})).calls[0];
    EXPECT_EQ(edge.occurred_at.text(), "2026-11-22T12:05:00.000Z");
    EXPECT_FALSE(edge.original_occurred_at);
    auto const past = one(track({{"timestamp", "2026-11-22T12:05:00.001Z"}})).calls[0];
    EXPECT_EQ(past.occurred_at, received);
    EXPECT_EQ(past.original_occurred_at->text(), "2026-11-22T12:05:00.001Z");
}

TEST(TrackingMessage, a_call_of_32_KB_is_taken_and_one_byte_more_is_not) {
    auto const sized = [](std::size_t bytes) {
        auto const bare = track({{"properties", {{"p", ""}}}}).size();
        return track({{"properties", {{"p", std::string(bytes - bare, 'x')}}}});
    };
    EXPECT_EQ(reason_of(one(sized(limits::tracking_event_bytes_max))), "");
    auto const past =
        batch(fmt::format(R"({{"batch":[{},{}]}})", sized(limits::tracking_event_bytes_max + 1), track()));
    EXPECT_EQ(reason_of(past, 0), "too_large");
    EXPECT_EQ(past.calls[0].type, "Clicked");
    EXPECT_EQ(reason_of(past, 1), "");
}

TEST(TrackingMessage, a_batch_of_2500_calls_is_taken_and_one_more_is_not) {
    auto const sized = [](std::size_t count) {
        std::string body = R"({"batch":[)";
        for (std::size_t i = 0; i < count; ++i) body += (i == 0 ? "" : ",") + track();
        return body + R"(],"writeKey":"k"})";
    };
    EXPECT_EQ(batch(sized(limits::tracking_batch_events_max)).calls.size(), limits::tracking_batch_events_max);
    auto const past = batch(sized(limits::tracking_batch_events_max + 1));
    ASSERT_TRUE(past.failure);
    EXPECT_EQ(past.failure->reason, "too_many_calls");
    EXPECT_EQ(past.write_key, "k");
}

TEST(TrackingMessage, a_message_id_of_99_characters_is_taken_and_one_more_is_not) {
    EXPECT_EQ(reason_of(one(track({{"messageId", std::string(99, 'm')}}))), "");
    EXPECT_EQ(reason_of(one(track({{"messageId", std::string(100, 'm')}}))), "message_id_too_long");
    std::string letters;
    for (int i = 0; i < 99; ++i) letters += "ž";
    EXPECT_EQ(reason_of(one(track({{"messageId", letters}}))), "");
    EXPECT_EQ(reason_of(one(track({{"messageId", letters + "ž"}}))), "message_id_too_long");
}

TEST(TrackingMessage, names_and_ids_end_at_their_limit) {
    EXPECT_EQ(reason_of(one(track({{"event", std::string(limits::text_bytes_max, 'e')}}))), "");
    EXPECT_EQ(reason_of(one(track({{"event", std::string(limits::text_bytes_max + 1, 'e')}}))), "too_long");
    EXPECT_EQ(reason_of(one(track({{"userId", std::string(limits::text_bytes_max, 'e')}}))), "");
    EXPECT_EQ(reason_of(one(track({{"userId", std::string(limits::text_bytes_max + 1, 'e')}}))), "too_long");
}

TEST(TrackingMessage, nesting_ends_at_its_limit) {
    auto const nested = [](int depth) {  // the call itself and its properties are two of them
        return R"({"event":"x","userId":"u","properties":{"p":)" +
               std::string(static_cast<std::size_t>(depth - 2), '[') +
               std::string(static_cast<std::size_t>(depth - 2), ']') + "}}";
    };
    EXPECT_EQ(reason_of(one(nested(limits::json_depth_max))), "");
    EXPECT_EQ(reason_of(one(nested(limits::json_depth_max + 1))), "too_deep");
    EXPECT_EQ(reason_of(one(nested(900))), "too_deep");
}

TEST(TrackingMessage, a_message_without_an_id_gets_one_that_a_retry_gets_again_where_it_is_dated) {
    std::string const dated = R"({"batch":[{"type":"track","event":"a","userId":"u","timestamp":"2026-11-22T10:00:00Z"},
        {"type":"track","event":"a","userId":"u","timestamp":"2026-11-22T10:00:00Z"}]})";
    auto const first = batch(dated);
    auto const again = batch(dated);
    EXPECT_EQ(first.calls[0].message_id, again.calls[0].message_id);
    EXPECT_NE(first.calls[0].message_id, first.calls[1].message_id);
    std::string const undated = R"({"event":"a","userId":"u"})";
    EXPECT_NE(one(undated).calls[0].message_id, one(undated).calls[0].message_id);
}

TEST(TrackingMessage, the_batchs_context_fills_what_a_call_leaves_out) {
    auto const request = batch(
        R"({"batch":[{"type":"track","event":"a","userId":"u","context":{"ip":"1.1.1.1"}},{"type":"track","event":"a","userId":"u"}],
            "context":{"ip":"2.2.2.2","library":{"name":"x"}}})");
    EXPECT_EQ(request.calls[0].context, R"({"ip":"1.1.1.1","library":{"name":"x"}})");
    EXPECT_EQ(request.calls[1].context, R"({"ip":"2.2.2.2","library":{"name":"x"}})");
}

TEST(TrackingMessage, an_email_is_read_from_the_contexts_traits_too) {
    EXPECT_EQ(one(track({{"context", {{"traits", {{"email", "a@b.lt"}}}}}})).calls[0].email, "a@b.lt");
    EXPECT_EQ(one(track({{"context", {{"traits", 7}}}})).calls[0].email, "");
}

TEST(TrackingMessage, escapes_that_no_text_can_hold_are_replaced) {
    auto const mended = [](std::string text) {
        mend_escapes(text);
        return text;
    };
    EXPECT_EQ(mended(R"(a\u0000b)"), R"(a\ufffdb)");
    EXPECT_EQ(mended(R"(\ud83d\ude00)"), R"(\ud83d\ude00)");
    EXPECT_EQ(mended(R"(\ud83d)"), R"(\ufffd)");
    EXPECT_EQ(mended(R"(\ud83d\ud83d\ude00)"), R"(\ufffd\ud83d\ude00)");
    EXPECT_EQ(mended(R"(\ude00x)"), R"(\ufffdx)");
    EXPECT_EQ(mended(R"(\\u0000)"), R"(\\u0000)");
    EXPECT_EQ(mended(R"(\\\u0000)"), R"(\\\ufffd)");
    EXPECT_EQ(mended("\\"), "\\");
    EXPECT_EQ(mended("\\u00"), "\\u00");
    EXPECT_EQ(one(R"({"event":"x\ud83d","userId":"u"})").calls[0].type, "x\xEF\xBF\xBD");
}

}  // namespace
}  // namespace kith::connect
