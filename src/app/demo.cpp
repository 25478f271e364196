#include "app/demo.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

#include "base/text.hpp"

namespace kith::app {

namespace {

constexpr Milliseconds minute = std::chrono::minutes(1);
constexpr Milliseconds day = std::chrono::hours(24);
constexpr int history_days = 120;

struct Country {
    char const* code;
    char const* language;
    char const* time_zone;
    char const* phone;  ///< digits of a made-up number follow
    int phone_digits;
    std::vector<std::pair<char const*, char const*>> cities;  ///< with a postal code
    std::vector<char const*> streets, women, men, families_of_women, families_of_men;
};

std::vector<Country> const& countries() {
    static std::vector<Country> const list{
        {"LT",
         "lt",
         "Europe/Vilnius",
         "+3706",
         7,
         {{"Vilnius", "01103"}, {"Kaunas", "44240"}, {"Klaipėda", "91246"}, {"Šiauliai", "76285"}},
         {"Liepų g.", "Gedimino pr.", "Vilniaus g.", "Ąžuolų g."},
         {"Ona", "Rūta", "Eglė", "Ieva", "Austėja", "Jurgita", "Živilė"},
         {"Jonas", "Tomas", "Mindaugas", "Žygimantas", "Lukas", "Paulius"},
         {"Petraitė", "Kazlauskienė", "Jankauskaitė", "Žukauskienė", "Butkutė"},
         {"Petraitis", "Kazlauskas", "Jankauskas", "Žukauskas", "Butkus"}},
        {"NO",
         "nb",
         "Europe/Oslo",
         "+474",
         7,
         {{"Oslo", "0155"}, {"Bergen", "5003"}, {"Tromsø", "9008"}},
         {"Storgata", "Kirkegata", "Bjørkeveien"},
         {"Ingrid", "Solveig", "Nora", "Åse"},
         {"Lars", "Bjørn", "Håkon", "Ola"},
         {"Hansen", "Ødegård", "Larsen", "Solberg"},
         {"Hansen", "Ødegård", "Larsen", "Solberg"}},
        {"EE",
         "et",
         "Europe/Tallinn",
         "+3725",
         6,
         {{"Tallinn", "10111"}, {"Tartu", "51003"}, {"Pärnu", "80010"}},
         {"Pikk", "Rüütli", "Kase tee"},
         {"Kadri", "Liis", "Tiina", "Õie"},
         {"Jaan", "Mart", "Tõnu", "Rein"},
         {"Tamm", "Sepp", "Kask", "Mägi"},
         {"Tamm", "Sepp", "Kask", "Mägi"}},
        {"LV",
         "ru",
         "Europe/Riga",
         "+3712",
         7,
         {{"Rīga", "LV-1050"}, {"Daugavpils", "LV-5401"}},
         {"Brīvības iela", "Rīgas iela"},
         {"Анна", "Елена", "Жанна", "Ольга"},
         {"Иван", "Сергей", "Михаил", "Фёдор"},
         {"Иванова", "Соколова", "Щукина"},
         {"Иванов", "Соколов", "Щукин"}},
        {"GB",
         "en",
         "Europe/London",
         "+4477009",
         5,
         {{"London", "E1 6AN"}, {"Leeds", "LS1 4DY"}, {"Edinburgh", "EH1 1YZ"}},
         {"Mill Lane", "High Street", "Church Road"},
         {"Grace", "Emily", "Amelia", "Zoë"},
         {"Oliver", "Harry", "Seán", "George"},
         {"Taylor", "O'Brien", "Clarke", "Wood"},
         {"Taylor", "O'Brien", "Clarke", "Wood"}}};
    return list;
}

struct Product {
    char const* sku;
    char const* name;
    int price_cents;
};

constexpr std::array<Product, 8> products{{{"HON-LIN", "Linden honey, 500 g", 890},
                                           {"HON-HEA", "Heather honey, 250 g", 760},
                                           {"HON-COM", "Honey comb", 1450},
                                           {"CAN-PIL", "Pillar candle, beeswax", 1190},
                                           {"CAN-TEA", "Tea lights, 24", 940},
                                           {"TEA-LIN", "Linden blossom tea", 520},
                                           {"BAL-LIP", "Lip balm", 430},
                                           {"BOX-GIF", "Gift box", 3990}}};

constexpr std::array<char const*, 5> heard_from{"A friend", "Christmas market", "Search", "Newspaper", "Instagram"};
constexpr char const* user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

struct Shopper {
    std::string anonymous_id, user_id, email;
    Json traits;
    Country const* country;
};

class Maker {
public:
    explicit Maker(DemoOptions const& options) : options_(options), random_(options.seed) {}

    Demo run() {
        for (int i = 0; i < options_.people; ++i) customer(i);
        for (int i = 0; i < options_.people / 4; ++i) visitor(i);
        auto const by_time = [](Json const& a, Json const& b) {
            return a["timestamp"].get_ref<std::string const&>() < b["timestamp"].get_ref<std::string const&>();
        };
        std::stable_sort(demo_.web.begin(), demo_.web.end(), by_time);
        std::stable_sort(demo_.till.begin(), demo_.till.end(), by_time);
        return std::move(demo_);
    }

private:
    // The engine alone is the same everywhere; the standard's distributions are not.
    int number(int below) { return static_cast<int>(random_() % static_cast<std::uint64_t>(below)); }
    bool happens(int percent) { return number(100) < percent; }
    template <class List>
    auto const& any(List const& list) {
        return list[static_cast<std::size_t>(number(static_cast<int>(list.size())))];
    }

    Instant some_day(int days_ago_max) { return options_.now - number(days_ago_max * 24 * 60) * minute - minute; }

    Shopper shopper(int index) {
        auto const& country =
            countries()[static_cast<std::size_t>(happens(45) ? 0 : number(static_cast<int>(countries().size())))];
        bool const is_woman = happens(55);
        std::string const given = any(is_woman ? country.women : country.men);
        std::string const family = any(is_woman ? country.families_of_women : country.families_of_men);
        auto const& [city, postal_code] = any(country.cities);
        Shopper one;
        one.country = &country;
        one.anonymous_id = fmt::format("demo-{}-visitor-{}", options_.seed, index);
        one.user_id = fmt::format("{}", 10'000 + index);
        std::string mailbox;
        for (char const c : text::transliterate(given) + "." + text::transliterate(family))
            if ((c >= 'a' && c <= 'z') || c == '.') mailbox += c;
        one.email = fmt::format("{}{}@example.com", mailbox, index);
        std::string phone = country.phone;
        for (int i = 0; i < country.phone_digits; ++i) phone += static_cast<char>('0' + number(10));
        one.traits = {{"firstName", given}, {"lastName", family}, {"email", one.email}, {"language", country.language}};
        one.traits["address"] = {{"street", fmt::format("{} {}", any(country.streets), 1 + number(80))},
                                 {"city", city},
                                 {"postalCode", postal_code},
                                 {"country", country.code}};
        if (happens(60)) one.traits["phone"] = phone;
        if (happens(50))
            one.traits["birthday"] = fmt::format("{}-{:02}-{:02}", 1948 + number(55), 1 + number(12), 1 + number(28));
        if (happens(80)) one.traits["gender"] = is_woman ? "female" : "male";
        if (happens(40)) one.traits["heard_from"] = any(heard_from);
        return one;
    }

    void send(std::vector<Json>& to, Shopper const& from, bool is_known, Instant at, Json call) {
        call["messageId"] = fmt::format("demo-{}-{}", options_.seed, ++messages_);
        call["timestamp"] = at.text();
        call["originalTimestamp"] = at.text();
        if (!from.anonymous_id.empty() && &to == &demo_.web) call["anonymousId"] = from.anonymous_id;
        if (is_known) call["userId"] = from.user_id;
        call["context"] = {{"timezone", from.country->time_zone}, {"locale", from.country->language}};
        if (&to == &demo_.web) {
            call["context"]["userAgent"] = user_agent;
            call["context"]["library"] = {{"name", "analytics.js"}, {"version", "1.84.0"}};
        }
        to.push_back(std::move(call));
    }

    Json page(std::string const& path, std::string const& title) {
        return {{"type", "page"},
                {"name", title},
                {"properties", {{"path", path}, {"title", title}, {"url", "https://linden.example" + path}}}};
    }

    static Json order_of(std::string id, std::vector<Product> const& lines) {
        Json items = Json::array();
        int cents = 0;
        for (auto const& product : lines) {
            cents += product.price_cents;
            items.push_back({{"sku", product.sku},
                             {"name", product.name},
                             {"price", product.price_cents / 100.0},
                             {"quantity", 1}});
        }
        return {{"order_id", std::move(id)},
                {"revenue", cents / 100.0},
                {"currency", "EUR"},
                {"products", std::move(items)}};
    }

    // Looks at a page or some; how long it took is returned.
    Instant visit(Shopper const& who, bool is_known, Instant at) {
        send(demo_.web, who, is_known, at, page("/", "Linden & Honey"));
        for (int i = number(4); i >= 0; --i) {
            auto const& product = any(products);
            at = at + (1 + number(3)) * minute;
            send(demo_.web, who, is_known, at, page(fmt::format("/shop/{}", product.sku), product.name));
            send(demo_.web, who, is_known, at,
                 {{"type", "track"},
                  {"event", "Product Viewed"},
                  {"properties",
                   {{"sku", product.sku},
                    {"name", product.name},
                    {"price", product.price_cents / 100.0},
                    {"currency", "EUR"}}}});
        }
        return at + minute;
    }

    void order(std::vector<Json>& to, Shopper const& who, Instant at) {
        std::vector<Product> lines;
        for (int i = number(3); i >= 0; --i) lines.push_back(any(products));
        auto const id = fmt::format("{}-{}", &to == &demo_.web ? "W" : "T", 1000 + ++orders_);
        auto properties = order_of(id, lines);
        send(to, who, true, at, {{"type", "track"}, {"event", "Order Completed"}, {"properties", properties}});
        if (happens(6) && at + 4 * day < options_.now)
            send(to, who, true, at + 4 * day,
                 {{"type", "track"}, {"event", "Order Refunded"}, {"properties", std::move(properties)}});
    }

    void customer(int index) {
        auto const who = shopper(index);
        auto at = visit(who, false, some_day(history_days));
        if (at + minute < options_.now) at = at + minute;
        send(demo_.web, who, true, at, {{"type", "identify"}, {"traits", who.traits}});
        send(demo_.web, who, true, at, {{"type", "track"}, {"event", "Signed Up"}, {"properties", Json::object()}});
        auto const days_left = static_cast<int>((options_.now - at) / day);
        if (happens(65)) order(demo_.web, who, at + 2 * minute);
        for (int i = number(5); i > 0 && days_left > 1; --i) {
            auto const again = visit(who, true, some_day(days_left));
            if (happens(50)) order(demo_.web, who, again);
        }
        for (int i = number(4); i > 0 && days_left > 1; --i) order(demo_.till, who, some_day(days_left));
        if (happens(8) && days_left > 3)
            send(demo_.web, who, true, some_day(days_left),
                 {{"type", "track"},
                  {"event", "Question Asked"},
                  {"properties", {{"about", "Is the heather honey of this year's harvest?"}}}});
        consent(who);
    }

    void consent(Shopper const& who) {
        auto const add = [&](char const* purpose, char const* state, char const* how, char const* wording) {
            demo_.consents.push_back({who.email, purpose, state, how, wording});
        };
        if (happens(70))
            add("email_marketing", "granted", "Ticked when signing up",
                "Send me news of the harvest, at most twice a month.");
        if (happens(40))
            add("profiling", "granted", "Ticked when signing up", "Show me what fits what I bought before.");
        if (happens(12)) add("email_marketing", "withdrawn", "Unsubscribed by the link in an e-mail", "");
    }

    void visitor(int index) {
        Shopper who;
        who.country = &any(countries());
        who.anonymous_id = fmt::format("demo-{}-passer-by-{}", options_.seed, index);
        visit(who, false, some_day(30));
        if (happens(30)) visit(who, false, some_day(7));
    }

    DemoOptions options_;
    std::mt19937_64 random_;
    Demo demo_;
    int messages_ = 0, orders_ = 0;
};

}  // namespace

Demo make_demo(DemoOptions const& options) { return Maker(options).run(); }

}  // namespace kith::app
