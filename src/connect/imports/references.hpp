// Which record a cell of a file means: by a number or a key, by a field that lists are sorted by, or by what it is
// usually called – a person's e-mail or number, a company's number, domain or name, any other record's name.
//
// What is found is what is there: neither deleted nor joined into another. Nothing is cached, so that a row finds what
// a row before it made. Each question is answered by an index.
#pragma once

#include <string_view>
#include <vector>

#include "connect/imports/rows.hpp"
#include "people/people.hpp"

namespace kith::connect {

class References {
public:
    References(people::People& people, schema::SchemaPointer schema) : people_(people), schema_(std::move(schema)) {}

    /// The records whose `by` (a name of `import_references`) is the value in its normal form; two where several are.
    Result<std::vector<RecordId>> find(store::Session& session, schema::Object const& object, std::string_view by,
                                       Json const& value);
    /// Finds what the row's links mean, as `row.linked`. A link that means nothing, or several, makes the row bad.
    Result<void> resolve(store::Session& session, PreparedRow& row);

private:
    using Ids = std::vector<RecordId>;
    Result<Ids> meant(store::Session& session, RowLink const& link);
    Result<Ids> usually_called(store::Session& session, schema::Object const& object, std::string const& text);
    Result<Ids> with_value(store::Session& session, schema::Object const& object, schema::Field const& field,
                           Json const& value);
    Result<Ids> alike(store::Session& session, schema::Object const& object, schema::Field const& field,
                      std::string const& text);
    Result<Ids> person(store::Session& session, schema::Object const& object, RowLink const& link);
    Result<Ids> user(store::Session& session, std::string const& text);
    Result<Ids> present(store::Session& session, schema::Object const& object, Uuid id);

    people::People& people_;
    schema::SchemaPointer schema_;
};

}  // namespace kith::connect
