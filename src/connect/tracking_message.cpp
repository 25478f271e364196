#include "connect/tracking_message.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "connect/limits.hpp"
#include "connect/sound_json.hpp"
#include "events/limits.hpp"

namespace kith::connect {

namespace od = simdjson::ondemand;

namespace {

/// A member that should be text: numbers are taken by their digits, null is as if it were absent.
struct Text {
    std::string_view view;
    bool is_wrong = false;

    bool is_absent() const { return view.empty(); }
};

Text text_of(od::value value) {
    od::json_type type{};
    if (value.type().get(type)) return {{}, true};
    if (type == od::json_type::string) {
        std::string_view text;
        if (value.get_string().get(text)) return {{}, true};
        return {text::trimmed(text)};
    }
    if (type == od::json_type::number) return {text::trimmed(value.raw_json_token())};
    return {{}, type != od::json_type::null};
}

/// A member that should be an object.
struct Object {
    std::string_view raw;
    bool is_wrong = false;
};

ValueType type_of_text(std::string_view text) {
    bool const may_be_date = text.size() >= 10 && text[4] == '-' && text[7] == '-';
    return may_be_date && Instant::parse(text) ? ValueType::date : ValueType::text;
}

std::optional<events::Call> tracking_call_of(std::string_view name) {
    auto call = events::call_of(name);
    if (call == events::Call::consent || call == events::Call::system) return std::nullopt;
    return call;
}

std::optional<Instant> instant_of(std::string_view text) {
    bool const is_number =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (is_number && text.size() >= 11 && text.size() <= 15) {  // epoch milliseconds, which some senders give
        std::int64_t ms = 0;
        for (char c : text) ms = ms * 10 + (c - '0');
        return Instant{ms};
    }
    return Instant::parse(text);
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

struct TrackingRequest::Buffers {
    std::string body;  ///< with simdjson's padding
    std::size_t size = 0;
    od::parser parser;             ///< holds the unescaped texts
    std::deque<std::string> made;  ///< texts that are not in the body as such
};

TrackingRequest::TrackingRequest() : buffers_(std::make_unique<Buffers>()) {}
TrackingRequest::TrackingRequest(TrackingRequest&&) noexcept = default;
TrackingRequest& TrackingRequest::operator=(TrackingRequest&&) noexcept = default;
TrackingRequest::~TrackingRequest() = default;

std::string_view TrackingRequest::body() const { return {buffers_->body.data(), buffers_->size}; }

/// Fills a TrackingRequest. Two passes over the document: the first proves it sound, the second takes what is wanted.
class Reader {
public:
    Reader(TrackingRequest& request, Envelope const& envelope, Instant received_at)
        : request_(request), buffers_(*request.buffers_), envelope_(envelope), received_at_(received_at) {}

    void read() {
        request_.batch = envelope_;
        buffers_.body.reserve(buffers_.size + simdjson::SIMDJSON_PADDING);
        simdjson::padded_string_view const view(buffers_.body.data(), buffers_.size, buffers_.body.capacity());
        od::document document;
        od::json_type type{};
        if (buffers_.parser.iterate(view).get(document) || document.type().get(type) || type != od::json_type::object)
            return malformed();
        if (!prove(document)) return malformed();
        document.rewind();
        od::object root;
        if (document.get_object().get(root)) return malformed();
        if (request_.failure) {
            take_write_key(root);
        } else if (envelope_.call) {
            add_call(root, text::trimmed(request_.body()), flaws_.front());
        } else {
            read_batch(root);
        }
    }

private:
    /// The members of one call, as found.
    struct Members {
        Text type, event, name, category, user_id, anonymous_id, previous_id, group_id, message_id, timestamp,
            original_timestamp, sent_at;
        Object properties, traits, context;
        std::size_t property_begin = 0, property_end = 0;
        std::size_t trait_begin = 0, trait_end = 0;
        SaleText sale;
        Text email;
    };

    void malformed() {
        auto error = Error::malformed("The body is not JSON that can be read.");
        error.reason = "malformed_json";
        request_.failure = std::move(error);
        request_.calls.clear();
    }

    /// Whose the request is, also where nothing else of it is read.
    void take_write_key(od::object root) {
        for (auto field : root) {
            std::string_view key;
            od::value value;
            if (field.unescaped_key().get(key) || field.value().get(value)) return;
            if (key == "writeKey") request_.write_key = text_of(value).view;
        }
    }

    std::string_view keep(std::string text) { return buffers_.made.emplace_back(std::move(text)); }

    // First pass: sound to the last byte, and what each call is flawed by.
    bool prove(od::document& document) {
        od::object root;
        if (document.get_object().get(root)) return false;
        Flaw of_single = Flaw::none;
        for (auto field : root) {
            std::string_view key;
            od::value value;
            if (field.unescaped_key().get(key) || field.value().get(value)) return false;
            if (!envelope_.call && key == "batch") {
                // What was proved of one list says nothing of a second.
                if (std::exchange(has_proved_batch_, true) || !prove_batch(value)) return false;
            } else if (!is_sound(value, 1, of_single)) {
                return false;
            }
        }
        char const* rest = nullptr;
        if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) return false;
        if (envelope_.call) flaws_.assign(1, of_single);
        return true;
    }

    bool prove_batch(od::value value) {
        od::array array;
        od::json_type type{};
        if (value.type().get(type)) return false;
        if (type != od::json_type::array) return is_sound(value, 1, outer_flaw_);
        flaws_.clear();
        if (value.get_array().get(array)) return false;
        for (auto element : array) {
            if (flaws_.size() == limits::tracking_batch_events_max) {
                // Refused whole, so the rest need not be looked at.
                request_.failure = Error::too_large(
                    fmt::format("A batch may hold {} calls at most.", limits::tracking_batch_events_max));
                request_.failure->reason = "too_many_calls";
                return true;
            }
            od::value call;
            if (element.get(call)) return false;
            Flaw flaw = Flaw::none;
            if (!is_sound(call, 0, flaw)) return false;
            flaws_.push_back(flaw);
        }
        return true;
    }

    void read_batch(od::object root) {
        bool has_batch = false;
        // The batch's own members may stand behind it, so calls are finished after all of it was read.
        std::vector<Members> members;
        for (auto field : root) {
            std::string_view key;
            od::value value;
            if (field.unescaped_key().get(key) || field.value().get(value)) return malformed();
            if (key == "batch") {
                has_batch = read_items(value, members);
            } else if (key == "sentAt") {
                request_.batch.sent_at = text_of(value).view;
            } else if (key == "context") {
                request_.batch.context = object_of(value).raw;
            } else if (key == "writeKey") {
                request_.write_key = text_of(value).view;
            }
        }
        if (!has_batch) {
            auto error = Error::malformed("A batch needs a list named \"batch\".");
            error.reason = "batch_required";
            request_.failure = std::move(error);
            return;
        }
        for (std::size_t i = 0; i < members.size(); ++i) finish(request_.calls[i], members[i]);
    }

    bool read_items(od::value value, std::vector<Members>& members) {
        od::array array;
        od::json_type type{};
        if (value.type().get(type) || type != od::json_type::array || value.get_array().get(array)) return false;
        request_.calls.clear();
        request_.calls.reserve(flaws_.size());
        members.assign(flaws_.size(), {});
        std::size_t at = 0;
        for (auto element : array) {
            od::value item;
            if (at == flaws_.size() || element.get(item) || item.type().get(type)) return false;
            auto& call = request_.calls.emplace_back();
            if (type == od::json_type::object) {
                od::object object;
                if (item.get_object().get(object)) return false;
                call.payload = raw_of(object);
                take(object, members[at]);
                call.name = members[at].type.view;
                check_whole(call, flaws_[at]);
            } else {
                call.payload = text::trimmed(item.raw_json_token());
                reject(call, "wrong_type", "A call is a JSON object.");
            }
            ++at;
        }
        return true;
    }

    void add_call(od::object root, std::string_view payload, Flaw flaw) {
        auto& call = request_.calls.emplace_back();
        call.payload = payload;
        call.name = *envelope_.call;
        Members members;
        take(root, members);
        check_whole(call, flaw);
        finish(call, members);
    }

    static void reject(TrackingCall& call, std::string_view reason, std::string detail) {
        if (!call.rejection) call.rejection = Rejection{reason, std::move(detail)};
    }

    static void check_whole(TrackingCall& call, Flaw flaw) {
        if (call.payload.size() > limits::tracking_event_bytes_max)
            reject(call, "too_large",
                   fmt::format("A call may have {} bytes at most; this has {}.", limits::tracking_event_bytes_max,
                               call.payload.size()));
        if (flaw == Flaw::too_deep)
            reject(call, "too_deep",
                   fmt::format("Objects and lists may nest {} deep at most.", limits::json_depth_max));
        if (flaw == Flaw::number_out_of_range)
            reject(call, "number_out_of_range", "A number is beyond what a 64-bit floating point number holds.");
    }

    static std::string_view raw_of(od::object& object) {
        std::string_view raw;
        if (object.raw_json().get(raw)) return {};
        bool is_empty = false;
        if (object.reset().get(is_empty)) return {};
        return text::trimmed(raw);
    }

    /// The raw text of an object, which is not entered.
    static Object object_of(od::value value) {
        od::json_type type{};
        if (value.type().get(type)) return {{}, true};
        if (type == od::json_type::null) return {};
        od::object object;
        if (type != od::json_type::object || value.get_object().get(object)) return {{}, true};
        return {raw_of(object)};
    }

    // Second pass: the members of a call, in whatever order they come.
    void take(od::object object, Members& members) {
        for (auto field : object) {
            std::string_view key;
            od::value value;
            if (field.unescaped_key().get(key) || field.value().get(value)) return;
            if (Text* text = text_member(members, key)) {
                *text = text_of(value);
            } else if (key == "properties") {
                take_properties(value, members);
            } else if (key == "traits") {
                take_traits(value, members);
            } else if (key == "context") {
                take_context(value, members);
            } else if (key == "writeKey" && request_.write_key.empty()) {
                request_.write_key = text_of(value).view;
            }
        }
    }

    static Text* text_member(Members& members, std::string_view key) {
        struct Entry {
            std::string_view key;
            Text Members::* member;
        };
        static constexpr std::array<Entry, 12> entries{{{"type", &Members::type},
                                                        {"event", &Members::event},
                                                        {"messageId", &Members::message_id},
                                                        {"userId", &Members::user_id},
                                                        {"anonymousId", &Members::anonymous_id},
                                                        {"timestamp", &Members::timestamp},
                                                        {"originalTimestamp", &Members::original_timestamp},
                                                        {"sentAt", &Members::sent_at},
                                                        {"name", &Members::name},
                                                        {"category", &Members::category},
                                                        {"previousId", &Members::previous_id},
                                                        {"groupId", &Members::group_id}}};
        for (auto const& entry : entries)
            if (entry.key == key) return &(members.*entry.member);
        return nullptr;
    }

    void take_properties(od::value value, Members& members) {
        od::object object;
        if (!open(value, members.properties, object)) return;
        members.property_begin = request_.properties_.size();
        for (auto field : object) {
            std::string_view key;
            od::value member;
            if (field.unescaped_key().get(key) || field.value().get(member)) return;
            Text const text = add_property(key, member);
            if (key == "revenue") members.sale.revenue = text.view;
            if (key == "total") members.sale.total = text.view;
            if (key == "currency") members.sale.currency = text.view;
            if (key == "order_id" || (key == "orderId" && members.sale.order_id.empty()))
                members.sale.order_id = text.view;
        }
        members.property_end = request_.properties_.size();
    }

    void take_traits(od::value value, Members& members) {
        od::object object;
        if (!open(value, members.traits, object)) return;
        members.trait_begin = request_.properties_.size();
        for (auto field : object) {
            std::string_view key;
            od::value member;
            if (field.unescaped_key().get(key) || field.value().get(member)) return;
            Text const text = add_property(key, member);
            if (key == "email") members.email = text;
        }
        members.trait_end = request_.properties_.size();
    }

    void take_context(od::value value, Members& members) {
        od::object object;
        if (!open(value, members.context, object)) return;
        if (members.context.raw.find("\"traits\"") == std::string_view::npos) return;
        for (auto field : object) {
            std::string_view key;
            od::value member;
            od::object traits;
            if (field.unescaped_key().get(key) || field.value().get(member)) return;
            if (key != "traits" || member.get_object().get(traits)) continue;
            for (auto trait : traits) {
                od::value of_trait;
                if (trait.unescaped_key().get(key) || trait.value().get(of_trait)) return;
                if (key == "email" && members.email.is_absent()) members.email = text_of(of_trait);
            }
        }
    }

    static bool open(od::value value, Object& into, od::object& object) {
        od::json_type type{};
        into = {};
        if (value.type().get(type)) return false;
        if (type == od::json_type::null) return false;
        if (type != od::json_type::object || value.get_object().get(object)) {
            into.is_wrong = true;
            return false;
        }
        into.raw = raw_of(object);
        return true;
    }

    /// Notes the member's type; its text where it is text or a number.
    Text add_property(std::string_view name, od::value value) {
        od::json_type type{};
        Text text;
        if (value.type().get(type)) return text;
        ValueType kept = ValueType::null;
        switch (type) {
            case od::json_type::object:
                kept = ValueType::object;
                break;
            case od::json_type::array:
                kept = ValueType::list;
                break;
            case od::json_type::boolean:
                kept = ValueType::boolean;
                break;
            case od::json_type::null:
                kept = ValueType::null;
                break;
            case od::json_type::number:
                kept = ValueType::number;
                text = text_of(value);
                break;
            case od::json_type::string:
                text = text_of(value);
                kept = type_of_text(text.view);
                break;
        }
        request_.properties_.push_back({name, kept});
        return text;
    }

    void finish(TrackingCall& call, Members& members) {
        auto const known = tracking_call_of(call.name);
        if (!known)
            return reject(
                call, "unknown_call",
                call.name.empty() ? "The call says no type." : fmt::format("There is no call \"{}\".", call.name));
        call.call = *known;
        call.name = events::name_of(*known);
        call.type = call.name;
        if (call.call == events::Call::track) take_event_name(call, members);
        take_ids(call, members);
        take_objects(call, members);
        take_times(call, members);
        take_message_id(call, members);
    }

    void take_event_name(TrackingCall& call, Members& members) {
        if (members.event.is_wrong) return reject(call, "wrong_type", "The event's name is not text.");
        if (members.event.is_absent())
            return reject(call, "event_required", "A track call needs the name of its event.");
        if (members.event.view.size() > limits::text_bytes_max)
            return reject(call, "too_long",
                          fmt::format("The event's name may have {} bytes at most.", limits::text_bytes_max));
        call.type = is_ascii(members.event.view) ? members.event.view : keep(text::clean(members.event.view));
    }

    void take_ids(TrackingCall& call, Members& members) {
        struct Taken {
            Text const& text;
            std::string_view& into;
            std::string_view name;
        };
        for (auto const& [text, into, name] : {Taken{members.user_id, call.user_id, "userId"},
                                               Taken{members.anonymous_id, call.anonymous_id, "anonymousId"},
                                               Taken{members.previous_id, call.previous_id, "previousId"},
                                               Taken{members.group_id, call.group_id, "groupId"}}) {
            if (text.is_wrong) reject(call, "wrong_type", fmt::format("{} is neither text nor a number.", name));
            if (text.view.size() > limits::text_bytes_max)
                reject(call, "too_long", fmt::format("{} may have {} bytes at most.", name, limits::text_bytes_max));
            into = text.view;
        }
        if (!members.email.is_wrong) call.email = members.email.view;
        if (call.call == events::Call::alias) {
            if (call.user_id.empty() || call.previous_id.empty())
                reject(call, "id_required", "An alias call needs userId and previousId.");
        } else if (call.user_id.empty() && call.anonymous_id.empty()) {
            reject(call, "id_required", "A call needs userId or anonymousId.");
        }
        if (call.call == events::Call::group && call.group_id.empty())
            reject(call, "id_required", "A group call needs groupId.");
    }

    void take_objects(TrackingCall& call, Members& members) {
        if (members.properties.is_wrong) reject(call, "wrong_type", "properties is not an object.");
        if (members.traits.is_wrong) reject(call, "wrong_type", "traits is not an object.");
        if (members.context.is_wrong) reject(call, "wrong_type", "context is not an object.");
        call.sale = members.sale;
        call.context = merged(members.context.raw, request_.batch.context);
        call.traits = members.traits.raw;
        bool const has_traits = call.call == events::Call::identify || call.call == events::Call::group;
        call.first_property = has_traits ? members.trait_begin : members.property_begin;
        call.property_count = (has_traits ? members.trait_end : members.property_end) - call.first_property;
        switch (call.call) {
            case events::Call::identify:
                call.properties = members.traits.raw;
                break;
            case events::Call::group:
                call.properties =
                    keep(fmt::format(R"({{"groupId":{},"traits":{}}})", dump_json(std::string(call.group_id)),
                                     call.traits.empty() ? "{}" : call.traits));
                break;
            case events::Call::alias:
                call.properties =
                    keep(fmt::format(R"({{"previousId":{},"userId":{}}})", dump_json(std::string(call.previous_id)),
                                     dump_json(std::string(call.user_id))));
                break;
            case events::Call::page:
            case events::Call::screen:
                call.properties = named_properties(members);
                break;
            default:
                call.properties = members.properties.raw;
        }
    }

    /// A page's name and category stand beside its properties and belong among them.
    std::string_view named_properties(Members const& members) {
        Json added = Json::object();
        if (!members.name.is_absent()) added["name"] = std::string(members.name.view);
        if (!members.category.is_absent()) added["category"] = std::string(members.category.view);
        return added.empty() ? members.properties.raw : merged(members.properties.raw, keep(dump_json(added)));
    }

    /// `own` with those members of `shared` that it lacks. Both are sound JSON objects or empty.
    std::string_view merged(std::string_view own, std::string_view shared) {
        if (shared.empty() || shared == "{}") return own;
        if (own.empty() || own == "{}") return shared;
        auto all = parse_json(own);
        auto const rest = parse_json(shared);
        if (!all || !rest) return own;
        bool is_changed = false;
        for (auto const& [key, value] : rest->items()) {
            if (all->contains(key)) continue;
            (*all)[key] = value;
            is_changed = true;
        }
        return is_changed ? keep(dump_json(*all)) : own;
    }

    /// timestamp = receivedAt − (sentAt − originalTimestamp): what the sender's clock is off by is taken out. The
    /// request knows best when it was sent.
    void take_times(TrackingCall& call, Members const& members) {
        call.occurred_at = received_at_;
        bool const is_given = !members.timestamp.is_absent() || members.timestamp.is_wrong;
        auto const& original = is_given ? members.timestamp : members.original_timestamp;
        if (original.is_wrong) return reject(call, "wrong_timestamp", "The timestamp is not text.");
        if (original.is_absent()) return;
        auto const occurred = instant_of(original.view);
        if (!occurred)
            return reject(call, "wrong_timestamp", "The timestamp is not an instant such as 2026-11-22T03:18:18.123Z.");
        auto const sent = instant_of(request_.batch.sent_at.empty() ? members.sent_at.view : request_.batch.sent_at);
        call.occurred_at = sent ? received_at_ - (*sent - *occurred) : *occurred;
        if (call.occurred_at > received_at_ + std::chrono::seconds(limits::occurred_ahead_seconds_max)) {
            call.original_occurred_at = call.occurred_at;
            call.occurred_at = received_at_;
        }
        static Instant const earliest = *Instant::parse("0001-01-01T00:00:00Z");
        if (call.occurred_at < earliest) reject(call, "wrong_timestamp", "The timestamp is before the year 1.");
    }

    void take_message_id(TrackingCall& call, Members const& members) {
        auto const& given = members.message_id;
        if (given.is_wrong) return reject(call, "wrong_type", "messageId is neither text nor a number.");
        if (!given.is_absent()) {
            call.message_id = given.view;
            if (given.view.size() > limits::message_id_characters_max &&
                text::length(given.view) > limits::message_id_characters_max)
                reject(call, "message_id_too_long",
                       fmt::format("messageId may have {} characters at most.", limits::message_id_characters_max));
            return;
        }
        // What says when it happened is the same message when it is sent again; its place keeps two equal calls of one
        // batch apart.
        bool const is_dated = !members.timestamp.is_absent() || !members.original_timestamp.is_absent();
        auto const place = static_cast<std::size_t>(&call - request_.calls.data());
        call.message_id =
            is_dated ? Uuid::of_name(fmt::format("message:{}:{}", request_.batch.sent_at, place), call.payload).text()
                     : Uuid::make().text();
    }

    TrackingRequest& request_;
    TrackingRequest::Buffers& buffers_;
    Envelope envelope_;
    Instant received_at_;
    bool has_proved_batch_ = false;
    std::vector<Flaw> flaws_;
    Flaw outer_flaw_ = Flaw::none;
};

TrackingRequest TrackingRequest::parse(std::string body, Envelope const& envelope, Instant received_at) {
    TrackingRequest request;
    mend_escapes(body);
    request.buffers_->size = body.size();
    request.buffers_->body = std::move(body);
    Reader(request, envelope, received_at).read();
    if (request.failure) request.calls.clear();
    return request;
}

}  // namespace kith::connect
