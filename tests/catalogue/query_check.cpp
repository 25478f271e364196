#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "tests/catalogue/citus_check.hpp"

namespace kith::catalogue {
namespace {

using store::Placement;
using store::Scope;

struct Token {
    std::string text;       // in lower case; a literal is ''
    std::size_t group = 0;  // the parentheses around it; 0: none
};

struct Group {
    std::size_t parent = 0;
    std::size_t opened_at = 0;  // the token before which the group's first token stands: `(`
    bool is_query = false;      // a SELECT of its own
};

struct Text {
    std::vector<Token> tokens;
    std::vector<Group> groups{{}};
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }

std::vector<std::string> tokens_of(std::string_view sql) {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < sql.size();) {
        auto const end_of = [&](auto const& holds) {
            std::size_t end = i;
            while (end < sql.size() && holds(sql[end])) ++end;
            return end;
        };
        if (std::isspace(static_cast<unsigned char>(sql[i])) != 0) {
            ++i;
        } else if (sql.substr(i).starts_with("--")) {
            i = end_of([](char c) { return c != '\n'; });
        } else if (sql[i] == '\'') {
            ++i;
            i = std::min(sql.size(), end_of([](char c) { return c != '\''; }) +
                                         1);  // a doubled quote is two literals, which changes nothing here
            tokens.emplace_back("''");
        } else if (is_word(sql[i])) {
            auto const end = end_of(is_word);
            std::string word(sql.substr(i, end - i));
            std::transform(word.begin(), word.end(), word.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            tokens.push_back(std::move(word));
            i = end;
        } else {
            static constexpr std::string_view pairs[] = {"<>", "<=", ">=", "!=", "||", "::", "->"};
            std::size_t size = 1;
            for (auto const pair : pairs)
                if (sql.substr(i).starts_with(pair)) size = 2;
            tokens.emplace_back(sql.substr(i, size));
            i += size;
        }
    }
    return tokens;
}

Text text_of(std::string_view sql) {
    Text text;
    std::size_t group = 0;
    for (auto& token : tokens_of(sql)) {
        if (token == ")" && group != 0) group = text.groups[group].parent;
        text.tokens.push_back({token, group});
        if (token == "(") {
            text.groups.push_back({group, text.tokens.size() - 1, false});
            group = text.groups.size() - 1;
        }
        if (token == "select") text.groups[group].is_query = true;
    }
    return text;
}

/// The parentheses of the query that a token belongs to.
std::size_t query_of(Text const& text, std::size_t group) {
    while (group != 0 && !text.groups[group].is_query) group = text.groups[group].parent;
    return group;
}

enum class Use { read, insert, update, remove };

struct Mention {
    std::string table, alias;
    std::size_t query = 0;
    std::size_t at = 0;  // its token
    Use use = Use::read;
    bool is_anchored = false;
};

class Reader {
public:
    Reader(store::Query const& query, TableMap const& map) : query_(query), map_(map), text_(text_of(query.text)) {}

    std::vector<std::string> run() {
        find_common_tables();
        find_mentions();
        check_words();
        check_tables();
        check_writes();
        if (query_.scope == Scope::single_key) check_keys();
        return std::move(violations_);
    }

private:
    void broken(std::string const& what) { violations_.push_back(fmt::format("{}: {}", query_.name, what)); }
    std::string const& token(std::size_t at) const {
        static std::string const none;
        return at < text_.tokens.size() ? text_.tokens[at].text : none;
    }
    bool has(std::initializer_list<std::string_view> words) const {
        return std::any_of(text_.tokens.begin(), text_.tokens.end(), [&](Token const& each) {
            return std::find(words.begin(), words.end(), each.text) != words.end();
        });
    }
    bool is_distributed(std::string const& table) const {
        auto const found = map_.find(table);
        return found != map_.end() && found->second == Placement::distributed_by_person;
    }

    // `WITH name AS (`, `, name AS MATERIALIZED (`
    void find_common_tables() {
        for (std::size_t at = 1; at + 1 < text_.tokens.size(); ++at)
            if (token(at + 1) == "as" && (token(at + 2) == "(" || token(at + 2) == "materialized") &&
                (token(at - 1) == "with" || token(at - 1) == "recursive" || token(at - 1) == ","))
                common_tables_.insert(token(at));
    }

    void find_mentions() {
        static std::set<std::string, std::less<>> const calls_with_from{"extract", "substring", "trim", "overlay"};
        for (std::size_t at = 0; at < text_.tokens.size(); ++at) {
            auto const& word = token(at);
            auto const& before = at == 0 ? word : token(at - 1);
            if (word == "from" && before != "distinct" && !calls_with_from.contains(opener(text_.tokens[at].group))) {
                read_list(at + 1, before == "delete" ? Use::remove : Use::read);
            } else if (word == "join" || word == "using") {
                if (word == "join" || token(at + 1) != "(") add(at + 1, Use::read);
            } else if (word == "into") {
                add(at + 1, Use::insert);
            } else if (word == "update" && before != "do" && before != "for" && before != "key") {
                add(at + 1, Use::update);
            }
        }
    }

    // The word before the parentheses of a group: the function that is called.
    std::string opener(std::size_t group) const {
        auto const open = text_.groups[group].opened_at;
        return group == 0 || open == 0 ? "" : token(open - 1);
    }

    // `FROM a, b AS c`: tables between commas of the same parentheses, up to the next clause.
    void read_list(std::size_t at, Use use) {
        static std::set<std::string, std::less<>> const ends{"where",     "group", "order", "limit", "having",
                                                             "union",     "on",    "join",  "left",  "inner",
                                                             "returning", "for",   "set",   ";"};
        auto const group = at < text_.tokens.size() ? text_.tokens[at].group : 0;
        add(at, use);
        for (std::size_t next = at; next < text_.tokens.size(); ++next) {
            if (text_.tokens[next].group != group) continue;
            if (ends.contains(token(next)) || token(next) == ")") return;
            if (token(next) == ",") add(next + 1, use);
        }
    }

    void add(std::size_t at, Use use) {
        auto const& table = token(at);
        if (table.empty() || !(std::isalpha(static_cast<unsigned char>(table[0])) != 0 || table[0] == '_') ||
            table == "select" || table == "lateral")
            return;
        if (common_tables_.contains(table)) return;
        if (use != Use::insert && token(at + 1) == "(") return;  // a function
        static std::set<std::string, std::less<>> const no_alias{
            "where",  "set",    "on",   "left",    "right",  "inner",    "join",   "order",
            "group",  "limit",  "for",  "union",   "using",  "cross",    "values", "returning",
            "select", "having", "full", "natural", "except", "intersect"};
        auto next = at + 1;
        if (token(next) == "as") ++next;
        auto const& alias = token(next);
        bool const has_alias =
            !alias.empty() && std::isalpha(static_cast<unsigned char>(alias[0])) != 0 && !no_alias.contains(alias);
        mentions_.push_back({table, has_alias ? alias : table, query_of(text_, text_.tokens[at].group), at, use});
    }

    void check_words() {
        if (has({"now", "current_timestamp", "clock_timestamp", "statement_timestamp", "transaction_timestamp",
                 "localtimestamp", "current_date", "current_time"}))
            broken("asks the database for the time: pass it as a parameter");
        if (has({"merge"})) broken("MERGE, which Citus does not run from values");
        if (has({"trigger"})) broken("makes a trigger");
        if (has({"nextval", "setval", "currval"})) broken("uses a sequence");
        if (has({"random", "gen_random_uuid"}))
            broken("asks the database for chance: ids and numbers come from the program");
        if (query_.scope == Scope::coordinator) return;
        if (has({"lateral"})) broken("a lateral join");
        if (query_.scope != Scope::scatter) return;
        if (has({"recursive", "rollup", "cube", "grouping"}))
            broken("ROLLUP, CUBE, GROUPING SETS and recursion do not run over several machines");
        if (has({"share", "skip"}) || locks_rows()) broken("row locks do not run over several machines");
    }

    bool locks_rows() const {
        for (std::size_t at = 0; at + 1 < text_.tokens.size(); ++at)
            if (token(at) == "for" && token(at + 1) == "update") return true;
        return false;
    }

    void check_tables() {
        bool has_distributed = false;
        for (auto const& mention : mentions_) {
            if (!map_.contains(mention.table))
                broken(fmt::format("names {}, which is not in the table map", mention.table));
            has_distributed = has_distributed || is_distributed(mention.table);
            if (query_.scope == Scope::coordinator && is_distributed(mention.table))
                broken(fmt::format("declares coordinator, but touches the distributed table {}", mention.table));
            if (query_.scope == Scope::scatter && is_distributed(mention.table) && mention.use != Use::read)
                broken(fmt::format("declares scatter, which reads, but writes to {}", mention.table));
        }
        if (query_.scope != Scope::coordinator && !has_distributed)
            broken("touches no distributed table: its scope is coordinator");
    }

    // The names between the parentheses that begin at a token.
    std::set<std::string> names_in(std::size_t open) const {
        std::set<std::string> names;
        for (std::size_t at = open + 1; at < text_.tokens.size() && token(at) != ")"; ++at) names.insert(token(at));
        return names;
    }

    void check_writes() {
        for (auto& mention : mentions_) {
            if (!is_distributed(mention.table)) continue;
            if (mention.use == Use::insert) {
                mention.is_anchored = token(mention.at + 1) == "(" && names_in(mention.at + 1).contains("person_id");
                if (!mention.is_anchored)
                    broken(fmt::format("inserts into {} without naming person_id", mention.table));
                for (auto at = mention.at; at < text_.tokens.size(); ++at)
                    if (token(at) == "conflict" && (token(at + 1) != "(" || !names_in(at + 1).contains("person_id")))
                        broken("ON CONFLICT without person_id in its target");
            }
            if (mention.use != Use::update && mention.use != Use::insert) continue;
            bool is_setting = false;
            for (auto at = mention.at; at < text_.tokens.size(); ++at) {
                if (token(at) == "set") is_setting = true;
                if (token(at) == "where" || token(at) == "returning") is_setting = false;
                if (is_setting && token(at) == "person_id" && token(at + 1) == "=" && token(at - 1) != ".")
                    broken("updates person_id, by which the table is distributed");
            }
        }
    }

    // Whether what stands at a token must hold for a row to be found: no OR beside it, no NOT around it, up to its
    // query.
    bool is_required(std::size_t at) const {
        auto group = text_.tokens[at].group;
        auto const query = query_of(text_, group);
        for (auto inside = at;; inside = text_.groups[group].opened_at, group = text_.groups[group].parent) {
            for (std::size_t other = 0; other < text_.tokens.size(); ++other)
                if (text_.tokens[other].group == group && token(other) == "or") return false;
            if (inside > 0 && token(inside - 1) == "not") return false;
            if (group == query) break;
        }
        return true;
    }

    // The table whose person_id stands at a token, by alias or as the only distributed one of its query; or none.
    std::optional<std::size_t> owner_of(std::size_t at) const {
        if (token(at) != "person_id") return std::nullopt;
        auto query = query_of(text_, text_.tokens[at].group);
        // A subquery may name a table of the queries around it.
        for (bool const is_qualified = at > 1 && token(at - 1) == "."; is_qualified;
             query = query_of(text_, text_.groups[query].parent)) {
            for (std::size_t i = 0; i < mentions_.size(); ++i)
                if (mentions_[i].query == query && mentions_[i].use != Use::insert &&
                    mentions_[i].alias == token(at - 2))
                    return i;
            if (query == 0) return std::nullopt;
        }
        std::optional<std::size_t> owner;
        for (std::size_t i = 0; i < mentions_.size(); ++i) {
            if (mentions_[i].query != query || mentions_[i].use == Use::insert || !is_distributed(mentions_[i].table))
                continue;
            if (owner) return std::nullopt;
            owner = i;
        }
        return owner;
    }

    // Equality with a parameter or an array of them anchors a table; equality with an anchored table's person_id
    // anchors the other.
    void check_keys() {
        std::vector<std::pair<std::size_t, std::size_t>> equal;
        for (std::size_t at = 0; at < text_.tokens.size(); ++at) {
            auto const owner = owner_of(at);
            if (!owner || !is_required(at)) continue;
            bool const is_left = token(at + 1) == "=";
            auto const& right = token(at + 2);
            if (is_left && (right.starts_with("$") || right == "any" || right == "cast"))
                mentions_[*owner].is_anchored = true;
            std::size_t const before = at > 1 && token(at - 1) == "." ? at - 3 : at - 1;
            if (before < text_.tokens.size() && before > 0 && token(before) == "=" &&
                token(before - 1).starts_with("$"))
                mentions_[*owner].is_anchored = true;
            if (is_left)
                if (auto const other = owner_of(token(at + 3) == "." ? at + 4 : at + 2))
                    equal.emplace_back(*owner, *other);
        }
        for (std::size_t round = 0; round < equal.size(); ++round)
            for (auto const& [one, other] : equal)
                if (mentions_[one].is_anchored || mentions_[other].is_anchored)
                    mentions_[one].is_anchored = mentions_[other].is_anchored = true;
        for (auto const& mention : mentions_)
            if (is_distributed(mention.table) && !mention.is_anchored && mention.use != Use::insert)
                broken(fmt::format("declares single-key, but finds {} by other than its person_id", mention.table));
    }

    store::Query const& query_;
    TableMap const& map_;
    Text text_;
    std::set<std::string, std::less<>> common_tables_;
    std::vector<Mention> mentions_;
    std::vector<std::string> violations_;
};

}  // namespace

std::vector<std::string> violations_of_query(store::Query const& query, TableMap const& map) {
    return Reader(query, map).run();
}

}  // namespace kith::catalogue
