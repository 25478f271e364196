// Definitions of a set-up made here: what is missing is made, what differs is changed, what is only here stays.
#include <algorithm>
#include <deque>
#include <set>

#include "schema/alteration.hpp"
#include "schema/draft.hpp"
#include "schema/limits.hpp"
#include "schema/names.hpp"
#include "schema/set_up.hpp"

namespace kith::schema {

namespace {

using Reindex = std::function<Result<void>(Object const&, Field const&)>;

constexpr std::string_view noted_as = "take_over";

/// One set-up on its way in. Gathers what is wrong, each at its place: `objects.boat.fields.length.type`.
class TakeOver {
public:
    TakeOver(Alteration& alteration, Json const& objects, std::vector<std::string> const& reserved, Reindex reindex,
             Formulas const& formulas, Differences& told)
        : alteration_(alteration),
          objects_(objects),
          reserved_(reserved),
          reindex_(std::move(reindex)),
          formulas_(formulas),
          told_(told) {}

    Result<void> run() {
        TRY(check_shape());
        for (auto const& [name, body] : objects_.items()) TRY(object(name, body));
        if (!errors_.empty()) return failed();
        TRY(add_fields());
        for (auto const& [name, body] : objects_.items()) TRY(change_fields(name, body));
        for (auto const& [name, body] : objects_.items()) TRY(composites(name, body));
        if (!errors_.empty()) return failed();
        for (auto const& [name, body] : objects_.items()) TRY(retire_fields(name, body));
        for (auto const& [name, body] : objects_.items()) TRY(order(name, body));
        tell_what_is_only_here();
        return {};
    }

private:
    struct Pending {
        std::string object;
        Json const* body;
    };

    static std::string place_of(std::string_view object) { return fmt::format("objects.{}", object); }
    static std::string place_of(std::string_view object, std::string_view field) {
        return fmt::format("objects.{}.fields.{}", object, field);
    }
    void fail(std::string place, std::string code, std::string message) {
        errors_.push_back({std::move(place), std::move(code), std::move(message)});
    }
    void fail(std::string const& place, Error const& error) {
        if (error.fields.empty())
            fail(place, error.reason.empty() ? std::string("wrong") : error.reason, error.message);
        for (auto const& each : error.fields)
            fail(each.field.empty() ? place : place + "." + each.field, each.code, each.message);
    }
    Error failed() {
        Error error{ErrorCode::invalid, "The file cannot be followed.", {}, {}, std::move(errors_), 0};
        return error;
    }

    /// What is no list of fields with names is found before anything is read.
    Result<void> check_shape() {
        for (auto const& [name, body] : objects_.items()) {
            if (!body.is_object()) {
                fail(place_of(name), "wrong_type", "An object is a JSON object.");
                continue;
            }
            for (auto const& [member, value] : body.items())
                if (member != "plural" && member != "label" && member != "label_plural" && member != "fields" &&
                    member != "composites" && member != "retired")
                    fail(place_of(name) + "." + member, "unknown_field", "This is nothing that an object has.");
            check_names(name, body);
        }
        if (!errors_.empty()) return failed();
        return {};
    }
    void check_names(std::string const& object, Json const& body) {
        std::set<std::string> names;
        auto const check = [&](std::string const& at, Json const& name) {
            if (!name.is_string() || !is_name(name.get_ref<std::string const&>()))
                fail(at, "bad_name", "A name is a small letter, then a-z, 0-9 and _, at most 48.");
            else if (!names.insert(name.get<std::string>()).second)
                fail(at, "twice", fmt::format("{} stands there twice.", name.get<std::string>()));
        };
        for (auto const* list : {"fields", "retired", "composites"}) {
            auto const found = body.find(list);
            if (found == body.end()) continue;
            if (!found->is_array()) {
                fail(place_of(object) + "." + list, "wrong_type", "This is a list.");
                continue;
            }
            for (std::size_t i = 0; i < found->size(); ++i) {
                auto const& each = (*found)[i];
                bool const is_name_alone = list == std::string_view("retired");
                auto const at = fmt::format("objects.{}.{}.{}", object, list, i);
                if (!is_name_alone && !each.is_object())
                    fail(at, "wrong_type", "This is an object with a name.");
                else
                    check(at, is_name_alone ? each : each.value("name", Json()));
            }
        }
    }
    static Json const& list_of(Json const& body, char const* member) {
        static Json const none = Json::array();
        auto const found = body.find(member);
        return found == body.end() ? none : *found;
    }
    static Json const& fields_of(Json const& body) { return list_of(body, "fields"); }

    Result<void> object(std::string const& name, Json const& body) {
        auto const known = alteration_.before().find_defined(name);
        if (!known) return add_object(name, body);
        auto* object = TRY(alteration_.object(name));
        if (object->is_retired) {
            object->is_retired = false;
            note(*object);
            told_.add({"restored", "object", name, name, object->label, {}});
        }
        if (body.contains("plural") && body["plural"] != object->plural)
            fail(place_of(name) + ".plural", "read_only", fmt::format("Here the plural is {}.", object->plural));
        Json labels = Json::object();
        for (auto const* member : {"label", "label_plural"})
            if (body.contains(member)) labels[member] = body[member];
        auto changed = changed_object(*object, labels);
        if (!changed) {
            fail(place_of(name), changed.error());
            return {};
        }
        auto const parts = parts_changed(json_of(*object), json_of(*changed));
        if (parts.empty()) return {};
        *object = changed.take();
        note(*object);
        told_.add({"changed", "object", name, name, object->label, parts});
        return {};
    }

    Result<void> add_object(std::string const& name, Json const& body) {
        Json made{{"name", name}};
        for (auto const* member : {"plural", "label", "label_plural"})
            if (body.contains(member)) made[member] = body[member];
        for (auto const& field : fields_of(body))
            if (field["name"] == "name" && field.contains("label")) made["name_label"] = field["label"];
        auto drafted = new_object(*alteration_.now(), made, formulas_);
        if (!drafted) {
            fail(place_of(name), drafted.error());
            return {};
        }
        auto object = drafted.take();
        for (auto const* each : {&object.name, &object.plural})
            if (std::find(reserved_.begin(), reserved_.end(), *each) != reserved_.end())
                fail(place_of(name), "reserved", fmt::format("\"{}\" means something else here.", *each));
        TRY(alteration_.make_table(object));
        told_.add({"added", "object", name, name, object.label, {}});
        return alteration_.add_object(std::move(object), std::string(noted_as));
    }

    /// A field may need another object or field of the set-up: those that cannot be made yet are tried again as long as
    /// some can.
    Result<void> add_fields() {
        std::deque<Pending> pending;
        for (auto const& [name, body] : objects_.items()) {
            auto* object = TRY(alteration_.object(name));
            for (auto const& field : fields_of(body)) {
                auto const field_name = field["name"].get<std::string>();
                if (object->find_retired(field_name)) TRY(restore_field(*object, field_name));
                if (object->find(field_name)) continue;
                make_way_for(*object, field_name);
                pending.push_back({name, &field});
            }
        }
        for (auto tries = pending.size(); !pending.empty() && tries > 0; --tries) {
            auto const next = pending.front();
            pending.pop_front();
            auto* object = TRY(alteration_.object(next.object));
            auto field = new_field(*alteration_.now(), *object, *next.body, formulas_);
            if (!field) {
                pending.push_back(next);
                continue;
            }
            TRY(add_field(*object, field.take()));
            tries = pending.size() + 1;
        }
        for (auto const& [name, body] : pending) {
            auto* object = TRY(alteration_.object(name));
            auto const field = new_field(*alteration_.now(), *object, *body, formulas_);
            if (!field) fail(place_of(name, (*body)["name"].get<std::string>()), field.error());
        }
        return {};
    }

    /// What an administrator called so comes before what Kith brings.
    void make_way_for(Object& object, std::string_view name) {
        auto const gone = std::erase_if(object.composites,
                                        [&](Composite const& each) { return each.name == name && !each.is_custom; });
        if (gone > 0) note(object);
    }

    Result<void> add_field(Object& object, Field field) {
        TRY(alteration_.make_columns(object, field));
        TRY(alteration_.make_indexes(object, field));
        told_.add({"added", "field", object.name, field.name, field.label, {}});
        auto const system =
            std::find_if(object.fields.begin(), object.fields.end(), [](Field const& each) { return each.is_system; });
        object.fields.insert(system, std::move(field));
        note(object);
        return {};
    }

    /// A part comes back with all the others.
    Result<void> restore_field(Object& object, std::string const& name) {
        TRY(restore_one(object, name));
        for (auto& composite : object.composites)
            if (composite.is_retired && composite.has(name)) TRY(restore_composite(object, composite));
        return {};
    }

    Result<void> restore_one(Object& object, std::string const& name) {
        auto const found = std::find_if(object.retired.begin(), object.retired.end(),
                                        [&](Field const& each) { return each.name == name; });
        auto const system =
            std::find_if(object.fields.begin(), object.fields.end(), [](Field const& each) { return each.is_system; });
        auto field = std::move(*found);
        object.retired.erase(found);
        object.fields.insert(system, field);
        if (field.is_searchable) TRY(reindex_(object, field));
        note(object);
        told_.add({"restored", "field", object.name, name, field.label, {}});
        return {};
    }

    Result<void> restore_composite(Object& object, Composite& composite) {
        for (auto const& part : composite.parts)
            if (object.find_retired(part.field)) TRY(restore_one(object, part.field));
        composite.is_retired = false;
        note(object);
        told_.add({"restored", "composite", object.name, composite.name, composite.label, {}});
        return {};
    }

    /// Once their parts are there.
    Result<void> composites(std::string const& name, Json const& body) {
        auto* object = TRY(alteration_.object(name));
        for (auto const& asked : list_of(body, "composites")) {
            auto const composite_name = asked["name"].get<std::string>();
            auto const at = fmt::format("objects.{}.composites.{}", name, composite_name);
            bool const is_own = asked.contains("parts");
            if (is_own) make_way_for(*object, composite_name);
            auto const found = std::find_if(object->composites.begin(), object->composites.end(),
                                            [&](Composite const& each) { return each.name == composite_name; });
            if (found == object->composites.end()) {
                // Of Kith's own only the label is said, and this workspace has another thing of that name.
                if (is_own) add_composite(*object, at, asked);
                continue;
            }
            if (found->is_retired) TRY(restore_composite(*object, *found));
            change_composite(*object, *found, at, asked);
        }
        return {};
    }

    void add_composite(Object& object, std::string const& at, Json const& asked) {
        auto made = composite_over(object, asked);
        if (!made) return fail(at, made.error());
        told_.add({"added", "composite", object.name, made->name, made->label, {}});
        object.composites.push_back(made.take());
        note(object);
    }

    void change_composite(Object const& object, Composite& composite, std::string const& at, Json asked) {
        if (asked.contains("type") && asked["type"] != name_of(composite.type))
            fail(at + ".type", "differs",
                 fmt::format("Here it is {}: a set-up changes no type.", name_of(composite.type)));
        if (asked.contains("parts")) {
            auto const parts = parts_from(composite.type, asked["parts"]);
            if (!parts || *parts != composite.parts)
                fail(at + ".parts", "differs",
                     fmt::format("Here they are {}: a set-up changes no parts.", dump_json(json_of_parts(composite))));
        }
        if (!asked.contains("label")) return;
        auto changed = changed_composite(composite, Json{{"label", asked["label"]}});
        if (!changed) return fail(at, changed.error());
        auto const different = parts_changed(json_of(composite), json_of(*changed));
        if (different.empty()) return;
        composite = changed.take();
        note(object);
        told_.add({"changed", "composite", object.name, composite.name, composite.label, different});
    }

    Result<void> change_fields(std::string const& name, Json const& body) {
        auto* object = TRY(alteration_.object(name));
        for (auto const& asked : fields_of(body)) {
            auto const field_name = asked["name"].get<std::string>();
            auto const found = std::find_if(object->fields.begin(), object->fields.end(),
                                            [&](Field const& each) { return each.name == field_name; });
            if (found == object->fields.end()) continue;  // said already why it could not be made
            if (found->is_system)
                fail(place_of(name, field_name), "reserved", "Every record has this field.");
            else
                TRY(change_field(*object, *found, asked));
        }
        return {};
    }

    Result<void> change_field(Object& object, Field& field, Json asked) {
        auto const at = place_of(object.name, field.name);
        for (auto const* fixed : {"type", "object", "scale"}) {
            auto const here = json_of(field).value(fixed, Json());
            if (asked.contains(fixed) && asked[fixed] != here)
                fail(at + "." + fixed, "differs",
                     fmt::format("Here it is {}: a set-up changes no {}.", dump_json(here), fixed));
            asked.erase(fixed);
        }
        asked.erase("name");
        if (asked.contains("choices")) asked["choices"] = with_choices_here(object, field, asked["choices"]);
        auto changed = changed_field(*alteration_.now(), object, field, asked, formulas_);
        if (!changed) {
            fail(at, changed.error());
            return {};
        }
        auto const parts = parts_changed(json_of(field), json_of(*changed));
        if (parts.empty()) return {};
        auto const before = field;
        field = changed.take();
        TRY(alteration_.change_sorting(object, before, field));
        if (field.is_searchable && !before.is_searchable) TRY(reindex_(object, field));
        note(object);
        told_.add({"changed", "field", object.name, field.name, field.label, parts});
        return {};
    }

    /// The choice of the set-up that is this one: by its value, which the set-up's rules and views say, or where it has
    /// none by what it is called.
    Json::iterator said_of(Choice const& choice, Json& choices) {
        auto const label = json_of(choice.label);
        return std::find_if(choices.begin(), choices.end(), [&](Json const& each) {
            if (!each.is_object()) return false;
            return each.contains("value") ? each["value"] == choice.value : each.value("label", Json()) == label;
        });
    }

    /// The choices of the set-up, and after them those that are only here: records may have them.
    Json with_choices_here(Object const& object, Field const& field, Json choices) {
        if (!choices.is_array()) return choices;
        for (auto const& choice : field.choices) {
            auto const said = said_of(choice, choices);
            if (said != choices.end()) {
                (*said)["value"] = choice.value;
                continue;
            }
            choices.push_back(json_of(choice));
            told_.only_here.push_back(
                {"kept", "choice", object.name, field.name + "." + choice.value, choice.label, {}});
        }
        return choices;
    }

    Result<void> retire_fields(std::string const& name, Json const& body) {
        if (!body.contains("retired")) return {};
        auto* object = TRY(alteration_.object(name));
        for (auto const& each : body["retired"]) {
            auto const& field_name = each.get_ref<std::string const&>();
            auto const found = std::find_if(object->fields.begin(), object->fields.end(),
                                            [&](Field const& one) { return one.name == field_name; });
            if (found == object->fields.end() || found->is_custom) continue;
            if (!found->is_writable || field_name == "name")
                return Error::invalid(place_of(name) + ".retired", "kept_by_kith",
                                      fmt::format("Kith itself needs {}.", field_name));
            told_.add({"retired", "field", name, field_name, found->label, {}});
            object->retired.push_back(*found);
            object->fields.erase(found);
            note(*object);
        }
        return {};
    }

    /// The order of the set-up; what is only here comes after.
    Result<void> order(std::string const& name, Json const& body) {
        auto* object = TRY(alteration_.object(name));
        std::vector<std::string> names;
        for (auto const& field : fields_of(body)) names.push_back(field["name"].get<std::string>());
        auto const place = [&](Field const& field) {
            return std::pair(field.is_system, std::find(names.begin(), names.end(), field.name) - names.begin());
        };
        auto const is_before = [&](Field const& a, Field const& b) { return place(a) < place(b); };
        // What is only here may stand anywhere.
        auto const is_in_order = [&](Object const& one) {
            std::vector<Field> said;
            for (auto const& field : one.fields)
                if (std::find(names.begin(), names.end(), field.name) != names.end()) said.push_back(field);
            return std::is_sorted(said.begin(), said.end(), is_before);
        };
        if (is_in_order(*object)) return {};
        // Where a new field stands is no news; that others changed places is.
        auto const known = alteration_.before().find_defined(name);
        bool const is_news = known && !is_in_order(*known);
        std::stable_sort(object->fields.begin(), object->fields.end(), is_before);
        if (!object->is_custom && std::count(object->changed.begin(), object->changed.end(), "order") == 0)
            object->changed.emplace_back("order");
        note(*object);
        if (is_news) told_.add({"changed", "object", name, name, object->label, {"order"}});
        return {};
    }

    void tell_what_is_only_here() {
        for (auto const& object : alteration_.before().objects()) {
            auto const said = objects_.find(object->name);
            if (said == objects_.end() && object->is_custom) {
                told_.only_here.push_back({"kept", "object", object->name, object->name, object->label, {}});
                continue;
            }
            auto const& fields = said == objects_.end() ? Json::array() : fields_of(*said);
            for (auto const& field : object->fields)
                if (field.is_custom && std::none_of(fields.begin(), fields.end(),
                                                    [&](Json const& each) { return each["name"] == field.name; }))
                    told_.only_here.push_back({"kept", "field", object->name, field.name, field.label, {}});
            auto const& composites = said == objects_.end() ? Json::array() : list_of(*said, "composites");
            for (auto const& composite : object->composites) {
                auto const is_said = [&](Json const& each) { return each["name"] == composite.name; };
                if (composite.is_custom && !composite.is_retired &&
                    std::none_of(composites.begin(), composites.end(), is_said))
                    told_.only_here.push_back({"kept", "composite", object->name, composite.name, composite.label, {}});
            }
        }
    }

    void note(Object const& object) { alteration_.note(object, std::string(noted_as)); }

    Alteration& alteration_;
    Json const& objects_;
    std::vector<std::string> const& reserved_;
    Reindex reindex_;
    Formulas const& formulas_;
    Differences& told_;
    std::vector<FieldError> errors_;
};

}  // namespace

Result<SchemaPointer> Definitions::take_over(store::Transaction& transaction, Author const& author, Json const& objects,
                                             Differences& told) {
    if (!author.actor.may(Permission::workspace_manage))
        return Error::forbidden("Your role may not change objects and fields.");
    TRY(alter_in(transaction, author, [&](Alteration& alteration) {
        auto const in_time = [&](Object const& object, Field const& field) {
            return reindex(transaction, object, field, limits::searched_values_max);
        };
        return TakeOver(alteration, objects, reserved_, in_time, formulas_, told).run();
    }));
    return load(transaction, published_.current());
}

}  // namespace kith::schema
