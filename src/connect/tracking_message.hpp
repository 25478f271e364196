// Segment's tracking JSON, read: the bytes of a request become calls, each either fit to be stored or rejected with its
// reason.
//
// Pure: no I/O, no clock of its own, nothing remembered. What is published is followed
// (https://segment.com/docs/connections/spec/common), and where the official clients differ from it, the clients: ids
// may be numbers, a batch may be larger than the contract says, an escape may name half of a surrogate pair. One wrong
// call never takes its batch with it. Destinations' `integrations` are read past: Kith itself is the only destination.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "events/events.hpp"

namespace kith::connect {

/// What a property's value is. `date` is a text that reads as RFC 3339.
enum class ValueType : std::uint8_t { text, number, boolean, date, object, list, null };
inline std::string_view name_of(ValueType type) {
    static constexpr std::array<std::string_view, 7> names{"text",   "number", "boolean", "date",
                                                           "object", "list",   "null"};
    return names[static_cast<std::size_t>(type)];
}

struct Property {
    std::string_view name;
    ValueType type;
};

/// Why a call cannot be stored: a stable code, and an English sentence for whoever mends the sender.
struct Rejection {
    std::string_view reason;
    std::string detail;
};

/// What Segment's e-commerce events say of money, as sent; https://segment.com/docs/connections/spec/ecommerce/v2
struct SaleText {
    std::string_view revenue, total, currency, order_id;
};

/// One call. Views live as long as the TrackingRequest that holds it.
struct TrackingCall {
    std::string_view payload;  ///< its JSON as sent
    std::string_view name;     ///< `track`, …; what the sender called it where that is unknown
    events::Call call = events::Call::track;
    std::string_view type;   ///< the event's type: a track's name, else the call's own name
    std::string message_id;  ///< made where none was sent
    std::string_view user_id, anonymous_id, previous_id, group_id;
    std::string_view email;                        ///< of an identify's traits, or of the context's
    Instant occurred_at;                           ///< by the receiver's clock
    std::optional<Instant> original_occurred_at;   ///< where that would have been more than five minutes ahead
    std::string_view properties, traits, context;  ///< JSON objects; empty: none
    SaleText sale;
    std::size_t first_property = 0, property_count = 0;
    std::optional<Rejection> rejection;
};

/// What a call takes from the request around it, kept with a dead letter so that a replay reads it as it was first
/// read. Given to `parse`, its views must outlive what is parsed.
struct Envelope {
    std::optional<std::string_view> call;  ///< the path's call; nothing for a batch, whose items say it themselves
    std::string_view sent_at;              ///< the batch's, as sent
    std::string_view context;              ///< the batch's, a JSON object; empty: none
};

class TrackingRequest {
public:
    /// Reads `body`: one call where the envelope names it, else an object with `batch`. Where the whole cannot be read
    /// as calls, `failure` says why.
    static TrackingRequest parse(std::string body, Envelope const& envelope, Instant received_at);
    TrackingRequest(TrackingRequest&&) noexcept;
    TrackingRequest& operator=(TrackingRequest&&) noexcept;
    ~TrackingRequest();

    /// `malformed` or `too_large`: the calls are empty then.
    std::optional<Error> failure;
    std::string_view write_key;  ///< of the body; empty: none
    Envelope batch;              ///< what the request itself said for all of its calls
    std::vector<TrackingCall> calls;

    std::string_view body() const;
    /// The members of a call's properties, or of its traits where it has those.
    std::span<Property const> properties_of(TrackingCall const& call) const {
        return std::span(properties_).subspan(call.first_property, call.property_count);
    }

private:
    struct Buffers;
    friend class Reader;
    TrackingRequest();
    std::unique_ptr<Buffers> buffers_;
    std::vector<Property> properties_;
};

/// Escapes that no text can hold, \u0000 and halves of surrogate pairs, become \ufffd, in place and without a change of
/// length.
void mend_escapes(std::string& json);

}  // namespace kith::connect
