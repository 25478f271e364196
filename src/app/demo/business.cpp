#include "app/demo/business.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/demo/effects.hpp"
#include "app/demo/life.hpp"
#include "app/demo/person.hpp"

namespace kith::app::demo {

namespace {

constexpr std::array<std::string_view, origins> origin_names{"Website", "Shop tills", "Help desk", "Surveys",
                                                             "Newsletter"};
constexpr std::array<std::string_view, 8> stage_names{"stranger", "prospect", "lead",    "opportunity",
                                                      "customer", "advocate", "dormant", "lost"};

// Events of a story: what happens once, and what habits bring at pace 1. Measured; business_test.cpp holds the promised
// number to them.
constexpr double events_once = 7.1, events_by_habit = 54.3;
constexpr double visitors_per_known = 0.2, events_of_visitor = 6.0;
constexpr double begins_household = 0.42, joins_household = 0.55, typed_again_share = 0.02;
constexpr std::int64_t people_per_company = 90;

int year_of(Instant at) {
    auto const days = date::floor<date::days>(date::sys_time<Milliseconds>(Milliseconds(at.ms)));
    return static_cast<int>(date::year_month_day(days).year());
}

}  // namespace

std::string_view name_of(Origin origin) { return origin_names[static_cast<std::size_t>(origin)]; }
std::string_view name_of(Stage stage) { return stage_names[static_cast<std::size_t>(stage)]; }

Business::Business(Options const& options)
    : options_(options),
      from_(options.until - history_days * day),
      known_(options.people),
      visitors_(static_cast<std::int64_t>(static_cast<double>(options.people) * visitors_per_known)) {
    auto const of_known = static_cast<double>(options.events) - static_cast<double>(visitors_) * events_of_visitor;
    pace_ = std::max(0.02, (of_known / static_cast<double>(known_) - events_once) / events_by_habit);
    double sum = 0;
    for (int i = 0; i < history_days; ++i) {
        auto const month = month_of(from_ + i * day);
        sum += std::pow(effects::growth, static_cast<double>(i) / history_days) *
               std::sqrt(effects::month_weight[static_cast<std::size_t>(month)]);
        met_by_day_.push_back(sum);
    }
    for (auto& share : met_by_day_) share /= sum;
}

// People are met in the order of their numbers, so that ids ascend with the time of meeting.
Instant Business::arrival(std::int64_t number, Random& random) const {
    auto const share = (static_cast<double>(number) + 0.5) / static_cast<double>(stories());
    auto const found = std::lower_bound(met_by_day_.begin(), met_by_day_.end(), share);
    auto const index = std::min<std::ptrdiff_t>(found - met_by_day_.begin(), history_days - 1);
    auto const before = index == 0 ? 0 : met_by_day_[static_cast<std::size_t>(index - 1)];
    auto const width = met_by_day_[static_cast<std::size_t>(index)] - before;
    // Between eight and twenty-two, and not after the story's end.
    auto const of_day = width > 0 ? (share - before) / width : random.share();
    auto const at = from_ + index * day + Milliseconds(static_cast<std::int64_t>(of_day * 14 * 3'600'000));
    return std::min(at, options_.until - std::chrono::minutes(30));
}

Person Business::make_person(std::int64_t number) {
    Random random(options_.seed, static_cast<std::uint64_t>(number) * 2);
    auto const year = year_of(arrival(number, random));
    // One in six stories is of somebody who never says who they are.
    if (number % 6 == 5 && visitors_ > 0) {
        auto person = new_person(random, number, year);
        person.is_visitor = true;
        return person;
    }
    if (!typed_again_.empty() && random.chance(0.05)) {
        auto const place = static_cast<std::size_t>(random.below(static_cast<int>(typed_again_.size())));
        auto person = typed_again(typed_again_[place], random, number);
        typed_again_.erase(typed_again_.begin() + static_cast<std::ptrdiff_t>(place));
        return person;
    }
    bool const joins =
        before_ && before_->household >= 0 && before_->household_size < 4 && random.chance(joins_household);
    auto person = joins ? relative_of(*before_, random, number, year) : new_person(random, number, year);
    person.household_size = joins ? before_->household_size + 1 : 1;
    if (!joins && random.chance(begins_household)) person.household = number;
    if (random.chance(typed_again_share) && typed_again_.size() < 200) typed_again_.push_back(person);
    before_ = person;
    return person;
}

std::optional<Story> Business::next() {
    if (next_ >= stories()) return std::nullopt;
    auto const number = next_++;
    Story story;
    story.person = make_person(number);
    Random random(options_.seed, static_cast<std::uint64_t>(number) * 2 + 1);
    auto const met = arrival(number, random);
    if (story.person.household >= 0) {
        for (auto const& family : story.person.country->families)
            for (auto const name : {family.man, family.woman, family.wife})
                if (story.person.family_name == name) story.household_name = family.household;
    }
    if (story.person.works) {
        auto const country = story.person.country - countries().data();
        auto const pool = static_cast<int>(std::max<std::int64_t>(2, known_ / people_per_company));
        story.company = company_of(story.person, random.below(pool) * 5 + country);
    }
    live(story, random, met, options_.until, pace_);
    return story;
}

}  // namespace kith::app::demo
