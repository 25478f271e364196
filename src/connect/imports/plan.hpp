// What an import makes of a file: which column is what, in which currency, by which clock. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "connect/delimited/reader.hpp"
#include "connect/delimited/sniff.hpp"
#include "connect/delimited/values.hpp"
#include "schema/schema.hpp"

namespace kith::connect {

/// What the rows of a file are: sales, or records of the object whose plural this is.
struct ImportKind {
    std::string name = "people";

    bool is_sales() const { return name == "sales"; }
    bool is_people() const { return name == "people"; }
    /// Whether the rows tell of people, by whose keys they are found.
    bool is_about_people() const { return is_sales() || is_people(); }
    /// The object that the columns are fields of; null where it is no more.
    schema::ObjectPointer object(schema::Schema const& schema) const;
};
/// By the plural or the name of an object; `invalid` on `kind`, with the nearest name.
Result<ImportKind> import_kind_of(std::string_view name, schema::Schema const& schema);

/// Columns that a file of bad rows has beside those of the original.
inline constexpr std::string_view bad_row_file_column = "kith_file";
inline constexpr std::string_view bad_row_number_column = "kith_row";
inline constexpr std::string_view bad_row_line_column = "kith_line";
inline constexpr std::string_view bad_row_reason_column = "kith_reason";

/// By what the records of an object are found: a number or key of theirs, or a field that lists are sorted by, for
/// that one has an index.
struct ImportReference {
    std::string name;
    schema::Label label;
};
std::vector<ImportReference> import_references(schema::Object const& object);
/// The field of such a name; null where it is a key.
schema::Field const* reference_field(schema::Object const& object, std::string_view name);

/// What a column may become.
struct ImportTarget {
    std::string name;  ///< `customer`, `date`, or a field of the object
    schema::Label label;
    bool is_repeatable = false;               ///< several columns may become it: the first that is not empty counts
    bool is_key = false;                      ///< whether the records of the object are found by it
    std::vector<ImportReference> references;  ///< of a relation: by what the other record may be named
};

/// In the order in which people look for them.
std::vector<ImportTarget> import_targets(ImportKind const& kind, schema::Schema const& schema);

struct MappedColumn {
    std::string target;
    std::size_t column = 0;
    std::string by;  ///< of a relation: what the cells say of the other record; empty: what it is usually called
};

struct ImportPlan {
    ImportKind kind;
    FileFormat format;
    std::vector<std::string> columns;  ///< of the file, by name
    std::vector<MappedColumn> map;
    std::optional<Currency> currency;
    std::string time_zone;
    char decimal_mark = '.';
    DateOrder date_order = DateOrder::day_month_year;
    std::string source = "Files";  ///< the system that the file comes from: sales are told apart by their numbers in it
    std::string key;            ///< the target by which records that are there are found; empty: every row is a new one
    bool is_replacing = false;  ///< whether what they have gives way to the file, or only gaps are filled

    bool maps(std::string_view target) const;
    Json json() const;
};

/// What the workspace says where the file does not.
struct ImportDefaults {
    std::optional<Currency> currency;
    std::string time_zone;
    std::string language;
};

/// What is likely meant, by the words of the header in the five languages and by what the columns hold.
ImportPlan suggested_plan(ImportKind const& kind, FileFormat const& format, FileBeginning const& beginning,
                          schema::Schema const& schema, ImportDefaults const& defaults);

/// Reads `{map: [{target, column, number, by}], currency, time_zone, decimal_mark, date_order, source, key, existing}`
/// over `plan`, each member optional; a column is named, or `#1`, `#2`, …, and its `number` counts where it is given.
/// `household.code` is the target `household` by `code`. `invalid` on the member at fault. Sales need a customer, a
/// date and an amount; people something that tells who they are; other records what their object requires.
Result<ImportPlan> plan_of(Json const& body, ImportPlan plan, schema::Schema const& schema);
/// A plan as `json` wrote it.
Result<ImportPlan> stored_plan(Json const& json);

Json json_of(FileFormat const& format);
/// Over `format`, each member optional. `invalid` on the member at fault.
Result<FileFormat> format_of(Json const& body, FileFormat format);

}  // namespace kith::connect
