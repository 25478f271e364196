// A Salesforce Nonprofit Success Pack data set, as CumulusCI writes it (one SQL text of tables), turned into what Kith
// takes in: a set-up (`kith setup import`), files of delimited text (`kith import`), the commands in their order, and a
// list of what is not taken. Pure but for the memory that SQLite reads the SQL into.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace kith::tools {

/// A file of one object and how it is imported.
struct ConvertedFile {
    std::string object;                ///< the object's plural: `households`
    std::string table;                 ///< of Salesforce: `Account`
    std::vector<std::string> targets;  ///< of its columns: `npsp_id`, `household.npsp_id`
    std::int64_t rows = 0;
    std::string csv;
    /// `npsp_id=#1,name=#2`: what `kith import --map` takes.
    std::string map() const;
    /// By what records that are there are found; empty for people, who have keys of their own.
    std::string key() const { return object == "people" ? "" : "npsp_id"; }
};

struct Converted {
    Json set_up;
    std::vector<ConvertedFile> files;    ///< what others point to comes before them
    std::vector<std::string> not_taken;  ///< `Contact.Fax: 12 values`
};

/// `malformed` where the text is no SQL of such a data set.
Result<Converted> from_npsp(std::string const& sql);

}  // namespace kith::tools
