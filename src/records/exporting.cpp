// What leaves in a file: the rows that a list would show, after the export gate was asked about everybody among them.
#include <algorithm>

#include "records/records.hpp"

namespace kith::records {

using schema::Field;
using schema::Object;
using store::Session;

namespace {

bool is_about_people(Field const& field) {
    return field.type == schema::FieldType::relation && field.object == "person";
}

bool is_contact(Field const& field) {
    return field.type == schema::FieldType::email || field.type == schema::FieldType::phone;
}

bool is_asked_for(ExportQuery const& query, Field const& field) {
    return query.fields.empty() ||
           std::find(query.fields.begin(), query.fields.end(), field.name) != query.fields.end();
}

std::optional<std::string> text_at(Json const& record, std::string const& field) {
    auto const found = record.find(field);
    if (found == record.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

ListQuery list_of(ExportQuery const& query) {
    ListQuery list;
    list.filter = query.filter;
    list.search = query.search;
    list.fields = query.fields;
    list.limit = query.limit;
    return list;
}

}  // namespace

Result<void> Records::check_export_gate() const {
    if (!gate_) return Error::internal("there is no export gate: nobody would ask whether people may leave");
    return {};
}

Result<std::int64_t> Records::check_export(Actor const& actor, Object const& object, ExportQuery const& query) {
    if (!actor.may(Permission::records_export)) return Error::forbidden("Your role may not export.");
    TRY(check_export_gate());
    TRY(access_.row_rule(actor, object));
    TRY(check_fields(actor, object, query.fields));
    auto list = list_of(query);
    list.counting = Counting::exact;
    return database_.read([&](Session& session) -> Result<std::int64_t> {
        TRY(gate_->check_purpose(session, query.purpose));
        return TRY(total_of(session, actor, object, list)).count;
    });
}

Result<void> Records::ask_gate(Session& session, Object const& object, ExportQuery const& query,
                               std::vector<Json>& records, std::vector<Exported>& page) {
    struct Place {
        std::size_t row;
        std::vector<std::string> fields;  ///< of the contacts
    };
    std::vector<Leaving> people;
    std::vector<Place> places;
    for (std::size_t row = 0; row < records.size(); ++row) {
        if (object.is_person_owned) {
            Leaving leaving{PersonId{page[row].id.uuid}, {}};
            Place place{row, {}};
            for (auto const& field : object.fields) {
                if (!is_contact(field) || !is_asked_for(query, field)) continue;
                if (auto contact = text_at(records[row], field.name)) {
                    leaving.contacts.push_back(*std::move(contact));
                    place.fields.push_back(field.name);
                }
            }
            people.push_back(std::move(leaving));
            places.push_back(std::move(place));
            continue;
        }
        for (auto const& field : object.fields) {
            auto const id = is_about_people(field) ? text_at(records[row], field.name) : std::nullopt;
            if (auto const person = id ? PersonId::parse(*id) : std::nullopt) {
                people.push_back({*person, {}});
                places.push_back({row, {}});
            }
        }
    }
    auto const answers = TRY(gate_->ask(session, query.purpose, people));
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto& exported = page[places[i].row];
        if (!answers[i].left_out.empty()) {
            exported.left_out = answers[i].left_out;
            continue;
        }
        for (std::size_t c = 0; c < places[i].fields.size(); ++c) {
            if (answers[i].may_be_reached[c]) continue;
            records[places[i].row][places[i].fields[c]] = nullptr;
            ++exported.contacts_withheld;
        }
    }
    return {};
}

Result<std::vector<Exported>> Records::export_page(Session& session, Actor const& actor, Object const& object,
                                                   ExportQuery const& query) {
    if (!actor.may(Permission::records_export)) return Error::forbidden("Your role may not export.");
    TRY(check_export_gate());
    auto rows = TRY(rows_of(session, actor, object, list_of(query), query.after));
    std::vector<Exported> page;
    for (auto const& row : rows)
        page.push_back({RecordId{Uuid::parse(row["id"].get_ref<std::string const&>()).value_or(Uuid{})}, {}, {}, 0});
    TRY(ask_gate(session, object, query, rows, page));
    TRY(show(session, actor, object, query.fields, rows));
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (page[i].left_out.empty()) page[i].record = std::move(rows[i]);
    return page;
}

}  // namespace kith::records
