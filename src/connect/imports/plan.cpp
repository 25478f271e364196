#include "connect/imports/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "connect/delimited/decode.hpp"
#include "schema/names.hpp"

namespace kith::connect {

namespace {

constexpr std::string_view sales_kind = "sales";

/// A target that is no field; its names are in English, Lithuanian, Norwegian, Russian and Estonian.
struct OwnTarget {
    char const* name;
    std::array<char const*, 5> labels;
};

constexpr OwnTarget key_targets[] = {
    {"customer", {"Customer number", "Kliento numeris", "Kundenummer", "Номер клиента", "Kliendinumber"}},
    {"loyalty_card", {"Loyalty card", "Lojalumo kortelė", "Kundekort", "Карта лояльности", "Kliendikaart"}}};

constexpr OwnTarget company_targets[] = {
    {"group_id", {"Company number", "Įmonės kodas", "Organisasjonsnummer", "Номер компании", "Registrikood"}}};

constexpr OwnTarget sale_targets[] = {
    {"date", {"Date of sale", "Pardavimo data", "Salgsdato", "Дата продажи", "Müügi kuupäev"}},
    {"time", {"Time of sale", "Pardavimo laikas", "Klokkeslett", "Время продажи", "Müügi kellaaeg"}},
    {"amount", {"Amount paid", "Sumokėta suma", "Betalt beløp", "Уплаченная сумма", "Makstud summa"}},
    {"units", {"Units", "Kiekis", "Antall", "Количество", "Kogus"}},
    {"price", {"Unit price", "Vieneto kaina", "Enhetspris", "Цена за единицу", "Ühiku hind"}},
    {"discount", {"Discount", "Nuolaida", "Rabatt", "Скидка", "Allahindlus"}},
    {"tax", {"Tax within the amount", "Mokestis, esantis sumoje", "Avgift i beløpet", "Налог в сумме", "Maks summas"}},
    {"cost", {"Cost", "Savikaina", "Kostpris", "Себестоимость", "Omahind"}},
    {"margin", {"Margin", "Marža", "Fortjeneste", "Маржа", "Kasum"}},
    {"sale_currency", {"Currency", "Valiuta", "Valuta", "Валюта", "Valuuta"}},
    {"store", {"Store", "Parduotuvė", "Butikk", "Магазин", "Kauplus"}},
    {"product", {"Product", "Prekė", "Vare", "Товар", "Toode"}},
    {"category", {"Product category", "Prekės kategorija", "Varekategori", "Категория товара", "Tootekategooria"}},
    {"transaction", {"Sale number", "Pardavimo numeris", "Salgsnummer", "Номер продажи", "Müügi number"}},
    {"reverses",
     {"Number of the sale taken back", "Atšaukto pardavimo numeris", "Nummeret på salget som tas tilbake",
      "Номер возвращаемой продажи", "Tagasi võetud müügi number"}},
    {"sale_kind",
     {"Sale, return or cancellation", "Pardavimas, grąžinimas ar atšaukimas", "Salg, retur eller avbestilling",
      "Продажа, возврат или отмена", "Müük, tagastus või tühistamine"}}};

bool is_reference_type(schema::FieldType type) {
    using enum schema::FieldType;
    return type == text || type == email || type == phone || type == url || type == number || type == decimal;
}

/// Names of keys that are no fields.
std::vector<std::string_view> key_names(schema::Object const& object) {
    if (object.is_person_owned) return {"customer", "loyalty_card", "email", "phone"};
    if (object.name == "company") return {"group_id"};
    return {};
}

schema::Label label_of(OwnTarget const& own) {
    auto const& labels = own.labels;
    return {{"en", labels[0]}, {"lt", labels[1]}, {"nb", labels[2]}, {"ru", labels[3]}, {"et", labels[4]}};
}

schema::Label label_of_key(schema::Object const& object, std::string_view name) {
    if (auto const* field = object.find(name)) return field->label;
    for (auto const* each : {&key_targets[0], &key_targets[1], &company_targets[0]})
        if (each->name == name) return label_of(*each);
    return {};
}

void add(std::vector<ImportTarget>& targets, std::span<OwnTarget const> own) {
    for (auto const& each : own) {
        ImportTarget target;
        target.name = each.name;
        target.label = label_of(each);
        target.is_key = target.name == "group_id";
        targets.push_back(std::move(target));
    }
}

bool is_writable(schema::Object const& object, std::string_view name) {
    auto const* field = object.find(name);
    return field && field->is_writable;
}

void add_fields(std::vector<ImportTarget>& targets, ImportKind const& kind, schema::Object const& object,
                schema::Schema const& schema) {
    for (auto const& field : object.fields) {
        bool const is_whole_name = object.is_person_owned && field.name == "name" &&
                                   is_writable(object, "given_name") && is_writable(object, "family_name");
        if (field.is_system || (!field.is_writable && !is_whole_name)) continue;
        // A cell has no file.
        if (field.type == schema::FieldType::file) continue;
        ImportTarget target;
        target.name = field.name;
        target.label = field.label;
        if (field.type == schema::FieldType::relation) {
            auto const other = schema.find(field.object);
            if (!other) continue;
            target.references = import_references(*other);
        }
        target.is_repeatable = kind.is_about_people() &&
                               (field.type == schema::FieldType::email || field.type == schema::FieldType::phone);
        target.is_key = !kind.is_about_people() && reference_field(object, field.name) != nullptr;
        targets.push_back(std::move(target));
    }
}

/// What a `--map` may say for the names above.
std::string target_of(std::string_view name, ImportKind const& kind) {
    if (name == "user_id" && kind.is_about_people()) return "customer";
    if (!kind.is_sales()) return std::string(name);
    if (name == "currency") return "sale_currency";
    if (name == "kind") return "sale_kind";
    if (name == "quantity") return "units";
    return std::string(name);
}

std::optional<std::size_t> column_of(std::string_view name, std::vector<std::string> const& columns) {
    auto const found = std::find(columns.begin(), columns.end(), name);
    if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
    if (!name.starts_with('#')) return std::nullopt;
    std::size_t number = 0;
    auto const [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size() || number < 1 || number > columns.size())
        return std::nullopt;
    return number - 1;
}

/// The column of an entry of a map: its number where it is given, for two columns may have one name; else its name.
Result<std::size_t> mapped_column(Json const& entry, std::vector<std::string> const& columns) {
    auto const& name = entry["column"].get_ref<std::string const&>();
    if (entry.contains("number") && !entry["number"].is_null()) {
        if (!entry["number"].is_number_integer())
            return Error::invalid("map", "wrong_type", "The number of a column is a whole number.");
        auto const number = entry["number"].get<std::int64_t>();
        if (number >= 1 && number <= static_cast<std::int64_t>(columns.size()))
            return static_cast<std::size_t>(number - 1);
        return Error::invalid("map", "not_found", fmt::format("The file has no column number {}.", number));
    }
    if (auto const column = column_of(name, columns)) return *column;
    return Error::invalid("map", "not_found", fmt::format("The file has no column {}.", name));
}

/// `{target, by}` of an entry of a map.
Result<std::pair<std::string, std::string>> target_and_reference(Json const& entry) {
    auto name = entry["target"].get<std::string>();
    if (entry.contains("by") && !entry["by"].is_null()) {
        if (!entry["by"].is_string())
            return Error::invalid("map", "wrong_type", "What a record is found by is a name.");
        return std::pair(std::move(name), entry["by"].get<std::string>());
    }
    auto const dot = name.find('.');
    if (dot == std::string::npos) return std::pair(std::move(name), std::string());
    return std::pair(name.substr(0, dot), name.substr(dot + 1));
}

Result<void> check_reference(ImportTarget const& target, std::string const& by) {
    if (by.empty()) return {};
    std::vector<std::string_view> names;
    for (auto const& each : target.references) names.push_back(each.name);
    if (std::find(names.begin(), names.end(), by) != names.end()) return {};
    return Error::invalid(
        "map", "not_found",
        fmt::format("What {} points to is not found by {}; only a number, a key or a field that lists "
                    "can be sorted by is.{}",
                    target.name, by, schema::did_you_mean(by, names)));
}

Result<std::vector<MappedColumn>> map_of(Json const& list, ImportPlan const& plan, schema::Schema const& schema) {
    if (!list.is_array()) return Error::invalid("map", "wrong_type", "The map is a list of targets and columns.");
    auto const targets = import_targets(plan.kind, schema);
    std::vector<std::string_view> names;
    for (auto const& each : targets) names.push_back(each.name);
    std::vector<MappedColumn> map;
    for (auto const& each : list) {
        if (!each.is_object() || !each.contains("target") || !each["target"].is_string() || !each.contains("column") ||
            !each["column"].is_string())
            return Error::invalid("map", "wrong_type", "Each entry of the map has a target and a column.");
        auto const [written, by] = TRY(target_and_reference(each));
        auto const name = target_of(written, plan.kind);
        auto const known =
            std::find_if(targets.begin(), targets.end(), [&](auto const& one) { return one.name == name; });
        if (known == targets.end() && plan.kind.object(schema)->find(name))
            return Error::invalid("map", "not_permitted", fmt::format("A file of yours may not change {}.", name));
        if (known == targets.end())
            return Error::invalid(
                "map", "not_found",
                fmt::format("Nothing of a file can become {}.{}", name, schema::did_you_mean(name, names)));
        TRY(check_reference(*known, by));
        auto const column = TRY(mapped_column(each, plan.columns));
        bool const is_twice = std::any_of(map.begin(), map.end(), [&](auto const& one) { return one.target == name; });
        if (is_twice && !known->is_repeatable)
            return Error::invalid("map", "twice", fmt::format("Two columns become {}.", name));
        map.push_back({name, column, by});
    }
    return map;
}

/// By what the records of the file are found.
Result<void> check_key(ImportPlan const& plan, schema::Schema const& schema) {
    if (plan.key.empty()) return {};
    if (plan.kind.is_about_people())
        return Error::invalid("key", "wrong", "People are found by their own keys, whichever a row has.");
    auto const targets = import_targets(plan.kind, schema);
    auto const target =
        std::find_if(targets.begin(), targets.end(), [&](auto const& each) { return each.name == plan.key; });
    if (target == targets.end())
        return Error::invalid("key", "not_found", fmt::format("There is nothing called {}.", plan.key));
    if (!target->is_key)
        return Error::invalid(
            "key", "not_sortable",
            fmt::format("Records are found only by a number or a text that lists can be sorted by: let them be by {}.",
                        plan.key));
    if (!plan.maps(plan.key))
        return Error::invalid("key", "not_mapped", fmt::format("No column becomes {}.", plan.key));
    return {};
}

/// Rows that only change what is there need not have all that a new record needs.
Result<void> check_required(ImportPlan const& plan, schema::Schema const& schema) {
    if (!plan.key.empty()) return {};
    auto const object = plan.kind.object(schema);
    for (auto const& field : object->fields)
        if (field.is_required && field.is_writable && !plan.maps(field.name))
            return field.name == "name" ? Error::invalid("map", "no_name", "Say which column is the name.")
                                        : Error::invalid("map." + field.name, "required",
                                                         fmt::format("Say which column is {}.", field.name));
    return {};
}

Result<void> check_complete(ImportPlan const& plan, schema::Schema const& schema) {
    TRY(check_key(plan, schema));
    if (!plan.kind.is_about_people()) return check_required(plan, schema);
    auto const maps_one_of = [&](std::initializer_list<std::string_view> targets) {
        return std::any_of(targets.begin(), targets.end(), [&](auto each) { return plan.maps(each); });
    };
    if (plan.kind.is_sales() && !maps_one_of({"customer", "email", "loyalty_card", "phone"}))
        return Error::invalid("map", "no_person",
                              "Say which column is the customer: a number, a card, an e-mail or a phone.");
    if (!maps_one_of({"customer", "email", "phone", "loyalty_card", "name", "given_name", "family_name"}))
        return Error::invalid("map", "no_person", "Say which columns tell who a row is about.");
    if (!plan.kind.is_sales()) return {};
    if (!plan.maps("date")) return Error::invalid("map", "no_date", "Say which column is the date of the sale.");
    if (!plan.maps("amount") && !(plan.maps("units") && plan.maps("price")))
        return Error::invalid("map", "no_amount", "Say which column is the amount, or units and price.");
    if (!plan.currency && !plan.maps("sale_currency"))
        return Error::invalid("currency", "required", "Say in which currency the amounts are.");
    return {};
}

Result<std::optional<std::string>> option_of(Json const& body, std::string const& member) {
    if (!body.contains(member) || body[member].is_null()) return std::optional<std::string>();
    if (!body[member].is_string()) return Error::invalid(member, "wrong_type", member + " is a text.");
    return std::optional(body[member].get<std::string>());
}

/// Of plans that were stored before there was such a member, too.
std::string text_or_nothing(Json const& json, char const* member) {
    auto const found = json.find(member);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

schema::ObjectPointer ImportKind::object(schema::Schema const& schema) const {
    return is_sales() ? schema.find("person") : schema.find_plural(name);
}

Result<ImportKind> import_kind_of(std::string_view name, schema::Schema const& schema) {
    if (name == sales_kind) return ImportKind{std::string(sales_kind)};
    if (auto const object = schema.find_plural(name)) return ImportKind{object->plural};
    if (auto const object = schema.find(name)) return ImportKind{object->plural};
    std::vector<std::string_view> names{sales_kind};
    for (auto const& each : schema.objects()) names.push_back(each->plural);
    return Error::invalid("kind", "not_a_choice",
                          fmt::format("A file is sales, or records of an object such as people or companies.{}",
                                      schema::did_you_mean(name, names)));
}

schema::Field const* reference_field(schema::Object const& object, std::string_view name) {
    auto const* field = object.find(name);
    if (!field || field->is_system || !field->is_sortable || !is_reference_type(field->type)) return nullptr;
    // Of people the standard ones are keys, or say nothing for certain.
    return object.is_person_owned && !field->is_custom ? nullptr : field;
}

std::vector<ImportReference> import_references(schema::Object const& object) {
    std::vector<ImportReference> references;
    for (auto const name : key_names(object)) references.push_back({std::string(name), label_of_key(object, name)});
    for (auto const& field : object.fields)
        if (reference_field(object, field.name)) references.push_back({field.name, field.label});
    return references;
}

std::vector<ImportTarget> import_targets(ImportKind const& kind, schema::Schema const& schema) {
    std::vector<ImportTarget> targets;
    auto const object = kind.object(schema);
    if (!object) return targets;
    if (kind.is_about_people()) add(targets, key_targets);
    if (kind.is_sales()) add(targets, sale_targets);
    if (object->name == "company") add(targets, company_targets);
    add_fields(targets, kind, *object, schema);
    return targets;
}

bool ImportPlan::maps(std::string_view target) const {
    return std::any_of(map.begin(), map.end(), [&](MappedColumn const& each) { return each.target == target; });
}

Json json_of(FileFormat const& format) {
    return {{"encoding", format.encoding},
            {"delimiter", std::string(1, format.delimiter)},
            {"has_header", format.has_header}};
}

Result<FileFormat> format_of(Json const& body, FileFormat format) {
    if (auto const encoding = TRY(option_of(body, "encoding"))) {
        auto const known = file_encodings();
        if (std::find(known.begin(), known.end(), *encoding) == known.end())
            return Error::invalid("encoding", "not_a_choice", "There is no such encoding.");
        format.encoding = *encoding;
    }
    if (auto const delimiter = TRY(option_of(body, "delimiter"))) {
        if (delimiter->size() != 1 || std::string_view(",;\t| ").find((*delimiter)[0]) == std::string_view::npos)
            return Error::invalid("delimiter", "not_a_choice", "A delimiter is a comma, semicolon, tab, bar or space.");
        format.delimiter = (*delimiter)[0];
    }
    if (body.contains("has_header") && !body["has_header"].is_null()) {
        if (!body["has_header"].is_boolean())
            return Error::invalid("has_header", "wrong_type", "This is true or false.");
        format.has_header = body["has_header"].get<bool>();
    }
    return format;
}

Json ImportPlan::json() const {
    Json list = Json::array();
    for (auto const& each : map)
        list.push_back({{"target", each.target},
                        {"column", each.column < columns.size() ? columns[each.column] : ""},
                        {"number", each.column + 1},
                        {"by", each.by.empty() ? Json() : Json(each.by)}});
    return {{"kind", kind.name},
            {"format", json_of(format)},
            {"columns", columns},
            {"map", std::move(list)},
            {"currency", text_or_null(currency)},
            {"time_zone", time_zone},
            {"decimal_mark", std::string(1, decimal_mark)},
            {"date_order", name_of(date_order)},
            {"source", source},
            {"key", key.empty() ? Json() : Json(key)},
            {"existing", is_replacing ? "replace" : "fill"}};
}

Result<ImportPlan> plan_of(Json const& body, ImportPlan plan, schema::Schema const& schema) {
    if (body.contains("map") && !body["map"].is_null()) plan.map = TRY(map_of(body["map"], plan, schema));
    if (auto const currency = TRY(option_of(body, "currency"))) {
        plan.currency = Currency::parse(*currency);
        if (!plan.currency) return Error::invalid("currency", "wrong", "There is no such currency.");
    }
    if (auto const zone = TRY(option_of(body, "time_zone"))) {
        if (!is_time_zone(*zone)) return Error::invalid("time_zone", "wrong", "There is no such time zone.");
        plan.time_zone = *zone;
    }
    if (auto const mark = TRY(option_of(body, "decimal_mark"))) {
        if (*mark != "." && *mark != ",")
            return Error::invalid("decimal_mark", "not_a_choice", "A point or a comma parts the decimals.");
        plan.decimal_mark = (*mark)[0];
    }
    if (auto const order = TRY(option_of(body, "date_order"))) {
        auto const known = date_order_of(*order);
        if (!known) return Error::invalid("date_order", "not_a_choice", "The order of dates is dmy or mdy.");
        plan.date_order = *known;
    }
    if (auto const source = TRY(option_of(body, "source"))) {
        plan.source = text::clean(*source);
        if (plan.source.empty() || text::length(plan.source) > limits::name_characters_max / 2)
            return Error::invalid("source", "wrong", "The source needs a name of at most 100 characters.");
    }
    if (body.contains("key")) plan.key = TRY(option_of(body, "key")).value_or("");
    if (auto const existing = TRY(option_of(body, "existing"))) {
        if (*existing != "fill" && *existing != "replace")
            return Error::invalid("existing", "not_a_choice", "What is there is filled (fill) or replaced (replace).");
        plan.is_replacing = *existing == "replace";
    }
    // What is found by a column that is mapped no more is found by nothing.
    if (!body.contains("key") && !plan.maps(plan.key)) plan.key.clear();
    TRY(check_complete(plan, schema));
    return plan;
}

Result<ImportPlan> stored_plan(Json const& json) {
    ImportPlan plan;
    plan.kind.name = json.at("kind").get<std::string>();
    plan.format = TRY(format_of(json.at("format"), FileFormat{}));
    for (auto const& column : json.at("columns")) plan.columns.push_back(column.get<std::string>());
    for (auto const& each : json.at("map"))
        plan.map.push_back({each.at("target").get<std::string>(), each.at("number").get<std::size_t>() - 1,
                            text_or_nothing(each, "by")});
    if (json.at("currency").is_string()) plan.currency = Currency::parse(json.at("currency").get<std::string>());
    plan.time_zone = json.at("time_zone").get<std::string>();
    plan.decimal_mark = json.at("decimal_mark").get<std::string>().at(0);
    plan.date_order = date_order_of(json.at("date_order").get<std::string>()).value_or(DateOrder::day_month_year);
    plan.source = json.at("source").get<std::string>();
    plan.key = text_or_nothing(json, "key");
    plan.is_replacing = json.value("existing", "fill") == "replace";
    return plan;
}

}  // namespace kith::connect
