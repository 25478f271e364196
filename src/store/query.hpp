// A named SQL text, the same on every database. Written in `.sql` files beside the code that runs it; tools/embed turns
// each into a constant.
#pragma once

#include <string_view>

namespace kith::store {

/// Where a query may run on several database machines. A check holds each query to its declaration.
enum class Scope {
    single_key,   ///< touches distributed tables by equality on one person_id (or an array of them), and perhaps local
                  ///< tables of the coordinator
    scatter,      ///< reads a distributed table on every machine
    coordinator,  ///< touches local tables alone
};

struct Query {
    std::string_view name;
    std::string_view text;  ///< parameters are $1, $2, …
    Scope scope;
};

}  // namespace kith::store
