#include "app/demo/life.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "app/demo/catalogue.hpp"
#include "app/demo/effects.hpp"
#include "app/demo/person.hpp"
#include "app/demo/receipt.hpp"

namespace kith::app::demo {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double year_days = 365;
constexpr double purchases_a_year = 4.4, visits_a_year = 2.6, newsletters_a_year = 5, calls_a_year = 0.12;
constexpr std::array<std::string_view, 4> agents{"Rasa", "Kari", "Marek", "Liis"};
constexpr std::array<std::string_view, 5> newsletters{"What is new this month", "Our autumn table", "A warm house",
                                                      "Garden in May", "Gifts that last"};

date::sys_days days_of(Instant at) {
    return date::floor<date::days>(date::sys_time<Milliseconds>(Milliseconds(at.ms)));
}

class Life {
public:
    Life(Story& story, Random& random, Instant met, Instant until, double pace)
        : story_(story), person_(story.person), random_(random), met_(met), until_(until), pace_(pace) {
        auto const age = person_.age(static_cast<int>(date::year_month_day(days_of(met)).year()));
        age_group_ = age < 35 ? 0 : age < 60 ? 1 : 2;
    }

    void as_visitor() {
        auto at = met_;
        for (int i = random_.below(2); i >= 0 && at < until_; --i, at = at + after(9))
            look_around(at, Keys::anonymous, {});
    }

    void as_customer() {
        static constexpr std::array<double, 3> online_share{0.95, 0.8, 0.4};
        bool const is_shop_first = random_.chance(effects::shop_share[age_group_]);
        is_online_ = !is_shop_first || random_.chance(online_share[age_group_]);
        // Met at the till: another colleague's entry is made there too.
        if (is_shop_first || person_.is_again) {
            tell_at_the_till(met_);
        } else {
            sign_up(met_);
        }
        consent();
        buy_now_and_then();
        if (is_online_) visit_now_and_then();
        if (offers_until_) read_newsletters();
        call_now_and_then();
    }

    void finish() {
        put_in_order();
        auto const [stage, since] = stage_reached();
        story_.stage = stage;
        story_.stage_since = since;
    }

private:
    Milliseconds after(double days_mean) {
        return Milliseconds(static_cast<std::int64_t>(random_.exponential(days_mean) * 86'400'000));
    }
    Milliseconds between(Milliseconds shortest, Milliseconds longest) {
        return shortest + Milliseconds(static_cast<std::int64_t>(random_.share() *
                                                                 static_cast<double>((longest - shortest).count())));
    }
    /// A time of day between eight and twenty in Vilnius.
    Instant in_daytime(Instant at) {
        return Instant{days_of(at).time_since_epoch() / Milliseconds(1)} + between(hours(6), hours(18));
    }

    /// The event's place; -1 where the story is over by then.
    int add(Event event) {
        if (event.at >= until_) return -1;
        story_.events.push_back(std::move(event));
        return static_cast<int>(story_.events.size()) - 1;
    }

    int track(Instant at, Origin origin, Keys keys, std::string_view type, std::string properties, int cause = -1,
              std::string_view agent = {}) {
        Event event;
        event.at = at;
        event.origin = origin;
        event.keys = keys;
        event.type = type;
        event.properties = std::move(properties);
        event.cause = cause;
        event.agent = agent;
        return add(std::move(event));
    }

    void view(Instant at, Keys keys, std::string_view path, std::string_view title, int cause) {
        Event event;
        event.at = at;
        event.keys = keys;
        event.call = events::Call::page;
        event.type = "page";
        event.properties =
            fmt::format(R"({{"path":"{}","title":"{}","url":"https://linden.example{}"}})", path, title, path);
        event.cause = cause;
        add(std::move(event));
    }

    void view_product(Instant at, Keys keys, Product const& product) {
        view(at, keys, fmt::format("/shop/{}", product.sku), product.name, -1);
        track(at + seconds(1), Origin::website, keys, "Product Viewed",
              fmt::format(R"({{"sku":"{}","name":"{}","category":"{}","price":{:.2f},"currency":"EUR"}})", product.sku,
                          product.name, product.category, product.cents / 100.0));
    }

    /// Looks at some goods, and at those that will be bought; when that was done is returned.
    Instant look_around(Instant at, Keys keys, std::span<Line const> bought, int cause = -1) {
        view(at, keys, "/", Business::name, cause);
        for (int i = bought.empty() ? random_.below(2) : 0; i >= 0; --i)
            view_product(at = at + between(seconds(20), minutes(4)), keys,
                         choose(random_, month_of(at), person_.income));
        for (auto const& line : bought) view_product(at = at + between(seconds(30), minutes(5)), keys, *line.product);
        return at + between(seconds(20), minutes(3));
    }

    void identify(Instant at, Origin origin, Keys keys, bool is_shop) {
        Event event;
        event.at = at;
        event.origin = origin;
        event.keys = keys;
        event.call = events::Call::identify;
        event.type = "identify";
        event.properties = traits_of(person_, random_, is_shop);
        add(std::move(event));
        known_since_ = at;
    }

    void sign_up(Instant at) {
        view(at, Keys::anonymous, "/", Business::name, -1);
        if (random_.chance(0.5))
            view_product(at = at + minutes(1), Keys::anonymous, choose(random_, month_of(at), person_.income));
        at = at + between(minutes(1), minutes(4));
        identify(at, Origin::website, Keys::signed_in, false);
        track(at + seconds(1), Origin::website, Keys::signed_in, "Signed Up", R"({"plan":"Customer account"})");
        if (person_.has_card) issue_card(at + minutes(2));
    }

    void tell_at_the_till(Instant at) {
        identify(at, Origin::till, Keys::customer, true);
        if (person_.has_card) issue_card(at + minutes(1));
    }

    void issue_card(Instant at) {
        track(at, Origin::till, Keys::new_card, "Loyalty Card Issued",
              fmt::format(R"({{"card":"{}"}})", person_.card()));
    }

    void say(Instant at, std::string_view purpose, std::string_view state, std::string_view how,
             std::string_view text) {
        if (at < until_) story_.consents.push_back({at, purpose, state, how, text});
    }

    void consent() {
        auto const& words = wording(person_.country->language);
        auto const how = is_online_ ? "Ticked when signing up" : "Signed at the till";
        auto const at = known_since_ + seconds(5);
        if (random_.chance(0.6)) {
            say(at, "email_marketing", "granted", how, words.offers);
            offers_until_ = until_;
            if (auto const ended = at + after(1500); ended < until_) {
                say(ended, "email_marketing", "withdrawn", "Unsubscribed by the link in an e-mail", {});
                offers_until_ = ended;
            }
        }
        if (random_.chance(0.35)) say(at, "profiling", "granted", how, words.profiling);
        if (!person_.phone.empty() && random_.chance(0.2)) say(at, "sms_marketing", "granted", how, words.texts);
        if (random_.chance(0.05)) say(at, "partner_sharing", "granted", how, words.partners);
        if (random_.chance(0.02)) say(at + after(300), "profiling", "objected", "Said so on the phone", {});
    }

    double buying_pace() const {
        double pace = purchases_a_year * pace_;
        if (person_.heard_from == "Friend") pace *= effects::friend_buys;
        if (person_.heard_from == "Instagram") pace *= effects::social_buys;
        return person_.has_card ? pace * effects::card_buys : pace;
    }

    void buy_now_and_then() {
        // A few buy often, many seldom; in the long run some go elsewhere.
        auto const pace = buying_pace() * (0.35 + random_.exponential(0.65));
        double const weight_max = effects::month_weight[11] * effects::shop_weekday_weight[5];
        auto at = known_since_ + minutes(10);
        // Most come to buy something, and do.
        if (random_.chance(0.55)) buy(at, !is_online_, nullptr);
        auto const gone = std::min(until_, at + after(7 * year_days));
        for (;;) {
            at = at + after(year_days / (pace * weight_max));
            if (at >= gone) return;
            bool const in_shop = !is_online_ || random_.chance(effects::shop_share[age_group_]);
            double weight = effects::month_weight[static_cast<std::size_t>(month_of(at))];
            if (in_shop) weight *= effects::shop_weekday_weight[static_cast<std::size_t>(weekday_of(at))];
            if (!random_.chance(weight / weight_max)) continue;
            if (unanswered_since_ && at > *unanswered_since_ && !random_.chance(effects::unanswered_buys)) continue;
            buy(in_daytime(at), in_shop, nullptr);
        }
    }

    void buy(Instant at, bool in_shop, Product const* only) {
        auto const lines = only ? std::vector<Line>{{only, 1, false}} : basket(person_, random_, month_of(at));
        auto const keys =
            in_shop ? (person_.has_card && random_.chance(0.85) ? Keys::card : Keys::customer) : Keys::signed_in;
        if (!in_shop) at = look_around(at, keys, lines);
        Event event;
        event.at = at;
        event.origin = in_shop ? Origin::till : Origin::website;
        event.keys = keys;
        event.type = "Order Completed";
        event.product = lines.front().product->sku;
        auto const number = fmt::format("{}-{:07}-{}", in_shop ? "T" : "W", person_.number, ++purchases_);
        auto const sum = write_receipt(event, person_, lines, number, in_shop, keys == Keys::card);
        auto const sale = add(std::move(event));
        if (sale < 0) return;
        first_purchase_ = first_purchase_.ms == 0 ? at : std::min(first_purchase_, at);
        last_purchase_ = std::max(last_purchase_, at);
        bool const is_returned = take_back(sale, at, lines, number, in_shop, sum);
        for (auto const& line : lines)
            if (line.product->is_durable) ask_about(*line.product, sale, at);
        answer_survey(sale, at + between(2 * day, 6 * day), is_returned);
        bool const makes_coffee = std::any_of(lines.begin(), lines.end(),
                                              [](Line const& line) { return line.product->sku == coffee_machine_sku; });
        if (makes_coffee && random_.chance(effects::coffee_follows))
            buy(in_daytime(at + between(10 * day, 55 * day)), in_shop,
                &product(random_.chance(0.5) ? descaler_sku : coffee_sku));
    }

    bool take_back(int sale, Instant bought, std::vector<Line> const& lines, std::string const& number, bool in_shop,
                   Sum const& sum) {
        if (!random_.chance(in_shop ? effects::shop_returns : effects::online_returns)) return false;
        Event event;
        event.at = in_daytime(bought + between(2 * day, 24 * day));
        event.origin = in_shop ? Origin::till : Origin::website;
        event.type = "Order Refunded";
        event.keys = in_shop ? Keys::customer : Keys::signed_in;
        event.cause = sale;
        event.product = lines.front().product->sku;
        write_return(event, person_, lines, number, in_shop, sum);
        add(std::move(event));
        return true;
    }

    void ask_about(Product const& product, int sale, Instant bought) {
        bool const is_faulty = product.sku == faulty_sku;
        if (!random_.chance(is_faulty ? effects::faulty_questions : effects::questions)) return;
        auto const& questions = wording(person_.country->language).questions;
        // The leak is the first of them.
        auto const& question = is_faulty && random_.chance(0.8) ? questions.front() : random_.pick(questions);
        auto at = in_daytime(bought + 2 * day + after(40));
        bool const is_by_phone = random_.chance(age_group_ == 2 ? 0.6 : 0.2);
        auto const agent = random_.pick(agents);
        auto cause = sale;
        if (is_by_phone) {
            cause = track(at, Origin::desk, Keys::customer, "Call Received",
                          fmt::format(R"({{"about":"{}","sku":"{}","minutes":{}}})", product.name, product.sku,
                                      random_.between(2, 14)),
                          sale, agent);
            at = at + minutes(3);
        }
        auto const asked = track(at, Origin::desk, Keys::customer, "Question Asked",
                                 fmt::format(R"({{"about":"{}","sku":"{}","question":"{}","via":"{}"}})", product.name,
                                             product.sku, escaped(question.asked), is_by_phone ? "phone" : "form"),
                                 cause);
        if (asked < 0) return;
        asked_ = at;
        bool const is_answered = !random_.chance(effects::unanswered);
        if (is_answered) {
            track(at + between(minutes(40), 3 * day), Origin::desk, Keys::customer, "Question Answered",
                  fmt::format(R"({{"about":"{}","sku":"{}","answer":"{}"}})", product.name, product.sku,
                              escaped(question.answered)),
                  asked, agent);
        } else {
            unanswered_since_ = unanswered_since_ ? std::min(*unanswered_since_, at) : at;
        }
        if (random_.chance(0.4)) answer(asked, at + between(5 * day, 9 * day), "How did we help?", !is_answered, false);
    }

    void answer_survey(int sale, Instant at, bool is_returned) {
        auto const share = person_.education == 3 ? effects::higher_education_survey_answers : effects::survey_answers;
        bool const is_unanswered = unanswered_since_ && at > *unanswered_since_;
        if (random_.chance(share)) answer(sale, at, "After your purchase", is_unanswered, is_returned);
    }

    void answer(int cause, Instant at, std::string_view survey, bool is_unanswered, bool is_returned) {
        double points = 8.5 + random_.normal() * 1.2;
        if (is_unanswered) points -= effects::unanswered_points;
        if (is_returned) points -= effects::return_points;
        auto const score = static_cast<int>(std::lround(std::clamp(points, 0.0, 10.0)));
        auto const& words = wording(person_.country->language);
        std::string comment;
        if (score >= 9 && random_.chance(0.35)) comment = random_.pick(words.praise);
        if (score <= 5 && random_.chance(0.6))
            comment =
                is_unanswered ? words.complaint[0] : words.complaint[static_cast<std::size_t>(random_.between(1, 2))];
        auto const text = comment.empty() ? "" : fmt::format(R"(,"comment":"{}")", escaped(comment));
        if (track(at, Origin::surveys, Keys::customer, "Survey Answered",
                  fmt::format(R"({{"survey":"{}","score":{}{}}})", survey, score, text), cause) < 0)
            return;
        points_ += score;
        ++surveys_;
    }

    void visit_now_and_then() {
        static constexpr std::array<double, 3> by_age{1.4, 1, 0.5};
        auto const pace = visits_a_year * pace_ * by_age[age_group_];
        auto at = known_since_;
        for (;;) {
            auto const pace_now = offers_until_ && at < *offers_until_ ? pace * effects::offers_visit : pace;
            at = at + after(year_days / pace_now);
            if (at >= until_) return;
            look_around(at, Keys::signed_in, {});
        }
    }

    void read_newsletters() {
        for (auto at = known_since_ + after(year_days / newsletters_a_year / pace_); at < *offers_until_;
             at = at + after(year_days / newsletters_a_year / pace_))
            track(at, Origin::newsletter, Keys::customer, "Email Opened",
                  fmt::format(R"({{"subject":"{}"}})", random_.pick(newsletters)));
    }

    void call_now_and_then() {
        for (auto at = known_since_ + after(year_days / calls_a_year / pace_); at < until_;
             at = at + after(year_days / calls_a_year / pace_))
            track(in_daytime(at), Origin::desk, Keys::customer, random_.chance(0.8) ? "Call Received" : "Call Made",
                  fmt::format(R"({{"about":"{}","minutes":{}}})", random_.chance(0.5) ? "Delivery" : "Opening hours",
                              random_.between(1, 9)),
                  -1, random_.pick(agents));
    }

    void put_in_order() {
        auto& events = story_.events;
        std::vector<std::size_t> order(events.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t left, std::size_t right) { return events[left].at < events[right].at; });
        std::vector<int> place(events.size());
        for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = static_cast<int>(i);
        std::vector<Event> sorted;
        sorted.reserve(events.size());
        for (auto const from : order) {
            sorted.push_back(std::move(events[from]));
            auto& cause = sorted.back().cause;
            if (cause >= 0) cause = place[static_cast<std::size_t>(cause)];
        }
        events = std::move(sorted);
        std::stable_sort(story_.consents.begin(), story_.consents.end(),
                         [](Consent const& left, Consent const& right) { return left.at < right.at; });
    }

    std::pair<Stage, Instant> stage_reached() const {
        if (person_.is_visitor) return {Stage::stranger, met_};
        auto const last = story_.events.empty() ? met_ : story_.events.back().at;
        if (purchases_ == 0 || last_purchase_.ms == 0) {
            if (person_.works && until_ - last < 200 * day) return {Stage::opportunity, last};
            if (until_ - last > 400 * day) return {Stage::lost, last + 400 * day};
            if (asked_ || until_ - last < 45 * day) return {Stage::lead, last};
            return {Stage::prospect, known_since_};
        }
        if (until_ - last_purchase_ > 730 * day) return {Stage::lost, last_purchase_ + 730 * day};
        if (until_ - last_purchase_ > 365 * day) return {Stage::dormant, last_purchase_ + 365 * day};
        if (purchases_ >= 5 && surveys_ > 0 && points_ >= 9 * surveys_) return {Stage::advocate, last_purchase_};
        return {Stage::customer, first_purchase_};
    }

    Story& story_;
    Person const& person_;
    Random& random_;
    Instant met_, until_;
    double pace_;
    std::size_t age_group_ = 0;
    bool is_online_ = true;
    Instant known_since_, first_purchase_, last_purchase_;
    std::optional<Instant> offers_until_, unanswered_since_, asked_;
    int purchases_ = 0, surveys_ = 0, points_ = 0;
};

}  // namespace

int month_of(Instant at) {
    return static_cast<int>(static_cast<unsigned>(date::year_month_day(days_of(at)).month())) - 1;
}

int weekday_of(Instant at) { return static_cast<int>(date::weekday(days_of(at)).iso_encoding()) - 1; }

void live(Story& story, Random& random, Instant met, Instant until, double pace) {
    Life life(story, random, met, until, pace);
    if (story.person.is_visitor) {
        life.as_visitor();
    } else {
        life.as_customer();
    }
    life.finish();
}

}  // namespace kith::app::demo
