#include "records/search.hpp"

#include <algorithm>
#include <set>

#include "records/value_types.hpp"
#include "store/multi_insert.hpp"

namespace kith::records {

namespace {

using schema::Field;
using schema::Object;
using store::Session;

std::string text_of(Field const& field, Json const& record) {
    auto const found = record.find(field.name);
    return found == record.end() || found->is_null() ? std::string() : value_type_of(field.type).searched(*found);
}

class Search {
public:
    Search(Session& session, Records& records, Actor const& actor, Object const& object, Wanted const& wanted)
        : session_(session),
          access_(records.access()),
          actor_(actor),
          object_(object),
          wanted_(wanted),
          fields_(searched_fields(object, access_, actor)),
          veil_(access_.veil(actor, object)) {}

    Result<Hits> run(std::size_t limit) {
        Hits found;
        // A word that so many records have need not be looked for as the beginning of others.
        auto all = TRY(records_of(ended(wanted_), Nearness::said, limit + 1));
        if (all.size() <= limit) all = TRY(records_of(wanted_, Nearness::said, limit + 1));
        if (all.size() > limit) {
            TRY(add_nearest(found.hits, limit));
            found.has_more = true;
        } else {
            found.has_more = TRY(is_cut_short());
        }
        for (auto const& record : all)
            if (found.hits.size() < limit) add(found.hits, record);
        // Of two that are as near, the newer: ids are made in the order of time.
        std::sort(found.hits.begin(), found.hits.end(), [](Hit const& left, Hit const& right) {
            return left.nearness != right.nearness ? left.nearness < right.nearness : left.id > right.id;
        });
        return found;
    }

    Result<Hits> by_id(RecordId id) {
        auto seen = TRY(this->seen());
        seen.add("r.id = " + seen.bind({id.uuid}));
        auto const sql =
            fmt::format("SELECT {} FROM {} r WHERE {}", select_list(object_, "r"), object_.table, seen.sql);
        Hits found;
        for (auto const& row : TRY(records::run(session_, sql, seen.parameters)))
            add(found.hits, read_row(object_, row));
        for (auto& hit : found.hits) hit.nearness = Nearness::exact;
        return found;
    }

private:
    // As in lists: what the actor may see, but for what lists leave out unless asked for.
    Result<Conditions> seen() const {
        Conditions conditions;
        conditions.add("r.deleted_at IS NULL AND r.joined_into IS NULL");
        if (!object_.default_filter.empty())
            conditions.add(TRY(rule::check(TRY(rule::parse(object_.default_filter)), object_, access_.sight(actor_))));
        if (auto const rule = TRY(access_.row_rule(actor_, object_))) conditions.add(*rule);
        return conditions;
    }

    Result<std::vector<Json>> records_of(Wanted const& wanted, Nearness nearness, std::size_t limit) const {
        auto conditions = TRY(seen());
        std::vector<Json> records;
        auto const terms = terms_of(object_, access_, actor_, wanted, nearness);
        if (terms.empty()) return records;
        conditions.bind({session_.dialect().search_query(terms)});
        auto const candidates = session_.dialect().search_candidates(
            object_.search_table(), static_cast<int>(conditions.parameters.size()), limits::search_candidates_max);
        auto const limit_place = conditions.bind({static_cast<std::int64_t>(limit)});
        auto const sql = fmt::format("SELECT {} FROM ({}) c CROSS JOIN {} r WHERE r.id = c.record_id AND {} LIMIT {}",
                                     select_list(object_, "r"), candidates, object_.table, conditions.sql, limit_place);
        for (auto const& row : TRY(records::run(session_, sql, conditions.parameters)))
            records.push_back(read_row(object_, row));
        return records;
    }

    Result<void> add_nearest(std::vector<Hit>& hits, std::size_t limit) const {
        for (auto const nearness : {Nearness::exact, Nearness::begins, Nearness::named}) {
            if (hits.size() >= limit) break;
            for (auto const& record : TRY(records_of(wanted_, nearness, limit)))
                if (hits.size() < limit) add(hits, record);
        }
        return {};
    }

    // Whether records that match were left unseen, because so many before them may not be.
    Result<bool> is_cut_short() const {
        if (object_.default_filter.empty() && !TRY(access_.row_rule(actor_, object_))) return false;
        return are_cut_short(session_, object_.search_table(), terms_of(object_, access_, actor_, wanted_));
    }

    void add(std::vector<Hit>& hits, Json const& record) const {
        Hit hit;
        hit.id = RecordId{Uuid::parse(record["id"].get_ref<std::string const&>()).value_or(Uuid{})};
        if (std::any_of(hits.begin(), hits.end(), [&](Hit const& each) { return each.id == hit.id; })) return;
        std::vector<bool> told(wanted_.words.size(), false);
        if (auto const name = name_on(record); !name.empty()) {
            hit.name = piece_of(name, wanted_);
            told = hit.name->found;
            if (begins(name, wanted_))
                hit.nearness = Nearness::begins;
            else if (std::find(told.begin(), told.end(), false) == told.end())
                hit.nearness = Nearness::named;
        }
        add_what_is_said(hit, record, told);
        hits.push_back(std::move(hit));
    }

    std::string name_on(Json const& record) const {
        auto const field =
            std::find_if(fields_.begin(), fields_.end(), [](auto const* each) { return each->name == "name"; });
        if (field == fields_.end() || (veil_ && veil_->hides(record))) return {};
        return text_of(**field, record);
    }

    // The field that says most of what the name does not.
    void add_what_is_said(Hit& hit, Json const& record, std::vector<bool> const& told) const {
        std::ptrdiff_t most = 0;
        for (auto const* field : fields_) {
            auto const text = field->name == "name" ? name_on(record) : text_of(*field, record);
            if (text.empty()) continue;
            bool const is_exact = is_whole(*field, text, wanted_);
            if (is_exact) hit.nearness = Nearness::exact;
            if (field->name == "name") continue;
            auto piece = piece_of(text, wanted_);
            std::ptrdiff_t more = 0;
            for (std::size_t at = 0; at < told.size(); ++at) more += piece.found[at] && !told[at] ? 1 : 0;
            if (more <= most) continue;
            most = more;
            hit.said = field;
            hit.piece = std::move(piece);
        }
    }

    Session& session_;
    access::RowAccess const& access_;
    Actor const& actor_;
    Object const& object_;
    Wanted const& wanted_;
    std::vector<Field const*> fields_;
    std::optional<access::Veil> veil_;
};

Result<void> rewrite(store::Transaction& transaction, Object const& object) {
    for (auto const& statement : transaction.dialect().search_table_drop(object.search_table()))
        TRY(transaction.run(statement, {}));
    for (auto const& statement : transaction.dialect().search_table_ddl(object.search_table()))
        TRY(transaction.run(statement, {}));
    store::MultiInsert const insert(object.search_table() + " (record_id, words)", 2);
    auto const sql = fmt::format("SELECT {} FROM {} r WHERE r.deleted_at IS NULL AND r.id > $1 ORDER BY r.id LIMIT {}",
                                 select_list(object, "r"), object.table, limits::search_rows_rewritten_at_once);
    for (Uuid last;;) {
        auto const rows = TRY(run(transaction, sql, {{last}}));
        std::vector<std::string> documents;
        for (auto const& row : rows) documents.push_back(search_document(object, read_row(object, row)));
        std::vector<store::Parameter> values;
        for (std::size_t at = 0; at < rows.size(); ++at) {
            last = rows[at].uuid(0);
            values.insert(values.end(), {last, documents[at]});
        }
        TRY(insert.run(transaction, values));
        if (rows.size() < limits::search_rows_rewritten_at_once) return {};
    }
}

}  // namespace

Result<Hits> search(Session& session, Records& records, Actor const& actor, Object const& object, Wanted const& wanted,
                    std::size_t limit) {
    TRY(records.access().row_rule(actor, object));
    return Search(session, records, actor, object, wanted).run(limit);
}

Result<Hits> find_by_id(Session& session, Records& records, Actor const& actor, Object const& object, RecordId id) {
    TRY(records.access().row_rule(actor, object));
    Wanted const nothing;
    return Search(session, records, actor, object, nothing).by_id(id);
}

Result<void> rewrite_search_documents(store::Transaction& transaction, schema::Schema const& schema) {
    for (auto const* list : {&schema.objects(), &schema.retired()})
        for (auto const& object : *list) TRY(rewrite(transaction, *object));
    return {};
}

}  // namespace kith::records
