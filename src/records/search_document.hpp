// What a record is found by: the words of its searched fields, each under the field it stands in, so that whoever
// searches asks only the fields that they may read. A field that is hidden, retired or no longer searched is not asked,
// whatever the document still holds of it; what the answer depends on is nothing else.
//
// In the document a word is `<kind><field><word>`: one letter that says whether it is one word of the value or all of
// them as one, and whether the value stands in for another (`access::Veil`); three that say which field; then one way
// to write it (`base/search_words.hpp`).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/row_access.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "schema/schema.hpp"
#include "store/dialect.hpp"

namespace kith::records {

/// What somebody looks for: all words, the last of which may go on.
struct Wanted {
    bool may_go_on = true;
    std::vector<std::vector<std::string>> words;  ///< each as the ways to write it
    /// All as one, however long: the beginning of a value without its spaces and signs.
    std::vector<std::string> wholes;
    bool is_nothing() const { return words.empty(); }
};

/// The same, all words of which are whole: what the indexes give at once, however many there are.
Wanted ended(Wanted wanted);
/// `invalid` on `q` beyond `search_characters_max` and `search_words_max`.
Result<Wanted> wanted_of(std::string_view text);

/// How near a record is to what was looked for.
enum class Nearness {
    exact,   ///< a whole value: an e-mail address, a phone number, a number, a name
    begins,  ///< the name begins so
    named,   ///< all words are of the name
    said,    ///< somewhere in what may be read
};
std::string_view name_of(Nearness nearness);

/// The terms by which an actor finds records that are at least so near; empty where nothing can be found.
store::SearchTerms terms_of(schema::Object const& object, access::RowAccess const& access, Actor const& actor,
                            Wanted const& wanted, Nearness nearness = Nearness::said);

/// The searched fields of an object that the actor may read.
std::vector<schema::Field const*> searched_fields(schema::Object const& object, access::RowAccess const& access,
                                                  Actor const& actor);

/// The words of a record's search document, joined by spaces.
std::string search_document(schema::Object const& object, Json const& record);
/// Of a text that is no record's: a note.
std::string text_document(std::string_view text);
store::SearchTerms text_terms(Wanted const& wanted);
/// Of a name that is no record's: a file's, found by its words and by their beginning as one.
std::string name_document(std::string_view name);
store::SearchTerms name_terms(Wanted const& wanted, Nearness nearness = Nearness::named);
/// How near a name is that was found.
Nearness nearness_of(std::string_view name, Wanted const& wanted);

/// A part of a text, and in it what was found.
struct Piece {
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> marks;  ///< [begin, end) in characters
    std::vector<bool> found;                                 ///< which of the wanted words are in the text
};
/// All of a short text, of a long one what is around the first place that was found.
Piece piece_of(std::string_view text, Wanted const& wanted);
Json json_of(Piece const& piece);
/// Whether the value is what was looked for, and one that names or numbers a record.
bool is_whole(schema::Field const& field, std::string_view value, Wanted const& wanted);
bool begins(std::string_view value, Wanted const& wanted);

}  // namespace kith::records
