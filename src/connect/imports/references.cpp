#include "connect/imports/references.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "connect/delimited/values.hpp"
#include "connect/imports/imports.sql.hpp"
#include "records/row.hpp"

namespace kith::connect {

namespace {

constexpr std::string_view is_there = "deleted_at IS NULL AND joined_into IS NULL";
constexpr std::size_t alike_max = 50;  // candidates that differ in case and accents alone

Json value_of(schema::Field const& field, std::string const& text) {
    if (field.type != schema::FieldType::number) return text;
    auto const number = decimal_of(text, '.');
    return number ? Json(std::strtod(number->c_str(), nullptr)) : Json();
}

/// The sort keys of all that differs from the text in case and accents alone: those between the two. ICU parts the
/// levels of a key by the byte 1; the letters themselves are the first level.
std::pair<std::string, std::string> range_of(std::string const& text) {
    auto letters = text::sort_key(text, "");
    letters.resize(std::min(letters.find('\1'), letters.size()));
    return {letters + '\1', letters + '\2'};
}

store::Bytes bytes_of(std::string const& text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

}  // namespace

Result<References::Ids> References::present(store::Session& session, schema::Object const& object, Uuid id) {
    auto const sql = fmt::format("SELECT id FROM {} WHERE id = $1 AND {}", object.table, is_there);
    auto const rows = TRY(records::run(session, sql, {{id}}));
    return rows.empty() ? Ids{} : Ids{RecordId{id}};
}

Result<References::Ids> References::with_value(store::Session& session, schema::Object const& object,
                                               schema::Field const& field, Json const& value) {
    auto const normal = records::normal_value(field, value);
    if (!normal || normal->is_null()) return Ids{};
    std::vector<rule::BoundValue> parameters;
    records::bind_value(field, *normal, parameters);
    auto condition = fmt::format("{} = $1", field.column);
    if (field.has_sort_column()) condition += fmt::format(" AND {} = $2", field.sort_column());
    auto const sql =
        fmt::format("SELECT id FROM {} WHERE {} AND {} ORDER BY id LIMIT 2", object.table, condition, is_there);
    Ids ids;
    auto const rows = TRY(records::run(session, sql, parameters));
    for (auto const row : rows) ids.push_back(row.id<RecordId>(0));
    // A custom field may hold numbers of another system, which may differ in case alone.
    if (!ids.empty() || field.is_custom || !field.has_sort_column() || !normal->is_string()) return ids;
    return alike(session, object, field, normal->get<std::string>());
}

Result<References::Ids> References::alike(store::Session& session, schema::Object const& object,
                                          schema::Field const& field, std::string const& text) {
    auto const [first, end] = range_of(text);
    auto const sql =
        fmt::format("SELECT id, {} FROM {} WHERE {} >= $1 AND {} < $2 AND {} ORDER BY id LIMIT {}", field.column,
                    object.table, field.sort_column(), field.sort_column(), is_there, alike_max);
    store::Parameter const parameters[] = {bytes_of(first), bytes_of(end)};
    auto const rows = TRY(session.run(sql, parameters));
    auto const folded = text::fold(text);
    Ids ids;
    for (auto const row : rows)
        if (ids.size() < 2 && text::fold(row.text(1)) == folded) ids.push_back(row.id<RecordId>(0));
    return ids;
}

Result<References::Ids> References::find(store::Session& session, schema::Object const& object, std::string_view by,
                                         Json const& value) {
    if (auto const* field = reference_field(object, by)) return with_value(session, object, *field, value);
    if (by != "group_id" || !value.is_string()) return Ids{};
    auto const company = TRY(people_.company_numbered(session, value.get<std::string>()));
    return company ? Ids{*company} : Ids{};
}

Result<References::Ids> References::usually_called(store::Session& session, schema::Object const& object,
                                                   std::string const& text) {
    if (auto const id = Uuid::parse(text))
        if (auto found = TRY(present(session, object, *id)); !found.empty()) return found;
    for (auto const* by : {"group_id", "domain"})
        if (object.name == "company")
            if (auto found = TRY(find(session, object, by, text)); !found.empty()) return found;
    auto const* name = object.find("name");
    return name ? with_value(session, object, *name, text) : Ids{};
}

Result<References::Ids> References::person(store::Session& session, schema::Object const& object, RowLink const& link) {
    for (auto const& key : link.keys) {
        auto const holder = TRY(people_.find(session, key));
        if (holder) return present(session, object, TRY(people_.root_of(session, *holder)).uuid);
    }
    if (auto const id = Uuid::parse(link.text); id && link.by.empty())
        return present(session, object, TRY(people_.root_of(session, PersonId{*id})).uuid);
    return Ids{};
}

Result<References::Ids> References::user(store::Session& session, std::string const& text) {
    Ids ids;
    auto const rows = TRY(session.query(sql::import_users, text::lower(text), text));
    for (auto const row : rows) ids.push_back(row.id<RecordId>(0));
    return ids;
}

Result<References::Ids> References::meant(store::Session& session, RowLink const& link) {
    if (link.field->type == schema::FieldType::user) return user(session, link.text);
    auto const object = schema_->find(link.field->object);
    if (!object) return Ids{};
    if (auto const* field = reference_field(*object, link.by))
        return with_value(session, *object, *field, value_of(*field, link.text));
    if (object->is_person_owned) return person(session, *object, link);
    return link.by.empty() ? usually_called(session, *object, link.text) : find(session, *object, link.by, link.text);
}

Result<void> References::resolve(store::Session& session, PreparedRow& row) {
    for (auto const& link : row.links) {
        auto const found = TRY(meant(session, link));
        auto const shown = text::clean(link.text.substr(0, 100));
        if (found.size() == 1)
            row.linked[link.field->name] = found[0].text();
        else if (found.empty())
            row.refuse("not_found", fmt::format("There is no {} \"{}\".", link.field->name, shown), link.field->name);
        else
            row.refuse(
                "ambiguous",
                fmt::format("\"{}\" may be more than one {}: name it by what only one has.", shown, link.field->name),
                link.field->name);
    }
    return {};
}

}  // namespace kith::connect
