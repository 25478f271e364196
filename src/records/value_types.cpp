#include "records/value_types.hpp"

#include <algorithm>
#include <cmath>

#include "base/canonical_json.hpp"
#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/places.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/time_of_day.hpp"
#include "rule/types.hpp"
#include "schema/limits.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;
using Row = store::Rows::Row;

Error wrong(Field const& field, std::string code, std::string_view what) {
    return Error::invalid(field.name, std::move(code), fmt::format("{} must be {}.", field.name, what));
}

Json or_null(char const* type) { return {{"type", {type, "null"}}}; }
Json or_null(char const* type, char const* format) { return {{"type", {type, "null"}}, {"format", format}}; }

std::string searched_text(Json const& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

// Text

Result<std::string> cleaned(Field const& field, Json const& value, std::size_t bytes_max = limits::text_bytes_max) {
    if (!value.is_string()) return wrong(field, "wrong_type", "text");
    auto text = text::clean(value.get_ref<std::string const&>());
    if (text.size() > bytes_max) return wrong(field, "too_long", fmt::format("at most {} bytes long", bytes_max));
    return text;
}

// The normal form of a text that `check` judges; empty text is no value.
template <class Check>
Result<Json> checked(Field const& field, Json const& value, Check check) {
    auto text = TRY(cleaned(field, value));
    if (text.empty()) return Json(nullptr);
    return check(std::move(text));
}

Result<Json> normal_text(Field const& field, Json const& value) {
    return checked(field, value, [](std::string text) -> Result<Json> { return Json(std::move(text)); });
}
Result<Json> normal_long_text(Field const& field, Json const& value) {
    auto text = TRY(cleaned(field, value, limits::long_text_bytes_max));
    return text.empty() ? Json(nullptr) : Json(std::move(text));
}
Json read_text(Field const&, Row const& row, std::size_t at) { return std::string(row.text(at)); }
Json text_schema(Field const&, bool) { return or_null("string"); }

bool is_email(std::string_view text) {
    auto const at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos ||
        text.size() > 254)
        return false;
    auto const domain = text.substr(at + 1);
    auto const dot = domain.rfind('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() &&
           text.find_first_of(" \t\r\n,;<>\"") == std::string_view::npos;
}
Result<Json> normal_email(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string text) -> Result<Json> {
        text = text::lower(text);
        if (!is_email(text)) return wrong(field, "not_an_email", "an e-mail address such as ona@example.com");
        return Json(std::move(text));
    });
}
Result<Json> normal_phone(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string text) -> Result<Json> {
        if (std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) < 3)
            return wrong(field, "wrong", "a phone number");
        return Json(std::move(text));
    });
}
Result<Json> normal_url(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string text) -> Result<Json> {
        if (text.find("://") == std::string::npos) text = "https://" + text;
        if (!text.starts_with("https://") && !text.starts_with("http://"))
            return wrong(field, "not_a_url", "an address that begins with https://");
        return Json(std::move(text));
    });
}

// Numbers

Result<Json> normal_number(Field const& field, Json const& value) {
    if (!value.is_number()) return wrong(field, "wrong_type", "a number");
    return Json(value.get<double>());
}
Json read_number(Field const&, Row const& row, std::size_t at) { return row.real(at); }
Json number_schema(Field const&, bool) { return or_null("number"); }

// The digits of a JSON number, or of a text that holds one.
std::string digits_of(Json const& value) {
    if (value.is_string()) return text::clean(value.get_ref<std::string const&>());
    if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    auto const number = value.is_number() ? rule::Number::of(value.get<double>()) : std::nullopt;
    return number ? number->digits : std::string("?");
}

constexpr std::int64_t decimal_max() {
    std::int64_t limit = 1;
    for (int i = 0; i < limits::decimal_digits_max; ++i) limit *= 10;
    return limit - 1;
}

Result<Json> normal_decimal(Field const& field, Json const& value) {
    if (!value.is_string() && !value.is_number())
        return wrong(field, "wrong_type", "a number, or a text such as \"12.50\"");
    auto const digits = digits_of(value);
    if (digits.empty()) return Json(nullptr);
    auto const number = scaled(digits, field.scale);
    if (!number) return wrong(field, "not_a_number", "a number such as 12.50");
    if (number->floor > decimal_max() || number->floor < -decimal_max())
        return wrong(field, "out_of_range", fmt::format("of at most {} digits", limits::decimal_digits_max));
    if (!number->is_exact)
        return wrong(field, "too_fine", fmt::format("a number with at most {} digits after the point", field.scale));
    return Json(decimal_text(number->floor, field.scale));
}
Json read_decimal(Field const& field, Row const& row, std::size_t at) {
    return decimal_text(row.integer(at), field.scale);
}
Json decimal_schema(Field const& field, bool is_answer) {
    Json schema{{"type", is_answer ? Json{"string", "null"} : Json{"string", "number", "null"}}};
    schema["description"] =
        fmt::format("An exact number with {} digits after the point, as text such as \"{}\"; at most {} digits in all.",
                    field.scale, decimal_text(1250, field.scale), limits::decimal_digits_max);
    return schema;
}

Json money_json(std::int64_t minor, std::string_view currency) { return {{"minor", minor}, {"currency", currency}}; }

Result<Json> normal_amount(Field const& field, std::string_view digits, std::string_view code) {
    auto const currency = Currency::parse(code);
    if (!currency) return wrong(field, "not_a_currency", "an amount with a currency such as EUR");
    auto const amount = scaled(digits, currency->minor_digits());
    if (!amount) return wrong(field, "not_a_number", "an amount such as \"49.90 EUR\"");
    if (amount->floor > limits::money_minor_max || amount->floor < -limits::money_minor_max)
        return wrong(field, "out_of_range", "a smaller amount");
    if (!amount->is_exact)
        return wrong(field, "too_fine",
                     fmt::format("an amount with at most {} digits after the point", currency->minor_digits()));
    return money_json(amount->floor, currency->text());
}

// `{"minor": 4990, "currency": "EUR"}`, `{"amount": "49.90", "currency": "EUR"}` or "49.90 EUR".
Result<Json> normal_money(Field const& field, Json const& value) {
    constexpr std::string_view wanted = "an amount such as \"49.90 EUR\"";
    if (value.is_string()) {
        auto const text = text::clean(value.get_ref<std::string const&>());
        if (text.empty()) return Json(nullptr);
        auto const space = text.rfind(' ');
        if (space == std::string::npos) return wrong(field, "not_a_currency", wanted);
        return normal_amount(field, text::clean(text.substr(0, space)), std::string_view(text).substr(space + 1));
    }
    if (!value.is_object() || value.size() != 2 || !value.contains("currency") || !value["currency"].is_string())
        return wrong(field, "wrong_type", wanted);
    auto const& code = value["currency"].get_ref<std::string const&>();
    if (value.contains("amount") && (value["amount"].is_string() || value["amount"].is_number()))
        return normal_amount(field, digits_of(value["amount"]), code);
    auto const currency = Currency::parse(code);
    if (!currency) return wrong(field, "not_a_currency", "an amount with a currency such as EUR");
    if (!value.contains("minor") || !value["minor"].is_number_integer()) return wrong(field, "wrong_type", wanted);
    // Compared as real numbers, for an integer of JSON may be beyond 64 bits with a sign.
    if (std::abs(value["minor"].get<double>()) > static_cast<double>(limits::money_minor_max))
        return wrong(field, "out_of_range", "a smaller amount");
    return money_json(value["minor"].get<std::int64_t>(), currency->text());
}
Json read_money(Field const&, Row const& row, std::size_t at) { return money_json(row.integer(at), row.text(at + 1)); }
Json money_schema(Field const&, bool is_answer) {
    auto const object = [](char const* name, Json amount) -> Json {
        return {{"type", "object"},
                {"required", {name, "currency"}},
                {"additionalProperties", false},
                {"properties", {{name, std::move(amount)}, {"currency", {{"type", "string"}}}}}};
    };
    auto minor = object("minor", {{"type", "integer"}, {"description", "Minor units: cents of EUR, yen of JPY."}});
    auto forms = Json::array({Json{{"type", "null"}}, std::move(minor)});
    if (!is_answer) {
        forms.push_back(object("amount", {{"type", {"string", "number"}}}));
        forms.push_back({{"type", "string"}, {"description", "Such as \"49.90 EUR\"."}});
    }
    return {{"oneOf", std::move(forms)}};
}

// Yes or no, and one or several of a list

Result<Json> normal_boolean(Field const& field, Json const& value) {
    if (!value.is_boolean()) return wrong(field, "wrong_type", "true or false");
    return value;
}
Json read_boolean(Field const&, Row const& row, std::size_t at) { return row.boolean(at); }
Json boolean_schema(Field const&, bool) { return or_null("boolean"); }

bool is_choice(Field const& field, std::string_view value) {
    return std::any_of(field.choices.begin(), field.choices.end(),
                       [&](auto const& choice) { return choice.value == value; });
}
Result<Json> normal_choice(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string text) -> Result<Json> {
        if (!is_choice(field, text)) return wrong(field, "not_a_choice", "one of its choices");
        return Json(std::move(text));
    });
}
Json choices_enum(Field const& field) {
    auto values = Json::array();
    for (auto const& choice : field.choices) values.push_back(choice.value);
    return values;
}
Json choice_schema(Field const& field, bool) {
    auto schema = or_null("string");
    if (field.is_open) return schema;
    schema["enum"] = choices_enum(field);
    schema["enum"].push_back(nullptr);
    return schema;
}

// In the order of the field's choices, each once.
Result<Json> normal_choices(Field const& field, Json const& value) {
    auto const given = value.is_string() ? Json::array({value}) : value;
    if (value == Json("")) return Json(nullptr);
    if (!given.is_array()) return wrong(field, "wrong_type", "a list of its choices");
    for (auto const& each : given)
        if (!each.is_string() || !is_choice(field, text::clean(each.get_ref<std::string const&>())))
            return wrong(field, "not_a_choice", "a list of its choices");
    auto normal = Json::array();
    for (auto const& choice : field.choices)
        if (std::any_of(given.begin(), given.end(),
                        [&](Json const& each) { return text::clean(each.get<std::string>()) == choice.value; }))
            normal.push_back(choice.value);
    return normal.empty() ? Json(nullptr) : normal;
}
Json read_choices(Field const&, Row const& row, std::size_t at) { return rule::unmarked(row.text(at)); }
Json choices_schema(Field const& field, bool) {
    Json item{{"type", "string"}};
    if (!field.is_open) item["enum"] = choices_enum(field);
    return {{"type", {"array", "null"}}, {"items", std::move(item)}};
}

// Time

Result<Json> normal_date(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string text) -> Result<Json> {
        if (!Date::parse(text)) return wrong(field, "not_a_date", "a date such as 2026-11-22");
        return Json(std::move(text));
    });
}
Json read_date(Field const&, Row const& row, std::size_t at) {
    return Date{static_cast<std::int32_t>(row.integer(at))}.text();
}
Json date_schema(Field const&, bool) { return or_null("string", "date"); }

// `1984`, `1984-05`, `1984-05-17`, or without the year `--05-17`.
bool is_partial_date(std::string_view text) {
    std::string whole(text);
    if (text.starts_with("--")) {
        whole = "2000" + std::string(text.substr(1));
    } else if (text.size() == 4) {
        whole += "-01-01";
    } else if (text.size() == 7) {
        whole += "-01";
    }
    return Date::parse(whole).has_value();
}
Result<Json> normal_partial_date(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string text) -> Result<Json> {
        if (!is_partial_date(text)) return wrong(field, "not_a_date", "a date such as 1984, 1984-05 or 1984-05-17");
        return Json(std::move(text));
    });
}

Result<Json> normal_time(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string const& text) -> Result<Json> {
        auto const time = TimeOfDay::parse(text);
        if (!time) return wrong(field, "not_a_time", "a time of day such as 09:30");
        return Json(time->text());
    });
}
Json read_time(Field const&, Row const& row, std::size_t at) { return TimeOfDay{row.integer(at)}.text(); }
Json time_schema(Field const&, bool) {
    auto schema = or_null("string");
    schema["description"] = "A time of day: \"09:30\", or \"09:30:15\".";
    return schema;
}

Result<Json> normal_instant(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string const& text) -> Result<Json> {
        auto const instant = Instant::parse(text);
        if (!instant) return wrong(field, "not_a_date", "a time such as 2026-11-22T10:00:00Z");
        return Json(instant->text());
    });
}
Json read_instant(Field const&, Row const& row, std::size_t at) { return row.instant(at).text(); }
Json instant_schema(Field const&, bool) { return or_null("string", "date-time"); }

// Places and languages

Result<Json> normal_country(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string const& text) -> Result<Json> {
        auto const code = country_code(text);
        if (!code) return wrong(field, "not_a_country", "a country such as LT");
        return Json(*code);
    });
}
Json country_schema(Field const&, bool) {
    auto schema = or_null("string");
    schema["description"] = "ISO 3166-1: \"LT\". A country's name is taken too.";
    return schema;
}
std::string searched_country(Json const& value) {
    return value.is_string() ? fmt::format("{}", fmt::join(country_names(value.get<std::string>()), " ")) : "";
}

Result<Json> normal_language(Field const& field, Json const& value) {
    return checked(field, value, [&](std::string const& text) -> Result<Json> {
        auto const tag = language_tag(text);
        if (!tag) return wrong(field, "not_a_language", "a language such as lt or pt-BR");
        return Json(*tag);
    });
}
Json language_schema(Field const&, bool) {
    auto schema = or_null("string");
    schema["description"] = "BCP 47: \"lt\", \"pt-BR\". A language's name is taken too.";
    return schema;
}
std::string searched_language(Json const& value) {
    return value.is_string() ? fmt::format("{}", fmt::join(language_names(value.get<std::string>()), " ")) : "";
}

// Relations and users

Result<Json> normal_relation(Field const& field, Json const& value) {
    bool const is_shown = value.is_object() && value.contains("id") && value["id"].is_string();
    return checked(field, is_shown ? value["id"] : value, [&](std::string const& text) -> Result<Json> {
        auto const id = Uuid::parse(text);
        if (!id) return wrong(field, "not_found", "the id of a record");
        return Json(id->text());
    });
}
Result<Json> normal_user(Field const& field, Json const& value) {
    auto normal = normal_relation(field, value);
    if (!normal) return wrong(field, "not_found", "the id of a user");
    return normal;
}
Json user_schema(Field const&, bool is_answer) {
    if (!is_answer) return or_null("string", "uuid");
    return {{"oneOf", {{{"type", "null"}}, {{"$ref", "#/components/schemas/relation"}}}},
            {"description", "A user of the workspace."}};
}
Json read_id(Field const&, Row const& row, std::size_t at) { return row.uuid(at).text(); }
Json relation_schema(Field const& field, bool is_answer) {
    if (!is_answer) return or_null("string", "uuid");
    return {{"oneOf", {{{"type", "null"}}, {{"$ref", "#/components/schemas/relation"}}}},
            {"description", "A " + field.object + "."}};
}

// Files: the id of one that came for the field. Whose it is only the record knows (`attachments/field_files.hpp`).

Result<Json> normal_file(Field const& field, Json const& value) {
    auto normal = normal_relation(field, value);
    if (!normal) return wrong(field, "no_such_file", "the id of a file that was sent for this field");
    return normal;
}
Json file_schema(Field const&, bool is_answer) {
    auto schema = is_answer ? Json{{"oneOf", {{{"type", "null"}}, {{"$ref", "#/components/schemas/field_file"}}}}}
                            : or_null("string", "uuid");
    schema["description"] = "A file that was sent for this field of this record.";
    return schema;
}

// Any JSON

Result<Json> normal_json(Field const& field, Json const& value) {
    if (value == Json("")) return Json(nullptr);
    auto canonical = value;
    if (auto const fault = make_canonical(canonical, limits::json_value_depth_max)) {
        auto const at = fault->place.empty() ? std::string() : fmt::format(", at {}", fault->place);
        if (fault->what == JsonFault::What::too_deep)
            return wrong(field, "too_deep",
                         fmt::format("JSON that nests at most {} deep{}", limits::json_value_depth_max, at));
        return wrong(field, "out_of_range",
                     fmt::format("JSON with numbers up to {:.0f} (write greater ones as text){}", json_number_max, at));
    }
    if (dump_json(canonical).size() > limits::json_value_bytes_max)
        return wrong(field, "too_long",
                     fmt::format("JSON of at most {} bytes without blanks", limits::json_value_bytes_max));
    return canonical;
}
// What the program itself wrote is read again; were it no JSON, it is shown as it is.
Json read_json(Field const&, Row const& row, std::size_t at) {
    auto value = parse_json(row.text(at));
    return value ? value.take() : Json(row.text(at));
}
Json json_schema(Field const&, bool) {
    return {{"description",
             fmt::format("Any JSON, at most {} bytes without blanks and {} deep. Keys come out in order, numbers up to "
                         "{:.0f}; `null` and an empty text are no value.",
                         limits::json_value_bytes_max, limits::json_value_depth_max, json_number_max)}};
}

constexpr std::array<ValueType, schema::field_types_count> rows{{
    {FieldType::text, normal_text, read_text, text_schema, searched_text},
    {FieldType::long_text, normal_long_text, read_text, text_schema, searched_text},
    {FieldType::number, normal_number, read_number, number_schema, searched_text},
    {FieldType::decimal, normal_decimal, read_decimal, decimal_schema, searched_text},
    {FieldType::money, normal_money, read_money, money_schema, searched_text},
    {FieldType::boolean, normal_boolean, read_boolean, boolean_schema, searched_text},
    {FieldType::date, normal_date, read_date, date_schema, searched_text},
    {FieldType::partial_date, normal_partial_date, read_text, text_schema, searched_text},
    {FieldType::time, normal_time, read_time, time_schema, searched_text},
    {FieldType::instant, normal_instant, read_instant, instant_schema, searched_text},
    {FieldType::choice, normal_choice, read_text, choice_schema, searched_text},
    {FieldType::multi_choice, normal_choices, read_choices, choices_schema, searched_text},
    {FieldType::country, normal_country, read_text, country_schema, searched_country},
    {FieldType::language, normal_language, read_text, language_schema, searched_language},
    {FieldType::email, normal_email, read_text, text_schema, searched_text},
    {FieldType::phone, normal_phone, read_text, text_schema, searched_text},
    {FieldType::url, normal_url, read_text, text_schema, searched_text},
    {FieldType::user, normal_user, read_id, user_schema, searched_text},
    {FieldType::relation, normal_relation, read_id, relation_schema, searched_text},
    {FieldType::json, normal_json, read_json, json_schema, searched_text},
    {FieldType::file, normal_file, read_id, file_schema, searched_text},
}};
static_assert(schema::has_every_type(rows));

}  // namespace

ValueType const& value_type_of(FieldType type) { return rows[static_cast<std::size_t>(type)]; }

}  // namespace kith::records
