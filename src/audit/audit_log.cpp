#include "audit/audit_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "audit/audit.sql.hpp"
#include "audit/limits.hpp"
#include "audit/seal.hpp"
#include "base/text.hpp"

namespace kith::audit {

namespace {

constexpr std::string_view columns =
    "e.id, e.at, e.actor_kind, e.actor_id, e.action, e.outcome, e.kind, e.object, e.record_id, e.change_set, e.facts, "
    "e.actor_hash, e.subject_hash, e.seq, e.hash";
// Where they stand.
constexpr std::size_t at_column = 1, actor_kind_column = 2, actor_id_column = 3, action_column = 4, outcome_column = 5,
                      kind_column = 6, object_column = 7, record_column = 8, change_set_column = 9, facts_column = 10,
                      actor_hash_column = 11, subject_hash_column = 12, seq_column = 13, hash_column = 14;

struct Place {
    Instant at;
    Uuid id;
};

Result<std::optional<Place>> place_of(std::string_view page) {
    if (page.empty()) return std::optional<Place>();
    auto const dot = page.find('.');
    Place place;
    auto const end = page.data() + std::min(dot, page.size());
    auto const [stopped, error] = std::from_chars(page.data(), end, place.at.ms);
    auto const id = dot == std::string_view::npos ? std::nullopt : Uuid::parse(page.substr(dot + 1));
    if (error != std::errc() || stopped != end || !id)
        return Error::invalid("page", "wrong", "This page address is not of this list; begin again without it.");
    place.id = *id;
    return std::optional(place);
}

std::string pattern_of(std::string_view search) {
    std::string pattern = "%";
    for (auto const c : text::fold(search)) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

/// The statement of a page and what it is given; texts are kept here, which parameters only borrow.
struct Page {
    std::string sql;
    std::vector<store::Parameter> parameters;
    std::string pattern;
    std::string action;
};

void fill(Page& page, Query const& query, std::optional<Place> const& after) {
    std::string where;
    auto const add = [&](std::string_view condition, store::Parameter parameter) {
        page.parameters.push_back(parameter);
        where += where.empty() ? " WHERE " : " AND ";
        where += fmt::format(fmt::runtime(condition), page.parameters.size());
    };
    if (query.actor) add("e.actor_id = ${}", *query.actor);
    if (query.action) {
        page.action = name_of(*query.action);
        add("e.action = ${}", page.action);
    }
    if (query.record) add("e.record_id = ${}", *query.record);
    if (query.from) add("e.at >= ${}", *query.from);
    if (query.until) add("e.at < ${}", *query.until);
    if (!query.search.empty()) {
        page.pattern = pattern_of(query.search);
        add("EXISTS (SELECT 1 FROM audit_text t WHERE t.entry_id = e.id AND t.part = 'actor' AND t.folded LIKE ${} "
            R"(ESCAPE '\'))",
            page.pattern);
    }
    if (after) {
        page.parameters.insert(page.parameters.end(), {after->at, after->id});
        where += fmt::format("{}(e.at, e.id) < (${}, ${})", where.empty() ? " WHERE " : " AND ",
                             page.parameters.size() - 1, page.parameters.size());
    }
    page.parameters.emplace_back(query.limit + 1);
    page.sql = fmt::format("SELECT {} FROM audit_entry e{} ORDER BY e.at DESC, e.id DESC LIMIT ${}", columns, where,
                           page.parameters.size());
}

Json column_or_null(store::Rows::Row const& row, std::size_t column) {
    return row.is_null(column) ? Json() : Json(row.text(column));
}
Json id_or_null(store::Rows::Row const& row, std::size_t column) {
    return row.is_null(column) ? Json() : Json(row.uuid(column).text());
}

}  // namespace

Result<Json> AuditLog::list(Actor const& actor, Query const& query) {
    if (!actor.may(Permission::audit_read)) return Error::forbidden("Your role may not read the audit log.");
    if (query.search.size() > limits::audit_search_bytes_max)
        return Error::invalid("q", "too_long", fmt::format("At most {} bytes.", limits::audit_search_bytes_max));
    Page page;
    fill(page, query, TRY(place_of(query.page)));
    return database_.read([&](store::Session& session) -> Result<Json> {
        Json list = Json::array(), next;
        auto const rows = TRY(session.run(page.sql, page.parameters));
        for (std::size_t i = 0; i < std::min(rows.size(), query.limit); ++i) {
            auto const row = rows[i];
            auto entry = TRY(shown(session, actor, row, query.record.has_value()));
            if (!entry.is_null()) list.push_back(std::move(entry));
            if (rows.size() > query.limit) next = fmt::format("{}.{}", row.integer(at_column), row.uuid(0).text());
        }
        return Json{{"data", std::move(list)}, {"next", std::move(next)}};
    });
}

// What the reader may not know of is not told: neither the record's name nor its id.
Json AuditLog::subject_of(store::Session& session, Actor const& actor, store::Rows::Row const& row,
                          std::optional<std::string> const& name_then) {
    auto const kind = row.text(kind_column);
    Json const then = name_then ? Json(*name_then) : Json();
    Json subject{{"kind", kind},
                 {"object", column_or_null(row, object_column)},
                 {"id", id_or_null(row, record_column)},
                 {"name", then},
                 {"is_there", false}};
    if (!row.is_null(object_column) && !knows_object_(actor, row.text(object_column)))
        return {{"kind", kind}, {"object", nullptr}, {"id", nullptr}, {"name", nullptr}, {"is_there", false}};
    if (kind != name_of(Kind::record) || row.is_null(record_column)) return subject;
    auto const sight = look_(session, actor, row.text(object_column), row.uuid(record_column));
    if (!sight.is_seen) subject["id"] = nullptr;
    subject["is_there"] = sight.is_there;
    subject["name"] = sight.name ? Json(*sight.name) : sight.may_read_name_then ? then : Json();
    return subject;
}

Result<Json> AuditLog::shown(store::Session& session, Actor const& actor, store::Rows::Row const& row,
                             bool is_of_record) {
    Json name, address;
    std::optional<std::string> name_then;
    for (auto const text : TRY(session.query(sql::audit_texts_of, row.uuid(0)))) {
        if (text.text(0) == "subject") {
            name_then = text.text(1);
            continue;
        }
        auto const who = TRY(parse_json(text.text(1)));
        name = who.value("name", Json());
        address = who.value("address", Json());
    }
    auto subject = subject_of(session, actor, row, name_then);
    bool const is_hidden = subject["object"].is_null() && !row.is_null(object_column);
    if (is_of_record && !row.is_null(record_column) && subject["id"].is_null()) return Json();
    auto facts = is_hidden ? Json::object() : TRY(parse_json(row.text(facts_column)));
    return Json{{"id", row.uuid(0).text()},
                {"at", row.instant(at_column).text()},
                {"action", row.text(action_column)},
                {"outcome", row.text(outcome_column)},
                {"who",
                 {{"kind", row.text(actor_kind_column)},
                  {"id", id_or_null(row, actor_id_column)},
                  {"name", std::move(name)},
                  {"address", std::move(address)}}},
                {"what", std::move(subject)},
                {"change_set", id_or_null(row, change_set_column)},
                {"facts", std::move(facts)},
                {"number", row.is_null(seq_column) ? Json() : Json(row.integer(seq_column))}};
}

// ---- Sealing

Result<std::int64_t> AuditLog::seal() {
    std::int64_t sealed = 0;
    for (;;) {
        bool const is_any = !TRY(database_.read([](store::Session& session) {
                                 return session.query(sql::audit_any_unsealed);
                             })).empty();
        if (!is_any) return sealed;
        sealed += TRY(database_.write(
            [](store::Transaction& transaction) -> Result<std::int64_t> {
                TRY(transaction.lock("audit_seal"));  // another server seals too
                auto const newest = TRY(transaction.query(sql::audit_newest));
                std::int64_t number = newest.empty() ? 0 : newest[0].integer(0);
                secrets::Hash before = seal_of_nothing;
                if (!newest.empty()) std::copy_n(newest[0].bytes(1).begin(), before.size(), before.begin());
                auto const rows = TRY(transaction.query(sql::audit_unsealed, limits::audit_sealed_at_once));
                for (auto const row : rows) {
                    before = seal_of(before, ++number, row);
                    TRY(transaction.execute(sql::audit_seal, row.uuid(0), number, store::Bytes(before)));
                }
                return static_cast<std::int64_t>(rows.size());
            },
            store::Lane::background));
    }
}

// ---- Verification

std::string Anchor::text() const { return fmt::format("{}:{}", number, hex_of(seal)); }

std::optional<Anchor> Anchor::parse(std::string_view text) {
    Anchor anchor;
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || text.size() != colon + 1 + 2 * anchor.seal.size()) return std::nullopt;
    auto const [stopped, error] = std::from_chars(text.data(), text.data() + colon, anchor.number);
    if (error != std::errc() || stopped != text.data() + colon || anchor.number < 1) return std::nullopt;
    for (std::size_t i = 0; i < anchor.seal.size(); ++i) {
        auto const* digits = text.data() + colon + 1 + 2 * i;
        auto const [end, wrong] = std::from_chars(digits, digits + 2, anchor.seal[i], 16);
        if (wrong != std::errc() || end != digits + 2) return std::nullopt;
    }
    return anchor;
}

namespace {

/// The texts of some entries, as they lie beside them.
struct Text {
    secrets::Hash hash;  ///< of salt and content, as they are now
    std::string part;
};
using Texts = std::multimap<Uuid, Text>;

Fault fault_at(std::string_view reason, std::int64_t number, store::Rows::Row const& row) {
    return {reason, number, EntryId{row.uuid(0)}, row.instant(at_column)};
}

bool do_texts_hold(store::Rows::Row const& row, Texts const& texts) {
    auto const [first, last] = texts.equal_range(row.uuid(0));
    return std::all_of(first, last, [&](auto const& each) {
        auto const column = each.second.part == "actor" ? actor_hash_column : subject_hash_column;
        return !row.is_null(column) && is_same(each.second.hash, row.bytes(column));
    });
}

/// How far a walk along the chain has come.
struct Walk {
    std::int64_t number = 0;
    secrets::Hash seal = seal_of_nothing;
    std::optional<Fault> fault;
    bool is_at_end = false;

    Result<void> step(store::Session& session, std::optional<Anchor> const& noted) {
        auto const rows = TRY(session.query(sql::audit_chain, number, limits::audit_verified_at_once));
        is_at_end = rows.size() < limits::audit_verified_at_once;
        if (rows.empty()) return {};
        Texts texts;
        auto const newest = rows[rows.size() - 1].integer(seq_column);
        for (auto const text : TRY(session.query(sql::audit_texts_of_chain, number, newest)))
            texts.emplace(text.uuid(0), Text{commitment(text.bytes(2), text.text(3)), std::string(text.text(1))});
        for (auto const row : rows) {
            if (row.integer(seq_column) != number + 1) fault = {"missing", number + 1, std::nullopt, std::nullopt};
            if (!fault && !is_same(seal_of(seal, number + 1, row), row.bytes(hash_column)))
                fault = fault_at("changed", number + 1, row);
            if (!fault && !do_texts_hold(row, texts)) fault = fault_at("text_changed", number + 1, row);
            if (fault) return {};
            ++number;
            auto const bytes = row.bytes(hash_column);
            std::copy_n(bytes.begin(), seal.size(), seal.begin());
            if (noted && noted->number == number && noted->seal != seal) fault = fault_at("other_anchor", number, row);
            if (fault) return {};
        }
        return {};
    }
};

}  // namespace

Result<Verification> AuditLog::verify(std::optional<Anchor> const& noted) {
    Verification verification;
    Walk walk;
    while (!walk.fault && !walk.is_at_end)
        TRY(database_.read([&](store::Session& session) {
            auto next = walk;
            auto stepped = next.step(session, noted);
            if (stepped) walk = next;
            return stepped;
        }));
    TRY(database_.read([&](store::Session& session) -> Result<void> {
        auto const counts = TRY(session.query(sql::audit_counts));
        verification.sealed = counts[0].integer(1);
        verification.unsealed = counts[0].integer(0) - counts[0].integer(1);
        if (auto const lost = TRY(session.query(sql::audit_text_without_entry)); !walk.fault && !lost.empty())
            walk.fault = {"text_without_entry", 0, lost[0].id<EntryId>(0), std::nullopt};
        return {};
    }));
    if (!walk.fault && noted && noted->number > walk.number)
        walk.fault = {"truncated", walk.number + 1, std::nullopt, std::nullopt};
    verification.fault = walk.fault;
    if (walk.number > 0) verification.newest = Anchor{walk.number, walk.seal};
    return verification;
}

Json Verification::json() const {
    Json wrong;
    if (fault)
        wrong = {{"reason", fault->reason},
                 {"number", fault->number > 0 ? Json(fault->number) : Json()},
                 {"entry", text_or_null(fault->entry)},
                 {"at", text_or_null(fault->at)}};
    return {{"is_whole", !fault},
            {"detail", text()},
            {"sealed", sealed},
            {"unsealed", unsealed},
            {"anchor", text_or_null(newest)},
            {"fault", std::move(wrong)}};
}

std::string Verification::text() const {
    if (!fault) return fmt::format("{} entries hold; {} wait for their seal.", sealed, unsealed);
    std::string place = fault->number > 0 ? fmt::format("Entry {}", fault->number) : std::string("An entry");
    if (fault->at) place += fmt::format(" of {}", fault->at->text());
    if (fault->entry) place += fmt::format(" ({})", fault->entry->text());
    if (fault->reason == "missing") return place + " is missing.";
    if (fault->reason == "changed") return place + " was changed, or stands in another's place.";
    if (fault->reason == "text_changed") return place + ": the name or address beside it was changed.";
    if (fault->reason == "text_without_entry") return place + " is missing: only its texts are left.";
    if (fault->reason == "truncated") return place + " and what followed are missing: the anchor noted more.";
    return place + " is not the one that the anchor noted: the log was made anew.";
}

// ---- Refusals

Result<void> AuditLog::refused(Actor const& actor, Json facts) {
    auto const key = actor.id.is_nil() ? std::string(kith::name_of(actor.kind)) : actor.id.text();
    auto const unwritten = bound_.admit(key, Instant::now());
    if (!unwritten) return {};
    if (*unwritten > 0) facts["more"] = *unwritten;
    return database_.write([&](store::Transaction& transaction) {
        Entry entry;
        entry.action = Action::refused;
        entry.outcome = Outcome::refused;
        entry.facts = facts;
        return note(transaction, actor, entry);
    });
}

}  // namespace kith::audit
