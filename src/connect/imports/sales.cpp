// Sales of a file as events: the lines of one number are one sale.
//
// What was paid is the revenue, tax within it. The margin is what the file says, else what is left of the revenue after
// tax and cost where the cost of every line is known; otherwise it is unknown. What is taken back is a negative event
// that names its sale where that is known.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "connect/connect.sql.hpp"
#include "connect/imports/chunk.hpp"
#include "connect/imports/imports.sql.hpp"
#include "events/limits.hpp"

namespace kith::connect {

namespace {

constexpr std::string_view event_types[] = {"Order Completed", "Order Refunded", "Order Cancelled"};

std::string_view type_of(SaleRow::Kind kind) { return event_types[static_cast<std::size_t>(kind)]; }

void refuse(PreparedRow& row, std::string reason, std::string detail) {
    row.reason = std::move(reason);
    row.detail = std::move(detail);
}

/// The sum over the lines, where every line says it.
template <class Group, class Member>
std::optional<std::int64_t> sum_of(Group const& group, Member member) {
    std::int64_t sum = 0;
    for (auto const& row : group) {
        auto const value = member(*row.sale);
        if (!value) return std::nullopt;
        sum += *value;
    }
    return sum;
}

double number_of(std::int64_t minor, Currency currency) {
    double power = 1;
    for (int i = 0; i < currency.minor_digits(); ++i) power *= 10;
    return static_cast<double>(minor) / power;
}

template <class Group>
SaleRow::Kind kind_of(Group const& group) {
    for (auto const& row : group)
        if (row.sale->kind == SaleRow::Kind::cancellation) return SaleRow::Kind::cancellation;
    auto const total = sum_of(group, [](SaleRow const& line) { return line.amount; });
    if (group.size() > 1) return total.value_or(0) < 0 ? SaleRow::Kind::refund : SaleRow::Kind::sale;
    return group.front().sale->kind;
}

/// The message that stands for a sale with a number. What is taken back under the number of its sale is told apart by
/// when and how much.
template <class Group>
std::string message_of(Group const& group) {
    auto const& first = *group.front().sale;
    if (first.transaction.empty()) return {};
    if (kind_of(group) == SaleRow::Kind::sale || !first.reverses.empty()) return "order:" + first.transaction;
    return fmt::format("return:{}:{}:{}", first.transaction, first.at.ms,
                       sum_of(group, [](SaleRow const& line) { return line.amount; }).value_or(0));
}

Json product_of(SaleRow const& line) {
    Json product = Json::object();
    auto const amount = [&](std::string_view name, std::optional<std::int64_t> minor) {
        if (minor) product[std::string(name)] = number_of(*minor, line.currency);
    };
    if (!line.product.empty()) product["name"] = line.product;
    if (!line.category.empty()) product["category"] = line.category;
    if (line.units) product["quantity"] = *line.units;
    amount("price", line.price);
    amount("amount", line.amount);
    amount("discount", line.discount);
    amount("tax", line.tax);
    amount("cost", line.cost);
    amount("margin", line.margin);
    return product;
}

template <class Group>
Json properties_of(Group const& group) {
    auto const& first = *group.front().sale;
    Json properties = Json::object();
    if (!first.transaction.empty()) properties["order_id"] = first.transaction;
    if (!first.reverses.empty()) properties["reverses"] = first.reverses;
    if (!first.store.empty()) properties["store"] = first.store;
    auto const total = [&](std::string_view name, auto member) {
        if (auto const sum = sum_of(group, member)) properties[std::string(name)] = number_of(*sum, first.currency);
    };
    total("discount", [](SaleRow const& line) { return line.discount; });
    total("tax", [](SaleRow const& line) { return line.tax; });
    Json products = Json::array();
    for (auto const& row : group)
        if (group.size() > 1 || !row.sale->product.empty() || row.sale->units)
            products.push_back(product_of(*row.sale));
    if (!products.empty()) properties["products"] = std::move(products);
    return properties;
}

template <class Group>
std::optional<std::int64_t> margin_of(Group const& group) {
    return sum_of(group, [](SaleRow const& line) -> std::optional<std::int64_t> {
        if (line.margin) return line.margin;
        if (!line.cost || !line.amount) return std::nullopt;
        return *line.amount - line.tax.value_or(0) - *line.cost;
    });
}

}  // namespace

/// A sale whose lines do not stand together, or that holds two currencies, cannot be put together any more.
Result<void> ImportRun::refuse_twice_told(store::Transaction& transaction, Chunk& chunk) {
    std::vector<std::string> messages;
    for (auto const& group : chunk.groups)
        if (chunk.goes_in(group.front()))
            if (auto message = message_of(group); !message.empty()) messages.push_back(std::move(message));
    std::vector<std::string_view> const ids(messages.begin(), messages.end());
    auto const known =
        ids.empty() ? std::unordered_set<std::string>() : TRY(events::find_messages(transaction, *import_.source, ids));
    std::set<std::string> here;
    for (auto& group : chunk.groups) {
        if (!chunk.goes_in(group.front())) continue;
        auto const message = message_of(group);
        bool is_split = !message.empty() && !here.insert(message).second;
        if (!is_split && known.contains(message)) {
            auto const key = TRY(events::find_message(transaction, *import_.source, message));
            auto const event = TRY(events::find(transaction, *key));
            is_split = event.change_set == import_.change_set;
            if (!is_split)
                for (auto const& row : group) chunk.leave_out(row);
        }
        if (!is_split) continue;
        for (auto& row : group)
            refuse(row, "sale_split",
                   "Lines of this sale stand apart in the file: rows of one sale must follow each other.");
    }
    return {};
}

Result<events::NewEvent> ImportRun::event_of(store::Transaction& transaction, Group const& group, PersonId person) {
    auto const& first = *group.front().sale;
    events::NewEvent event;
    event.person = person;
    event.received_at = event.occurred_at = transaction.now();
    if (first.at <= transaction.now() + std::chrono::seconds(limits::occurred_ahead_seconds_max))
        event.occurred_at = first.at;
    else
        event.original_occurred_at = first.at;
    auto const kind = kind_of(group);
    event.type = type_of(kind);
    event.source = import_.source;
    event.change_set = import_.change_set;
    if (group.size() == 1) event.product = first.product;
    auto amount = sum_of(group, [](SaleRow const& line) { return line.amount; });
    auto const& order = first.reverses.empty() ? first.transaction : first.reverses;
    if (kind != SaleRow::Kind::sale && !order.empty()) {
        auto const sale = TRY(transaction.query(sql::order_sale_find, *import_.source, order));
        if (!sale.empty()) event.caused_by = events::EventKey{sale[0].id<PersonId>(0), sale[0].id<EventId>(1)};
        if (!sale.empty() && !amount) amount = -sale[0].integer(2);
    }
    if (amount) event.revenue = Money{*amount, first.currency};
    event.margin_minor = margin_of(group);
    event.cost_minor = sum_of(group, [](SaleRow const& line) { return line.cost; });
    auto const properties = properties_of(group);
    if (!properties.empty()) event.properties = dump_json(properties);
    event.context = dump_json(Json{{"import", import_.id.text()}, {"row", group.front().number}});
    return event;
}

Result<void> ImportRun::store_sales(store::Transaction& transaction, Chunk& chunk) {
    for (auto& group : chunk.groups) {
        // One bad line spoils its sale: half a receipt would be believed.
        auto const bad = std::find_if(group.begin(), group.end(), [](PreparedRow const& row) { return row.is_bad(); });
        if (bad == group.end() || group.size() == 1) continue;
        auto const bad_line = bad->line;
        for (auto& row : group)
            if (!row.is_bad())
                refuse(row, "sale_has_bad_line",
                       fmt::format("Line {} of the file belongs to the same sale and is wrong.", bad_line));
    }
    TRY(refuse_twice_told(transaction, chunk));
    TRY(employ(transaction, chunk));
    std::vector<people::Telling> tellings;
    std::vector<Group const*> sold;
    for (auto const& group : chunk.groups) {
        if (!chunk.goes_in(group.front())) continue;
        tellings.push_back(group.front().telling);
        sold.push_back(&group);
    }
    auto const whose = TRY(imports_.people_.take_in(transaction, write_, tellings, provenance_, import_.source));
    std::vector<events::NewEvent> facts;
    std::vector<std::string> messages;
    messages.reserve(sold.size());
    std::vector<events::MessageClaim> claims;
    for (std::size_t i = 0; i < sold.size(); ++i) {
        auto const& group = *sold[i];
        auto const& fact = facts.emplace_back(TRY(event_of(transaction, group, whose[i].person)));
        chunk.stored += static_cast<std::int64_t>(group.size());
        auto const& message = messages.emplace_back(message_of(group));
        if (message.empty()) continue;
        claims.push_back({message, {fact.person, fact.id}});
        auto const& order = group.front().sale->transaction;
        if (fact.type == type_of(SaleRow::Kind::sale) && fact.revenue)
            TRY(transaction.execute(sql::order_sale_claim, *import_.source, order, fact.person, fact.id,
                                    fact.revenue->minor, fact.revenue->currency.text()));
    }
    if (!TRY(events::claim_messages(transaction, *import_.source, claims)))
        return Error::conflict(std::string(events::message_race), "The same sale is being stored at this moment.");
    TRY(events::append(transaction, facts, &imports_.people_.property_types()));
    Counts counts;
    counts.received = static_cast<std::int64_t>(chunk.rows);
    for (auto const& group : chunk.groups)
        for (auto const& row : group) {
            if (row.is_bad() && !chunk.is_left_out(row)) ++counts.rejected;
        }
    counts.stored = chunk.stored;
    counts.duplicates = chunk.duplicates;
    Sender sender;
    sender.source = std::make_shared<Source const>(Source{*import_.source, plan_.source, "import", true, {}});
    return Sources::count(transaction, sender, counts);
}

namespace {

/// What was sold under a number may be sold under it again, once the first is taken back.
Result<void> free_order_of(store::Transaction& tx, SourceId source, events::EventKey key) {
    auto const rows = TRY(tx.query(sql::import_event, key.person, key.event));
    if (rows.empty() || rows[0].is_null(1)) return {};
    auto const properties = TRY(parse_json(rows[0].text(1)));
    auto const order = properties.value("order_id", "");
    if (order.empty()) return {};
    TRY(tx.execute(sql::import_message_delete, source, "order:" + order, key.event));
    // `return:<order>:…` up to the next character after the colon.
    TRY(tx.execute(sql::import_return_messages_delete, source, "return:" + order + ":", "return:" + order + ";",
                   key.event));
    TRY(tx.execute(sql::import_order_sale_delete, source, order, key.event));
    return {};
}

/// `from` is the sale after which to go on: `<person>:<event>`.
Result<std::string> give_back(store::Transaction& tx, ChangeSetId change_set, std::string const& from,
                              std::size_t pieces) {
    auto const imports = TRY(tx.query(sql::import_of_change_set, change_set));
    if (imports.empty()) return std::string();
    if (from.empty()) {
        TRY(tx.execute(sql::import_mended_delete, change_set));
        TRY(tx.execute(sql::import_reverted, imports[0].id<ImportId>(0)));
        TRY(tx.execute(sql::import_parts_delete, imports[0].id<ImportId>(0)));
    }
    if (imports[0].is_null(2)) return std::string();
    events::EventKey after;
    if (auto const colon = from.find(':'); colon != std::string::npos) {
        after.person = PersonId::parse(from.substr(0, colon)).value_or(PersonId{});
        after.event = EventId::parse(from.substr(colon + 1)).value_or(EventId{});
    }
    auto const keys = TRY(events::keys_of(tx, change_set, after, pieces));
    for (auto const& key : keys) TRY(free_order_of(tx, imports[0].id<SourceId>(2), key));
    if (keys.size() < pieces) return std::string();
    return keys.back().person.text() + ":" + keys.back().event.text();
}

}  // namespace

void Imports::install_hooks() {
    records::Hooks hooks;
    hooks.reverted = [](store::Transaction& tx, records::Write const&, ChangeSetId change_set, std::string const& from,
                        std::size_t pieces) { return give_back(tx, change_set, from, pieces); };
    records_.add_hooks("import", std::move(hooks));
}

}  // namespace kith::connect
