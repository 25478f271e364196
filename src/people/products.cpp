#include "people/products.hpp"

#include <algorithm>
#include <map>

#include "people/limits.hpp"
#include "people/products.sql.hpp"
#include "people/state.hpp"

namespace kith::people {

namespace {

struct Question {
    ProductEvent const* asked = nullptr;
    ProductEvent const* answered = nullptr;
};

struct Line {
    std::string product;  ///< by which the product is known
    double quantity = 1;
};

struct Owned {
    Json sku, name, variant, brand;
    double quantity = 0;
    ProductEvent const* bought = nullptr;  ///< last
    std::vector<std::size_t> questions;    ///< their places, oldest first
};

/// A text, or a number as a text; null where it is neither or says nothing.
Json word(Json const& object, char const* name) {
    auto const found = object.find(name);
    if (found == object.end()) return {};
    if (found->is_number_integer()) return Json(found->dump());
    return found->is_string() && !found->get_ref<std::string const&>().empty() ? *found : Json();
}

/// The first of these properties that says something; empty where none does.
std::string first_word(Json const& object, std::initializer_list<char const*> names) {
    for (auto const* name : names)
        if (auto value = word(object, name); !value.is_null()) return value.get<std::string>();
    return {};
}

double quantity_of(Json const& line) {
    auto const found = line.find("quantity");
    if (found == line.end() || !found->is_number()) return 1;
    return std::clamp(found->get<double>(), 0.0, limits::owned_quantity_max);
}

/// Goes through the events once, oldest first.
class Products {
public:
    explicit Products(Instant now) : now_(now) {}

    void add(ProductEvent const& event) {
        if (!event.properties.is_object()) return;
        if (event.type == "Order Completed")
            buy(event);
        else if (event.type == "Question Asked")
            ask(event);
        else if (event.type == "Question Answered")
            answer(event);
        else
            take_back(event);
    }

    Json json() const {
        std::vector<Owned const*> owned;
        for (auto const& [key, product] : products_)
            if (product.quantity > 0 || !product.questions.empty()) owned.push_back(&product);
        std::stable_sort(owned.begin(), owned.end(), [this](Owned const* left, Owned const* right) {
            return newest_of(*left) > newest_of(*right);
        });
        Json list = Json::array(), open = Json::array();
        for (auto const* product : owned)
            if (list.size() < limits::owned_products_max) list.push_back(json_of(*product));
        for (auto question = questions_.rbegin(); question != questions_.rend(); ++question)
            if (is_open(*question)) open.push_back(open_json(*question));
        return Json{{"data", std::move(list)}, {"open_questions", std::move(open)}};
    }

private:
    Instant newest_of(Owned const& product) const {
        auto const bought = product.bought ? product.bought->at : Instant{};
        return product.questions.empty() ? bought : std::max(bought, questions_[product.questions.back()].asked->at);
    }

    /// One entry a product, whether its sku, its id or its name alone is told.
    Owned& entry(Json const& line, std::string const& key) {
        if (auto const known = products_.find(key); known != products_.end()) return known->second;
        auto const name = first_word(line, {"name", "about"});
        auto const named = by_name_.find(name);
        if (named != by_name_.end() && (key == name || named->second == name)) return products_[named->second];
        if (!name.empty()) by_name_.emplace(name, key);
        return products_[key];
    }

    static std::vector<std::pair<Json, Line>> lines_of(Json const& properties) {
        std::vector<std::pair<Json, Line>> lines;
        auto const products = properties.find("products");
        if (products == properties.end() || !products->is_array()) return lines;
        for (auto const& line : *products) {
            if (!line.is_object()) continue;
            auto key = first_word(line, {"sku", "product_id", "name"});
            if (!key.empty()) lines.emplace_back(line, Line{std::move(key), quantity_of(line)});
        }
        return lines;
    }

    static void describe(Owned& product, Json const& line) {
        for (auto const& [into, name] : {std::pair{&product.sku, "sku"}, std::pair{&product.name, "name"},
                                         std::pair{&product.variant, "variant"}, std::pair{&product.brand, "brand"}})
            if (auto value = word(line, name); !value.is_null()) *into = std::move(value);
    }

    void buy(ProductEvent const& event) {
        auto const lines = lines_of(event.properties);
        auto const order = first_word(event.properties, {"order_id"});
        for (auto const& [json, line] : lines) {
            auto& product = entry(json, line.product);
            describe(product, json);
            product.quantity += line.quantity;
            product.bought = &event;
        }
        if (!order.empty()) orders_[order] = lines;
    }

    void take_back(ProductEvent const& event) {
        auto lines = lines_of(event.properties);
        // Without lines of its own it takes the whole order back.
        if (lines.empty()) {
            auto const order = orders_.find(first_word(event.properties, {"order_id"}));
            if (order == orders_.end()) return;
            lines = order->second;
            orders_.erase(order);
        }
        for (auto const& [json, line] : lines) {
            auto& product = entry(json, line.product);
            product.quantity = std::max(0.0, product.quantity - line.quantity);
        }
    }

    void ask(ProductEvent const& event) {
        auto const place = questions_.size();
        questions_.push_back({&event, nullptr});
        place_of_[event.key.event] = place;
        auto const key = first_word(event.properties, {"sku", "product_id", "about"});
        if (key.empty()) return;
        auto& product = entry(event.properties, key);
        if (product.sku.is_null()) product.sku = word(event.properties, "sku");
        if (product.name.is_null()) product.name = word(event.properties, "about");
        product.questions.push_back(place);
    }

    void answer(ProductEvent const& event) {
        if (!event.cause) return;
        if (auto const place = place_of_.find(event.cause->event); place != place_of_.end())
            questions_[place->second].answered = &event;
    }

    bool is_open(Question const& question) const {
        auto const waited = now_.ms - question.asked->at.ms;
        return !question.answered && waited <= std::int64_t{limits::open_question_days_max} * 86'400'000;
    }

    Json open_json(Question const& question) const {
        auto const& asked = *question.asked;
        return Json{{"event", asked.key.text()},
                    {"about", word(asked.properties, "about")},
                    {"question", word(asked.properties, "question")},
                    {"asked_at", asked.at.text()}};
    }

    Json json_of(Owned const& product) const {
        Json questions = Json::array();
        for (auto place = product.questions.rbegin(); place != product.questions.rend(); ++place) {
            if (questions.size() >= limits::product_questions_max) break;
            auto const& question = questions_[*place];
            auto json = open_json(question);
            json["is_open"] = is_open(question);
            json["answer"] = question.answered ? word(question.answered->properties, "answer") : Json();
            json["answered_at"] = question.answered ? Json(question.answered->at.text()) : Json();
            questions.push_back(std::move(json));
        }
        return Json{{"sku", product.sku},
                    {"name", product.name},
                    {"variant", product.variant},
                    {"brand", product.brand},
                    {"quantity", product.quantity},
                    {"bought_at", product.bought ? Json(product.bought->at.text()) : Json()},
                    {"event", product.bought ? Json(product.bought->key.text()) : Json()},
                    {"question_count", product.questions.size()},
                    {"questions", std::move(questions)}};
    }

    Instant now_;
    std::map<std::string, Owned> products_;
    std::map<std::string, std::string> by_name_;
    std::map<std::string, std::vector<std::pair<Json, Line>>> orders_;
    std::vector<Question> questions_;
    std::map<EventId, std::size_t> place_of_;
};

}  // namespace

Json products_of(std::vector<ProductEvent> const& events, Instant now) {
    Products products(now);
    for (auto const& event : events) products.add(event);
    return products.json();
}

Result<Json> People::products(Actor const& actor, PersonId person) {
    auto& state = *state_;
    return state.database.read([&](store::Session& session) -> Result<Json> {
        auto const root = TRY(state.visible_root(session, actor, person));
        auto const aliases = TRY(state.aliases_of(session, root));
        auto const mask = TRY(state.mask_for(session, actor, aliases));
        auto const schema = state.records.schema();
        bool is_whole = true;
        std::vector<ProductEvent> events;
        for (auto const alias : aliases) {
            auto const rows = TRY(session.query(sql::product_events_of, alias, limits::product_events_max));
            is_whole = is_whole && rows.size() < static_cast<std::size_t>(limits::product_events_max);
            for (auto const row : rows) {
                if (!row.is_null(6)) {
                    auto const object = schema->find(row.text(6));
                    if (object && !state.records.check_visible(session, actor, *object, row.id<RecordId>(7))) continue;
                }
                auto properties = row.is_null(3) ? Json::object() : TRY(parse_json(row.text(3)));
                if (properties.is_object()) mask.apply(properties);
                std::optional<events::EventKey> cause;
                if (!row.is_null(5)) cause = events::EventKey{row.id<PersonId>(4), row.id<EventId>(5)};
                events.push_back({{alias, row.id<EventId>(0)},
                                  std::string(row.text(1)),
                                  row.instant(2),
                                  std::move(properties),
                                  cause});
            }
        }
        std::stable_sort(events.begin(), events.end(), [](ProductEvent const& left, ProductEvent const& right) {
            return std::pair{left.at, left.key.event} < std::pair{right.at, right.key.event};
        });
        auto json = products_of(events, Instant::now());
        json["is_whole"] = is_whole;
        return json;
    });
}

}  // namespace kith::people
