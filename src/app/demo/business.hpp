// Linden Home, a retailer that does not exist: its people one after the other, with everything that happened between
// each of them and the business.
//
// Pure: no clock, no I/O; the same options give the same stories. Somebody's story depends on the seed and on their
// place in the line alone, and the memory it takes is that of one household. Stories come in the order in which people
// were first met. The habits are those of effects.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/country.hpp"
#include "app/demo/random.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "events/events.hpp"

namespace kith::app::demo {

constexpr Milliseconds day = std::chrono::hours(24);

struct Options {
    std::uint64_t seed = 1;
    std::int64_t people = 2'000;   ///< who say who they are; beside them a fifth as many visitors stay anonymous
    std::int64_t events = 60'000;  ///< about as many, in all
    Instant until;                 ///< when the story ends; it begins three years before
};

inline constexpr int history_days = 3 * 365;

/// Who sends an event.
enum class Origin : std::uint8_t { website, till, desk, surveys, newsletter };
inline constexpr std::size_t origins = 5;
std::string_view name_of(Origin origin);

/// The keys that an event comes with.
enum class Keys : std::uint8_t {
    anonymous,  ///< the browser's id alone
    signed_in,  ///< and the customer number
    customer,   ///< the customer number alone
    new_card,   ///< the customer number, and the card that was just issued
    card,       ///< the loyalty card alone
};

struct Event {
    Instant at;
    Origin origin = Origin::website;
    Keys keys = Keys::customer;
    events::Call call = events::Call::track;
    std::string_view type;
    std::string properties;  ///< JSON; traits of an identify call
    std::optional<Money> revenue;
    std::optional<std::int64_t> margin_minor;  ///< nothing where a line's is not known
    std::string_view product;
    int cause = -1;          ///< its place in the story
    std::string_view agent;  ///< who of the business did it
};

struct Consent {
    Instant at;
    std::string_view purpose, state, how, wording;
};

enum class Stage : std::uint8_t { stranger, prospect, lead, opportunity, customer, advocate, dormant, lost };
std::string_view name_of(Stage stage);

struct Person {
    std::int64_t number = 0;  ///< in the line
    bool is_visitor = false;  ///< never said who they are
    Country const* country = nullptr;
    City const* city = nullptr;
    bool is_woman = false;
    int birth_year = 0;
    int income = 0;     ///< 0 low … 3 high
    int education = 0;  ///< 0 basic, 1 secondary, 2 vocational, 3 higher
    std::string given_name, family_name, email, phone, street, birth_date, postal_code;
    std::string_view heard_from;
    bool has_card = false;
    bool shares_email = false;             ///< one mailbox with the one before in the household
    std::int64_t household = -1;           ///< the number of its first member
    int household_size = 1;                ///< who came so far
    bool works = false;                    ///< buys for a company
    std::optional<std::int64_t> is_again;  ///< the same human as this one, typed anew by somebody else
    int age(int year) const { return year - birth_year; }
    std::string user_id() const, anonymous_id() const, card() const;
};

struct Company {
    std::int64_t number = 0;
    std::string name, domain, city;
    std::string_view country, industry;
};

struct Story {
    Person person;
    std::string household_name;      ///< empty: lives alone, or nobody told
    std::optional<Company> company;  ///< that the person works for
    std::vector<Event> events;       ///< in order of time
    std::vector<Consent> consents;   ///< in order of time
    Stage stage = Stage::stranger;
    Instant stage_since;
};

class Business {
public:
    explicit Business(Options const& options);
    /// The next of the line; nothing at its end.
    std::optional<Story> next();
    std::int64_t stories() const { return known_ + visitors_; }
    static constexpr std::string_view name = "Linden Home";

private:
    Instant arrival(std::int64_t number, Random& random) const;
    Person make_person(std::int64_t number);

    Options options_;
    Instant from_;
    std::int64_t known_ = 0, visitors_ = 0, next_ = 0;
    double pace_ = 1;
    std::vector<double> met_by_day_;   ///< the share of all people who were met by the end of each day
    std::optional<Person> before_;     ///< the one before in the line, in whose household the next may live
    std::vector<Person> typed_again_;  ///< whom somebody will enter once more
};

}  // namespace kith::app::demo
