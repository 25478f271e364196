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

enum class ImportKind : std::uint8_t { people, companies, sales };
std::string_view name_of(ImportKind kind);
std::optional<ImportKind> import_kind_of(std::string_view name);

/// Columns that a file of bad rows has beside those of the original.
inline constexpr std::string_view bad_row_file_column = "kith_file";
inline constexpr std::string_view bad_row_number_column = "kith_row";
inline constexpr std::string_view bad_row_line_column = "kith_line";
inline constexpr std::string_view bad_row_reason_column = "kith_reason";

/// What a column may become.
struct ImportTarget {
    std::string name;  ///< `customer`, `date`, or a field of the object
    schema::Label label;
    bool is_field = false;       ///< of the person or company object
    bool is_repeatable = false;  ///< several columns may become it: the first that is not empty counts
};

/// In the order in which people look for them.
std::vector<ImportTarget> import_targets(ImportKind kind, schema::Schema const& schema);

struct MappedColumn {
    std::string target;
    std::size_t column = 0;
};

struct ImportPlan {
    ImportKind kind = ImportKind::people;
    FileFormat format;
    std::vector<std::string> columns;  ///< of the file, by name
    std::vector<MappedColumn> map;
    std::optional<Currency> currency;
    std::string time_zone;
    char decimal_mark = '.';
    DateOrder date_order = DateOrder::day_month_year;
    std::string source = "Files";  ///< the system that the file comes from: sales are told apart by their numbers in it

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
ImportPlan suggested_plan(ImportKind kind, FileFormat const& format, FileBeginning const& beginning,
                          schema::Schema const& schema, ImportDefaults const& defaults);

/// Reads `{map: [{target, column, number}], currency, time_zone, decimal_mark, date_order, source}` over `plan`, each
/// member optional; a column is named, or `#1`, `#2`, …, and its `number` counts where it is given. `invalid` on the
/// member at fault. Sales need a customer, a date and an amount; companies a name; people something that tells who they
/// are.
Result<ImportPlan> plan_of(Json const& body, ImportPlan plan, schema::Schema const& schema);
/// A plan as `json` wrote it.
Result<ImportPlan> stored_plan(Json const& json);

Json json_of(FileFormat const& format);
/// Over `format`, each member optional. `invalid` on the member at fault.
Result<FileFormat> format_of(Json const& body, FileFormat format);

}  // namespace kith::connect
