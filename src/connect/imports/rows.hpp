// Rows of a file as what they will become, worked out without a database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "connect/imports/plan.hpp"
#include "people/people.hpp"

namespace kith::connect {

/// One line of a sale. What the file does not say is unknown, never zero.
struct SaleRow {
    enum class Kind : std::uint8_t { sale, refund, cancellation } kind = Kind::sale;
    Instant at;
    Currency currency;
    std::optional<std::int64_t> amount;  ///< what was paid, in minor units; absent where a cancellation takes all back
    std::optional<std::int64_t> price, discount, tax, cost, margin;
    std::optional<double> units;
    std::string store, product, category;
    std::string transaction;  ///< the number of the sale; empty: none
    std::string reverses;     ///< the number of the sale that is taken back
};

/// A cell that says which record, or which user, a field points to.
struct RowLink {
    schema::Field const* field = nullptr;  ///< of the reader's object
    std::string by;                        ///< what the cell says of the other; empty: what it is usually called
    std::string text;
    std::vector<people::Key> keys;  ///< of a person: who may be meant, the likelier first
};

struct PreparedRow {
    std::int64_t number = 0, line = 0;
    std::vector<std::string> cells;  ///< as they came
    std::string reason, detail;      ///< of a row that cannot go in; a stable code and an English sentence
    std::string field, nearest;      ///< of the cell at fault: what it was to become, and what it may have meant
    std::string original_file;  ///< of a row from a file of bad rows: the fingerprint of the file it first stood in
    std::int64_t original_number = 0;

    people::Telling telling;
    std::string employer;          ///< the name of a person's company
    std::optional<SaleRow> sale;   ///< of a file of sales
    Json record = Json::object();  ///< of a file of other records: its values in their normal form
    std::string company_number;    ///< of a company: what senders call it
    Json key;                      ///< by which the record is found; null: it is a new one
    std::string missing;           ///< a field that a new record requires and the row does not have
    std::vector<RowLink> links;
    Json linked = Json::object();  ///< the ids that the links were found to mean, by field
    /// What cells say of open fields that lack one of the choices: by field, as it came.
    std::map<std::string, std::vector<std::string>> choices;
    std::vector<std::string> misfits;  ///< targets whose cell did not fit its field and was kept beside it

    bool is_bad() const { return !reason.empty(); }
    /// Says why the row cannot go in; the first reason stays.
    void refuse(std::string code, std::string sentence, std::string_view at = {});
};

class RowReader {
public:
    /// `region` is where phones without country code are at home.
    RowReader(ImportPlan plan, schema::SchemaPointer schema, std::string region);
    PreparedRow read(FileRow const& row) const;
    /// The object that the columns are fields of.
    schema::ObjectPointer const& object() const { return object_; }

private:
    std::string cell(FileRow const& row, std::string_view target) const;
    Result<Json> value_of(schema::Field const& field, std::string const& cell) const;
    Json money_of(std::string const& cell) const;
    void read_person(FileRow const& row, PreparedRow& prepared) const;
    void read_record(FileRow const& row, PreparedRow& prepared) const;
    void read_value(schema::Field const& field, std::string const& cell, PreparedRow& prepared) const;
    bool read_link(MappedColumn const& column, std::string const& cell, PreparedRow& prepared) const;
    bool read_new_choices(schema::Field const& field, std::string const& cell, PreparedRow& prepared) const;
    void read_sale(FileRow const& row, PreparedRow& prepared) const;
    void read_origin(FileRow const& row, PreparedRow& prepared) const;
    std::optional<std::int64_t> minor(FileRow const& row, std::string_view target, Currency currency,
                                      PreparedRow& prepared) const;

    ImportPlan plan_;
    schema::SchemaPointer schema_;
    schema::ObjectPointer object_;
    std::string region_;
    LocalTime clock_;
    std::optional<std::size_t> origin_file_, origin_number_;
    bool is_phone_a_key_ = false;  ///< of sales that name their customer by nothing else
};

}  // namespace kith::connect
