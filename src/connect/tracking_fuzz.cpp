// fuzz-modules: base events connect
// Whatever bytes come, the reader neither crashes nor lets anything by that is not JSON or has no place to be stored.
#include <cstdlib>

#include "base/json.hpp"
#include "base/text.hpp"
#include "connect/tracking_message.hpp"
#include "events/limits.hpp"

namespace {

using namespace kith;
using namespace kith::connect;

bool is_object(std::string_view text) {
    auto const parsed = parse_json(text);
    return parsed && parsed->is_object();
}

void check(TrackingRequest const& request) {
    if (request.failure) {
        CHECK(request.calls.empty());
        return;
    }
    for (auto const& call : request.calls) {
        CHECK(text::is_utf8(call.payload));
        if (call.rejection) {
            CHECK(!call.rejection->reason.empty());
            continue;
        }
        CHECK(!call.type.empty() && !call.message_id.empty());
        CHECK(call.payload.size() <= limits::tracking_event_bytes_max);
        CHECK(!call.user_id.empty() || !call.anonymous_id.empty());
        for (auto const part : {call.properties, call.traits, call.context}) CHECK(part.empty() || is_object(part));
        for (auto const& property : request.properties_of(call)) CHECK(text::is_utf8(property.name));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    if (size == 0) return 0;
    constexpr std::string_view calls[] = {"track", "identify", "page", "group", "alias"};
    Instant const received_at{1'795'000'000'000};
    std::string body(reinterpret_cast<char const*>(bytes + 1), size - 1);
    check(TrackingRequest::parse(body, Envelope{}, received_at));
    check(TrackingRequest::parse(
        std::move(body), Envelope{calls[bytes[0] % std::size(calls)], "2026-11-22T03:18:18.123Z", R"({"ip":"::1"})"},
        received_at));
    return 0;
}
