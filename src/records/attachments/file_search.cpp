#include "records/attachments/file_search.hpp"

#include <algorithm>
#include <map>

namespace kith::records {

namespace {

class FileSearch {
public:
    FileSearch(store::Session& session, Places const& places, Actor const& actor,
               std::vector<schema::ObjectPointer> const& objects)
        : session_(session),
          places_(places),
          actor_(actor),
          objects_(objects),
          visible_(places.records().access().visible_fields(actor)) {}

    Result<Shown<FileHit>> run(Wanted const& wanted, std::size_t limit) {
        auto all =
            TRY(whole_words_first(wanted, [&](Wanted const& words) { return of(words, Nearness::named, limit); }));
        Shown<FileHit> found{{}, all.has_more};
        if (all.has_more)
            for (auto const nearness : {Nearness::exact, Nearness::begins})
                add(found.hits, TRY(of(wanted, nearness, limit)).hits, limit);
        add(found.hits, std::move(all.hits), limit);
        // Of two that are as near, the newer: ids are made in the order of time.
        std::ranges::sort(found.hits, [](FileHit const& left, FileHit const& right) {
            return left.nearness != right.nearness ? left.nearness < right.nearness : left.id > right.id;
        });
        return found;
    }

private:
    static void add(std::vector<FileHit>& hits, std::vector<FileHit> others, std::size_t limit) {
        for (auto& other : others)
            if (hits.size() < limit && std::ranges::find(hits, other.id, &FileHit::id) == hits.end())
                hits.push_back(std::move(other));
    }

    Result<Shown<FileHit>> of(Wanted const& wanted, Nearness nearness, std::size_t limit) {
        auto const terms = name_terms(wanted, nearness);
        if (terms.empty()) return Shown<FileHit>{};
        auto found = TRY(shown_of<FileHit>(
            limit, [&](std::size_t most) { return candidates(terms, most); },
            [&](store::Rows::Row const& row) { return hit_of(row, wanted, nearness); }));
        if (!found.has_more) found.has_more = TRY(are_cut_short(session_, schema::file_search_table, terms));
        return found;
    }

    // A record is looked for by its id and counted, which leaves a planner no other way: it would gather all records
    // that the rule lets pass, if it were only asked whether there is one.
    Result<store::Rows> candidates(store::SearchTerms const& terms, std::size_t most) const {
        Conditions conditions;
        conditions.bind({session_.dialect().search_query(terms)});
        auto const found =
            session_.dialect().search_candidates(schema::file_search_table, 1, limits::search_candidates_max);
        std::string seen;
        for (auto const& object : objects_) {
            auto const name = conditions.bind({object->name});
            seen += fmt::format(" WHEN {} THEN (SELECT COUNT(*) FROM {} r WHERE r.id = a.record_id AND ({}) AND {})",
                                name, object->table, in_place(conditions, *object),
                                TRY(seen_or_joined(conditions, places_.records().access(), actor_, *object)));
        }
        auto const limit = conditions.bind({static_cast<std::int64_t>(most)});
        auto const sql = fmt::format(
            "SELECT a.id, a.object, a.record_id, a.name, a.added_at FROM ({}) c CROSS JOIN attachment a WHERE a.id = "
            "c.record_id AND a.removed_at IS NULL AND CASE a.object{} ELSE 0 END = 1 LIMIT {}",
            found, seen, limit);
        return records::run(session_, sql, conditions.parameters);
    }

    // A file of a field is found where the field may be seen and holds it now: of who was joined, the field of whom
    // they were joined into.
    std::string in_place(Conditions& conditions, schema::Object const& object) const {
        std::string condition = "a.field = ''";
        for (auto const& field : object.fields) {
            if (field.type != schema::FieldType::file || !visible_(object, field)) continue;
            auto const survivors = fmt::format(
                "(WITH RECURSIVE survivor(joined_into, file) AS (SELECT s.joined_into, s.{0} FROM {1} s WHERE s.id = "
                "r.joined_into UNION ALL SELECT s.joined_into, s.{0} FROM survivor JOIN {1} s ON s.id = "
                "survivor.joined_into) SELECT file FROM survivor WHERE joined_into IS NULL)",
                field.column, object.table);
            condition +=
                fmt::format(" OR (a.field = {} AND CASE WHEN r.joined_into IS NULL THEN r.{} ELSE {} END = a.id)",
                            conditions.bind({field.name}), field.column, survivors);
        }
        return condition;
    }

    // Of a long name the beginning alone is in its document: what begins as another is called is told apart here.
    Result<std::optional<FileHit>> hit_of(store::Rows::Row const& row, Wanted const& wanted, Nearness asked) {
        auto const name = row.text(3);
        auto const nearness = nearness_of(name, wanted);
        if (nearness > asked) return std::optional<FileHit>();
        auto const record = TRY(shown(row.text(1), row.id<RecordId>(2)));
        if (!record) return std::optional<FileHit>();
        return std::optional(
            FileHit{row.id<AttachmentId>(0), nearness, piece_of(name, wanted), row.instant(4), *record});
    }

    // Many files hang on one record.
    Result<std::optional<Json>> shown(std::string_view object, RecordId id) {
        auto known = shown_.find(id);
        if (known == shown_.end()) known = shown_.emplace(id, TRY(places_.shown(session_, actor_, object, id))).first;
        return known->second;
    }

    store::Session& session_;
    Places const& places_;
    Actor const& actor_;
    std::vector<schema::ObjectPointer> const& objects_;
    rule::FieldVisible visible_;
    std::map<RecordId, std::optional<Json>> shown_;
};

}  // namespace

Result<Shown<FileHit>> find_files(store::Session& session, Places const& places, Actor const& actor,
                                  std::vector<schema::ObjectPointer> const& objects, Wanted const& wanted,
                                  std::size_t limit) {
    if (wanted.is_nothing() || objects.empty()) return Shown<FileHit>{};
    return FileSearch(session, places, actor, objects).run(wanted, limit);
}

}  // namespace kith::records
