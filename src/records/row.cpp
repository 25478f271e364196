#include "records/row.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "schema/names.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::FieldType;

Error wrong(Field const& field, std::string code, std::string_view what) {
    return Error::invalid(field.name, std::move(code), fmt::format("{} must be {}.", field.name, what));
}

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

Result<Json> normal_text(Field const& field, std::string const& raw) {
    auto value = text::clean(raw);
    if (value.empty()) return Json(nullptr);
    auto const bytes_max = field.type == FieldType::long_text ? limits::long_text_bytes_max : limits::text_bytes_max;
    if (value.size() > bytes_max) return wrong(field, "too_long", fmt::format("at most {} bytes long", bytes_max));
    switch (field.type) {
        case FieldType::email:
            value = text::lower(value);
            if (!is_email(value)) return wrong(field, "not_an_email", "an e-mail address such as ona@example.com");
            break;
        case FieldType::phone:
            if (std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }) < 3)
                return wrong(field, "wrong", "a phone number");
            break;
        case FieldType::url:
            if (value.find("://") == std::string::npos) value = "https://" + value;
            if (!value.starts_with("https://") && !value.starts_with("http://"))
                return wrong(field, "not_a_url", "an address that begins with https://");
            break;
        case FieldType::choice:
            if (std::none_of(field.choices.begin(), field.choices.end(),
                             [&](auto const& choice) { return choice.value == value; }))
                return wrong(field, "not_a_choice", "one of its choices");
            break;
        case FieldType::date:
            if (!Date::parse(value)) return wrong(field, "not_a_date", "a date such as 2026-11-22");
            break;
        case FieldType::partial_date:
            if (!is_partial_date(value))
                return wrong(field, "not_a_date", "a date such as 1984, 1984-05 or 1984-05-17");
            break;
        case FieldType::instant: {
            auto const instant = Instant::parse(value);
            if (!instant) return wrong(field, "not_a_date", "a time such as 2026-11-22T10:00:00Z");
            return Json(instant->text());
        }
        case FieldType::relation: {
            auto const id = Uuid::parse(value);
            if (!id) return wrong(field, "not_found", "the id of a record");
            return Json(id->text());
        }
        default:
            break;
    }
    return Json(std::move(value));
}

struct Converter {
    store::Parameter operator()(std::monostate) const { return nullptr; }
    store::Parameter operator()(rule::Bytes const& bytes) const {
        return store::Bytes(reinterpret_cast<std::uint8_t const*>(bytes.bytes.data()), bytes.bytes.size());
    }
    template <class T>
    store::Parameter operator()(T const& value) const {
        return value;
    }
};

}  // namespace

Result<Json> normal_value(Field const& field, Json const& value) {
    if (value.is_null()) return value;
    switch (field.type) {
        case FieldType::boolean:
            if (!value.is_boolean()) return wrong(field, "wrong_type", "true or false");
            return value;
        case FieldType::number:
            if (!value.is_number()) return wrong(field, "wrong_type", "a number");
            return Json(value.get<double>());
        case FieldType::relation:
            if (value.is_object() && value.contains("id") && value["id"].is_string())
                return normal_text(field, value["id"].get<std::string>());
            [[fallthrough]];
        default:
            if (!value.is_string()) return wrong(field, "wrong_type", "text");
            return normal_text(field, value.get_ref<std::string const&>());
    }
}

Result<Json> normal_values(schema::Object const& object, Json const& body, bool is_own_write) {
    Error errors{ErrorCode::invalid, "Some values are not right.", {}, {}, {}, 0};
    Json values = Json::object();
    for (auto const& [name, value] : body.items()) {
        auto const* field = object.find(name);
        if (!field) {
            std::vector<std::string_view> names;
            for (auto const& each : object.fields)
                if (each.is_writable) names.push_back(each.name);
            errors.fields.push_back({name, "unknown_field",
                                     fmt::format("There is no field {}.{}", name, schema::did_you_mean(name, names))});
        } else if (!field->is_writable && !is_own_write) {
            errors.fields.push_back({name, "read_only", fmt::format("{} cannot be set.", name)});
        } else if (auto normal = normal_value(*field, value)) {
            values[name] = std::move(*normal);
        } else {
            errors.fields.push_back(normal.error().fields.front());
        }
    }
    if (!errors.fields.empty()) return errors;
    return values;
}

void bind_value(Field const& field, Json const& value, std::vector<rule::BoundValue>& parameters) {
    if (value.is_null()) {
        parameters.push_back({});
    } else if (field.type == FieldType::boolean) {
        parameters.push_back({std::int64_t{value.get<bool>()}});
    } else if (field.type == FieldType::number) {
        parameters.push_back({value.get<double>()});
    } else {
        auto const& text = value.get_ref<std::string const&>();
        switch (field.type) {
            case FieldType::date:
                parameters.push_back({std::int64_t{Date::parse(text).value_or(Date{}).days}});
                break;
            case FieldType::instant:
                parameters.push_back({Instant::parse(text).value_or(Instant{}).ms});
                break;
            case FieldType::relation:
                parameters.push_back({Uuid::parse(text).value_or(Uuid{})});
                break;
            default:
                parameters.push_back({text});
        }
    }
    if (field.has_sort_column()) {
        if (value.is_null()) {
            parameters.push_back({});
        } else {
            parameters.push_back({rule::Bytes{text::sort_key(value.get_ref<std::string const&>(), "")}});
        }
    }
}

std::vector<std::string> columns_of(Field const& field) {
    if (field.has_sort_column()) return {field.column, field.sort_column()};
    return {field.column};
}

std::string select_list(schema::Object const& object, std::string_view alias) {
    std::string list;
    for (std::string_view const column : {"id", "version", "created_at", "updated_at", "deleted_at", "joined_into"})
        list += fmt::format("{}{}.{}", list.empty() ? "" : ", ", alias, column);
    for (auto const& field : object.fields)
        if (!field.is_system) list += fmt::format(", {}.{}", alias, field.column);
    return list;
}

std::size_t select_width(schema::Object const& object) {
    return 6 + static_cast<std::size_t>(std::count_if(object.fields.begin(), object.fields.end(),
                                                      [](Field const& field) { return !field.is_system; }));
}

Json read_row(schema::Object const& object, store::Rows::Row const& row) {
    Json record{{"id", row.uuid(0).text()},
                {"object", object.name},
                {"version", row.integer(1)},
                {"created_at", row.instant(2).text()},
                {"updated_at", row.instant(3).text()}};
    if (auto const at = row.optional_instant(4)) record["deleted_at"] = at->text();
    if (!row.is_null(5)) record["joined_into"] = row.uuid(5).text();
    std::size_t column = 6;
    for (auto const& field : object.fields) {
        if (field.is_system) continue;
        auto const at = column++;
        auto& value = record[field.name];
        if (row.is_null(at)) {
            value = nullptr;
            continue;
        }
        switch (field.type) {
            case FieldType::boolean:
                value = row.boolean(at);
                break;
            case FieldType::number:
                value = row.real(at);
                break;
            case FieldType::date:
                value = Date{static_cast<std::int32_t>(row.integer(at))}.text();
                break;
            case FieldType::instant:
                value = row.instant(at).text();
                break;
            case FieldType::relation:
                value = row.uuid(at).text();
                break;
            default:
                value = std::string(row.text(at));
        }
    }
    return record;
}

std::string search_document(schema::Object const& object, Json const& record) {
    std::vector<std::string> words;
    for (auto const& field : object.fields) {
        if (!field.is_searchable) continue;
        auto const found = record.find(field.name);
        if (found == record.end() || !found->is_string()) continue;
        for (auto& word : text::search_words(found->get_ref<std::string const&>()))
            if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
    }
    return fmt::format("{}", fmt::join(words, " "));
}

Result<store::Rows> run(store::Session& session, std::string_view sql,
                        std::vector<rule::BoundValue> const& parameters) {
    std::vector<store::Parameter> converted;
    converted.reserve(parameters.size());
    for (auto const& parameter : parameters) converted.push_back(std::visit(Converter{}, parameter.value));
    return session.run(sql, converted);
}

}  // namespace kith::records
