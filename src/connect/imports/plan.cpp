#include "connect/imports/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "connect/delimited/decode.hpp"

namespace kith::connect {

namespace {

constexpr std::array<std::string_view, 3> kind_names{"people", "companies", "sales"};

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

void add(std::vector<ImportTarget>& targets, std::span<OwnTarget const> own) {
    for (auto const& [name, labels] : own)
        targets.push_back(
            {name,
             {{"en", labels[0]}, {"lt", labels[1]}, {"nb", labels[2]}, {"ru", labels[3]}, {"et", labels[4]}},
             false,
             false});
}

void add_fields(std::vector<ImportTarget>& targets, schema::Object const& object) {
    for (auto const& field : object.fields) {
        bool const is_name = field.name == "name";
        bool const is_company = field.name == "company";
        if (field.is_system || (!field.is_writable && !is_name)) continue;
        if (field.type == schema::FieldType::relation && !is_company) continue;
        if (field.type == schema::FieldType::user) continue;
        bool const is_contact = field.type == schema::FieldType::email || field.type == schema::FieldType::phone;
        targets.push_back({field.name, field.label, true, is_contact});
    }
}

/// What a `--map` may say for the names above.
std::string target_of(std::string_view name, ImportKind kind) {
    if (name == "user_id") return "customer";
    if (kind != ImportKind::sales) return std::string(name);
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

Result<std::vector<MappedColumn>> map_of(Json const& list, ImportPlan const& plan, schema::Schema const& schema) {
    if (!list.is_array()) return Error::invalid("map", "wrong_type", "The map is a list of targets and columns.");
    auto const targets = import_targets(plan.kind, schema);
    std::vector<MappedColumn> map;
    for (auto const& each : list) {
        if (!each.is_object() || !each.contains("target") || !each["target"].is_string() || !each.contains("column") ||
            !each["column"].is_string())
            return Error::invalid("map", "wrong_type", "Each entry of the map has a target and a column.");
        auto const name = target_of(each["target"].get_ref<std::string const&>(), plan.kind);
        auto const known =
            std::find_if(targets.begin(), targets.end(), [&](auto const& one) { return one.name == name; });
        if (known == targets.end())
            return Error::invalid("map", "not_found", fmt::format("Nothing of a file can become {}.", name));
        auto const column = TRY(mapped_column(each, plan.columns));
        bool const is_twice = std::any_of(map.begin(), map.end(), [&](auto const& one) { return one.target == name; });
        if (is_twice && !known->is_repeatable)
            return Error::invalid("map", "twice", fmt::format("Two columns become {}.", name));
        map.push_back({name, column});
    }
    return map;
}

Result<void> check_complete(ImportPlan const& plan) {
    auto const maps_one_of = [&](std::initializer_list<std::string_view> targets) {
        return std::any_of(targets.begin(), targets.end(), [&](auto each) { return plan.maps(each); });
    };
    if (plan.kind == ImportKind::companies && !plan.maps("name"))
        return Error::invalid("map", "no_name", "Say which column is the company's name.");
    if (plan.kind == ImportKind::companies) return {};
    if (plan.kind == ImportKind::sales && !maps_one_of({"customer", "email", "loyalty_card", "phone"}))
        return Error::invalid("map", "no_person",
                              "Say which column is the customer: a number, a card, an e-mail or a phone.");
    if (!maps_one_of({"customer", "email", "phone", "loyalty_card", "name", "given_name", "family_name"}))
        return Error::invalid("map", "no_person", "Say which columns tell who a row is about.");
    if (plan.kind == ImportKind::people) return {};
    if (!plan.maps("date")) return Error::invalid("map", "no_date", "Say which column is the date of the sale.");
    if (!plan.maps("amount") && !(plan.maps("units") && plan.maps("price")))
        return Error::invalid("map", "no_amount", "Say which column is the amount, or units and price.");
    if (!plan.currency && !plan.maps("sale_currency"))
        return Error::invalid("currency", "required", "Say in which currency the amounts are.");
    return {};
}

Result<std::optional<std::string>> text_of(Json const& body, std::string const& member) {
    if (!body.contains(member) || body[member].is_null()) return std::optional<std::string>();
    if (!body[member].is_string()) return Error::invalid(member, "wrong_type", member + " is a text.");
    return std::optional(body[member].get<std::string>());
}

}  // namespace

std::string_view name_of(ImportKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<ImportKind> import_kind_of(std::string_view name) {
    auto const found = std::find(kind_names.begin(), kind_names.end(), name);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<ImportKind>(found - kind_names.begin());
}

std::vector<ImportTarget> import_targets(ImportKind kind, schema::Schema const& schema) {
    std::vector<ImportTarget> targets;
    if (kind == ImportKind::companies) {
        add(targets, company_targets);
        add_fields(targets, *schema.find("company"));
        return targets;
    }
    add(targets, key_targets);
    if (kind == ImportKind::sales) add(targets, sale_targets);
    add_fields(targets, *schema.find("person"));
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
    if (auto const encoding = TRY(text_of(body, "encoding"))) {
        auto const known = file_encodings();
        if (std::find(known.begin(), known.end(), *encoding) == known.end())
            return Error::invalid("encoding", "not_a_choice", "There is no such encoding.");
        format.encoding = *encoding;
    }
    if (auto const delimiter = TRY(text_of(body, "delimiter"))) {
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
                        {"number", each.column + 1}});
    return {{"kind", name_of(kind)},
            {"format", json_of(format)},
            {"columns", columns},
            {"map", std::move(list)},
            {"currency", currency ? Json(currency->text()) : Json()},
            {"time_zone", time_zone},
            {"decimal_mark", std::string(1, decimal_mark)},
            {"date_order", name_of(date_order)},
            {"source", source}};
}

Result<ImportPlan> plan_of(Json const& body, ImportPlan plan, schema::Schema const& schema) {
    if (body.contains("map") && !body["map"].is_null()) plan.map = TRY(map_of(body["map"], plan, schema));
    if (auto const currency = TRY(text_of(body, "currency"))) {
        plan.currency = Currency::parse(*currency);
        if (!plan.currency) return Error::invalid("currency", "wrong", "There is no such currency.");
    }
    if (auto const zone = TRY(text_of(body, "time_zone"))) {
        if (!is_time_zone(*zone)) return Error::invalid("time_zone", "wrong", "There is no such time zone.");
        plan.time_zone = *zone;
    }
    if (auto const mark = TRY(text_of(body, "decimal_mark"))) {
        if (*mark != "." && *mark != ",")
            return Error::invalid("decimal_mark", "not_a_choice", "A point or a comma parts the decimals.");
        plan.decimal_mark = (*mark)[0];
    }
    if (auto const order = TRY(text_of(body, "date_order"))) {
        auto const known = date_order_of(*order);
        if (!known) return Error::invalid("date_order", "not_a_choice", "The order of dates is dmy or mdy.");
        plan.date_order = *known;
    }
    if (auto const source = TRY(text_of(body, "source"))) {
        plan.source = text::clean(*source);
        if (plan.source.empty() || text::length(plan.source) > limits::name_characters_max / 2)
            return Error::invalid("source", "wrong", "The source needs a name of at most 100 characters.");
    }
    TRY(check_complete(plan));
    return plan;
}

Result<ImportPlan> stored_plan(Json const& json) {
    ImportPlan plan;
    auto const kind = import_kind_of(json.value("kind", ""));
    if (!kind) return Error::internal("an import's plan has no kind");
    plan.kind = *kind;
    plan.format = TRY(format_of(json.at("format"), FileFormat{}));
    for (auto const& column : json.at("columns")) plan.columns.push_back(column.get<std::string>());
    for (auto const& each : json.at("map"))
        plan.map.push_back({each.at("target").get<std::string>(), each.at("number").get<std::size_t>() - 1});
    if (json.at("currency").is_string()) plan.currency = Currency::parse(json.at("currency").get<std::string>());
    plan.time_zone = json.at("time_zone").get<std::string>();
    plan.decimal_mark = json.at("decimal_mark").get<std::string>().at(0);
    plan.date_order = date_order_of(json.at("date_order").get<std::string>()).value_or(DateOrder::day_month_year);
    plan.source = json.at("source").get<std::string>();
    return plan;
}

}  // namespace kith::connect
