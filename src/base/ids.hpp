// Ids: UUID version 7 (RFC 9562), 16 bytes, ordered by the millisecond in which they were made. A different type for
// each thing that has one, so that a deal is never looked up by a person's id.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kith {

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(Uuid const&) const = default;
    bool is_nil() const { return *this == Uuid{}; }
    /// 36 characters, lower case.
    std::string text() const;
    /// Accepts the 36-character form in either case; anything else is nullopt.
    static std::optional<Uuid> parse(std::string_view text);
    /// A new version 7 id. Ids made by one process ascend, also within a millisecond.
    static Uuid make();
    /// A name-based id (version 8, BLAKE2b of both parts): the same parts give the same id on every machine.
    static Uuid of_name(std::string_view space, std::string_view name);
};

template <class Tag>
struct Id {
    Uuid uuid;

    auto operator<=>(Id const&) const = default;
    bool is_nil() const { return uuid.is_nil(); }
    std::string text() const { return uuid.text(); }
    static Id make() { return {Uuid::make()}; }
    static std::optional<Id> parse(std::string_view text) {
        auto parsed = Uuid::parse(text);
        return parsed ? std::optional<Id>(Id{*parsed}) : std::nullopt;
    }
};

using PersonId = Id<struct PersonTag>;
using EventId = Id<struct EventTag>;
using RecordId = Id<struct RecordTag>;  ///< a record of any object; a person's is its PersonId's uuid
using UserId = Id<struct UserTag>;
using TokenId = Id<struct TokenTag>;
using SessionId = Id<struct SessionTag>;
using SourceId = Id<struct SourceTag>;
using WriteKeyId = Id<struct WriteKeyTag>;
using ChangeSetId = Id<struct ChangeSetTag>;
using DeadLetterId = Id<struct DeadLetterTag>;
using JobId = Id<struct JobTag>;
using ConsentId = Id<struct ConsentTag>;

}  // namespace kith

template <>
struct std::hash<kith::Uuid> {
    std::size_t operator()(kith::Uuid const& id) const noexcept {
        std::uint64_t halves[2];
        std::memcpy(halves, id.bytes.data(), sizeof halves);
        return static_cast<std::size_t>(halves[0] * 0x9E3779B97F4A7C15ull ^ halves[1]);
    }
};
template <class Tag>
struct std::hash<kith::Id<Tag>> {
    std::size_t operator()(kith::Id<Tag> const& id) const noexcept { return std::hash<kith::Uuid>{}(id.uuid); }
};
