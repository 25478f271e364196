#include "schema/worked_out.hpp"

#include <algorithm>
#include <map>

namespace kith::schema {

namespace {

struct Place {
    std::string object, field;
    auto operator<=>(Place const&) const = default;
    std::string text() const { return fmt::format("{}.{}", object, field); }
};

Field const* find(Schema const& schema, Place const& place) {
    auto const object = schema.find_defined(place.object);
    return object ? object->find(place.field) : nullptr;
}

std::vector<Place> inputs_of(std::string const& object, Field const& field) {
    std::vector<Place> inputs;
    for (auto const& name : field.reads) inputs.push_back({object, name});
    if (field.rollup)
        for (auto const& name : field.rollup->reads) inputs.push_back({field.rollup->object, name});
    return inputs;
}

template <class Visit>
void for_each_worked_out(Schema const& schema, Visit visit) {
    for (auto const* list : {&schema.objects(), &schema.retired()})
        for (auto const& object : *list)
            for (auto const& field : object->fields)
                if (field.is_worked_out()) visit(Place{object->name, field.name});
}

// Goes down what fields stand on, each once.
class Circles {
public:
    explicit Circles(Schema const& schema) : schema_(schema) {}

    Result<void> look_behind(Place const& place) {
        auto const* field = find(schema_, place);
        if (!field || !field->is_worked_out() || done_[place]) return {};
        auto const on_way = std::find(way_.begin(), way_.end(), place);
        if (on_way != way_.end()) return circle(on_way);
        way_.push_back(place);
        for (auto const& input : inputs_of(place.object, *field)) TRY(look_behind(input));
        way_.pop_back();
        done_[place] = true;
        return {};
    }

private:
    Error circle(std::vector<Place>::const_iterator from) const {
        bool is_of_formulas = true;
        std::string names;
        for (auto each = from; each != way_.end(); ++each) {
            names += each->text() + ", ";
            is_of_formulas = is_of_formulas && !find(schema_, *each)->rollup;
        }
        return Error::invalid(is_of_formulas ? "formula" : "rollup", "cycle",
                              fmt::format("A field would be worked out from itself: {}{}.", names, from->text()));
    }

    Schema const& schema_;
    std::map<Place, bool> done_;
    std::vector<Place> way_;
};

bool is_kept_alike(Field const& a, Field const& b) {
    return a.type == b.type && a.scale == b.scale && a.column == b.column && a.formula == b.formula &&
           a.rollup == b.rollup;
}

class Staleness {
public:
    Staleness(Schema const& before, Schema const& after) : before_(before), after_(after) {}

    bool is_stale(Place const& place) {
        if (auto const known = known_.find(place); known != known_.end()) return known->second;
        auto const *then = find(before_, place), *now = find(after_, place);
        bool is_stale = !then || !now || !is_kept_alike(*then, *now);
        if (now && now->is_worked_out())
            for (auto const& input : inputs_of(place.object, *now)) is_stale = this->is_stale(input) || is_stale;
        known_.emplace(place, is_stale);
        if (is_stale && now && now->is_worked_out()) add(place);
        return is_stale;
    }
    std::vector<StaleFields> take() { return std::move(stale_); }

private:
    void add(Place const& place) {
        if (stale_.empty() || stale_.back().object != place.object) stale_.push_back({place.object, {}});
        stale_.back().fields.push_back(place.field);
    }

    Schema const &before_, &after_;
    std::map<Place, bool> known_;
    std::vector<StaleFields> stale_;
};

}  // namespace

Result<void> check_circles(Schema const& schema) {
    Circles circles(schema);
    Result<void> outcome;
    for_each_worked_out(schema, [&](Place const& place) {
        if (outcome) outcome = circles.look_behind(place);
    });
    return outcome;
}

std::vector<StaleFields> stale_fields(Schema const& before, Schema const& after) {
    Staleness staleness(before, after);
    for_each_worked_out(after, [&](Place const& place) { staleness.is_stale(place); });
    return staleness.take();
}

}  // namespace kith::schema
