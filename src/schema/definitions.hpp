// Makes, changes and retires definitions while the program runs.
//
// Each door runs in one transaction under a lock of its own: it reads the definitions as they are stored, changes the
// tables, writes the definition with its new version and notes it in the change log, so that other server processes
// load it, and keeps what was there before under its change set, so that it can be taken back. Then the new picture is
// published. Custom columns are named by slot, `f_<n>`, and custom tables `o_<version>`, never by a label: a name that
// somebody chose never becomes part of SQL. A field is retired (hidden, its values kept) before it can be deleted,
// which empties its column; the column serves another field later.
//
// Doors ask for Permission::workspace_manage.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.hpp"
#include "base/ids.hpp"
#include "schema/choices.hpp"
#include "schema/formulas.hpp"
#include "schema/kept_values.hpp"
#include "schema/published.hpp"
#include "store/database.hpp"

namespace kith::schema {

/// Who changes definitions, and under which change set.
struct Author {
    Actor actor;
    ChangeSetId change_set;
    static Author begin(Actor actor) { return {std::move(actor), ChangeSetId::make()}; }
};

/// Something that stands on a field or an object.
struct Mention {
    std::string kind;          ///< `row_rule`, `relation`, `view`, …
    std::string name;          ///< of the role, the field, the view
    bool is_blocking = false;  ///< whether it must go first; otherwise it stops working, and that is all
    bool operator==(Mention const&) const = default;
};
/// What mentions a field, or (null) the object as a whole.
using FindMentions = std::function<std::vector<Mention>(Object const&, Field const*)>;
/// What holds in the picture before a change and would not in the one after it, as the change's own transaction sees
/// it.
using FindBroken = std::function<Result<std::vector<Mention>>(store::Session&, SchemaPointer const& before,
                                                              SchemaPointer const& after)>;

/// An object as an actor sees it: without what they may not read; null where they may not read it.
using SeenBy = std::function<ObjectPointer(Actor const&, ObjectPointer const&)>;
/// What an actor may do with an object's records, for screens: `{create: true, …}`.
using MayDo = std::function<Json(Actor const&, Object const&)>;

/// How the values of a field become those of another type. `records/` knows values; `app/` brings the two together.
struct Conversion {
    /// The body of the change with what follows from the values: choices that nobody gave.
    std::function<Result<Json>(store::Session&, Object const&, Field const&, Json body)> prepare;
    /// What would become of the values: `{values, misfits, fitting, misfitting}`, the last two examples.
    std::function<Result<Json>(store::Session&, Actor const&, Object const&, Field const& from, Field const& to,
                               Json const& body)>
        examine;
    /// Fills the columns of `to` from those of `from`; how many values did not fit.
    std::function<Result<std::int64_t>(store::Transaction&, Object const&, Field const& from, Field const& to,
                                       Json const& body)>
        fill;
    /// How one value becomes one of `to`.
    std::function<Result<ConvertValue>(store::Session&, Field const& from, Field const& to, Json const& body)>
        converter;
    /// Makes the words anew by which records with a value in the field's columns are found; `too_many_records` beyond
    /// so many.
    std::function<Result<void>(store::Transaction&, Object const&, Field const& in, std::int64_t values_max)> reindex;
};

class Alteration;
struct Differences;

class Definitions {
public:
    Definitions(store::Database& database, Published& published);

    /// Names that no object may have: of routes, of schemas in the documentation.
    void reserve(std::vector<std::string> names);
    /// Asked before something is retired or deleted.
    void add_mentions(FindMentions find);
    /// Asked before any change is committed: one that breaks something blocking is refused as `in_use`.
    void add_broken(FindBroken find);
    /// How definitions are shown to those who do not manage them.
    void show_by(SeenBy seen_by, MayDo may_do) {
        seen_by_ = std::move(seen_by);
        may_do_ = std::move(may_do);
    }
    SeenBy const& seen_by() const { return seen_by_; }
    MayDo const& may_do() const { return may_do_; }
    /// Before the first change of a type.
    void set_conversion(Conversion conversion) { conversion_ = std::move(conversion); }
    /// Before the first change of a field of people that has values.
    void set_kept_values(KeptValues kept_values) { kept_values_ = std::move(kept_values); }
    /// Before the first field that has one.
    void set_formulas(Formulas formulas) { formulas_ = std::move(formulas); }
    SchemaPointer current() const { return published_.current(); }
    /// Publishes what another server process changed, if anything.
    Result<void> reload();

    // Doors. The definition afterwards. Errors: forbidden, not_found (with the nearest name), invalid, conflict.
    Result<ObjectPointer> add_object(Author const& author, Json const& body);
    Result<ObjectPointer> change_object(Author const& author, std::string_view object, Json const& body);
    Result<ObjectPointer> retire_object(Author const& author, std::string_view object);
    Result<ObjectPointer> restore_object(Author const& author, std::string_view object);
    /// For good, with its records. Only what is retired.
    Result<void> delete_object(Author const& author, std::string_view object);
    Result<ObjectPointer> add_field(Author const& author, std::string_view object, Json const& body);
    Result<ObjectPointer> change_field(Author const& author, std::string_view object, std::string_view field,
                                       Json const& body);
    /// What a change of type would do, and the field as it would be: `{field, values, misfits, fitting, misfitting}`.
    Result<Json> examine_type(Actor const& actor, std::string_view object, std::string_view field, Json const& body);
    /// `{type}`, with `choices`, `scale` and `currency` where the type asks for them. `conflict` (`values_would_go`)
    /// where values do not fit, unless the body says `is_lossy`.
    Result<ObjectPointer> change_type(Author const& author, std::string_view object, std::string_view field,
                                      Json const& body);
    /// A choice of an open field, for whoever may write the field: `{label}`, a text by language, with `color` where
    /// it has one. What has this label already, whatever case and accents, is the choice. Errors: `conflict`
    /// (`closed_field`), `invalid` (`too_many_choices`). It stays, whatever becomes of the edit that it was made for.
    Result<AddedChoice> add_choice(Author const& author, std::string_view object, std::string_view field,
                                   Json const& body);
    Result<ObjectPointer> retire_field(Author const& author, std::string_view object, std::string_view field);
    Result<ObjectPointer> restore_field(Author const& author, std::string_view object, std::string_view field);
    /// For good, with its values and their history. Only what is retired.
    Result<void> delete_field(Author const& author, std::string_view object, std::string_view field);
    // Composites (`schema/composites.cpp`). Their parts are fields of the object, which are changed by the doors above
    // but made, retired, restored and deleted with the whole: `conflict` (`part_of_composite`) otherwise. Those that
    // Kith brings can be given another label and nothing else (`standard_composite`); their parts go each by itself.
    /// `{label, type}`, with `name`, `parts` and `is_personal` where they are not the usual ones.
    Result<ObjectPointer> add_composite(Author const& author, std::string_view object, Json const& body);
    /// `{label}`. The parts' labels follow where they still are what they were made as.
    Result<ObjectPointer> change_composite(Author const& author, std::string_view object, std::string_view composite,
                                           Json const& body);
    Result<ObjectPointer> retire_composite(Author const& author, std::string_view object, std::string_view composite);
    Result<ObjectPointer> restore_composite(Author const& author, std::string_view object, std::string_view composite);
    /// For good, with its parts and their values. Only what is retired.
    Result<void> delete_composite(Author const& author, std::string_view object, std::string_view composite);

    /// The order in which fields are shown: those named come first.
    Result<ObjectPointer> order_fields(Author const& author, std::string_view object,
                                       std::vector<std::string> const& names);

    /// Makes what a set-up (`set_up_of`) has and this workspace lacks, and changes what differs, inside a transaction
    /// that may be thrown away to learn what would change. The picture as it will be. `invalid` with every place where
    /// the set-up cannot be followed.
    Result<SchemaPointer> take_over(store::Transaction& transaction, Author const& author, Json const& objects,
                                    Differences& told);

    /// Several at once, for the program itself: how many are new. Those that cannot be or have no room are left out.
    Result<std::int64_t> add_choices(Author const& author, std::string_view object, std::string_view field,
                                     std::vector<Label> const& labels);

    /// What a retirement would touch: mentions, and how many records have a value (capped at 10,001).
    struct Usage {
        std::vector<Mention> mentions;
        std::int64_t records = 0;
    };
    Result<Usage> usage(Actor const& actor, std::string_view object, std::string_view field);
    /// Of any of its parts.
    Result<Usage> usage_of_composite(Actor const& actor, std::string_view object, std::string_view composite);

    /// How many changes of definitions a change set made.
    Result<std::int64_t> changes_of(store::Session& session, ChangeSetId change_set);
    /// Takes the changes of a change set back, inside the transaction that reverts it; nothing where it has none.
    /// `conflict` where a definition was changed since or what it had is gone. Choices that were added to open fields
    /// since are no such change, and stay.
    Result<void> revert(store::Transaction& transaction, Author const& author, ChangeSetId change_set);

private:
    using Work = std::function<Result<void>(Alteration&)>;
    /// For those who manage definitions.
    Result<SchemaPointer> alter(Author const& author, Work const& work);
    Result<SchemaPointer> alter_by(Author const& author, Work const& work);
    Result<void> alter_in(store::Transaction& transaction, Author const& author, Work const& work);
    Result<ObjectPointer> altered(Author const& author, std::string_view object, Work const& work);
    /// `not_found` where the actor does not see the field, `forbidden` where they may not write it.
    Result<void> check_may_add_choice(Actor const& actor, std::string_view object, std::string_view field) const;
    Result<void> check_free(Object const& object, Field const* field, SchemaPointer const& schema) const;
    Result<void> check_unbroken(store::Session& session, SchemaPointer const& before, SchemaPointer const& after) const;
    std::vector<Mention> mentions_of(Object const& object, Field const* field, Schema const& schema) const;
    /// Nothing where nobody has said how.
    Result<void> reindex(store::Transaction& transaction, Object const& object, Field const& in,
                         std::int64_t values_max) const;
    // One field of an object that is being altered.
    Result<void> take_out_of_use(Alteration& alteration, Object& object, std::string_view field) const;
    Result<void> bring_back(Alteration& alteration, Object& object, std::string_view field) const;
    Result<void> delete_for_good(Alteration& alteration, Object& object, std::string_view field) const;
    /// Of these fields together; of none: of the object.
    Result<Usage> usage_of(Schema const& schema, Object const& object, std::vector<Field const*> const& fields);
    Result<void> search_what_came_back(store::Transaction& transaction, Object const& was, Object const& object) const;

    store::Database& database_;
    Published& published_;
    std::vector<std::string> reserved_;
    std::vector<FindMentions> find_mentions_;
    std::vector<FindBroken> find_broken_;
    SeenBy seen_by_;
    MayDo may_do_;
    Conversion conversion_;
    KeptValues kept_values_;
    Formulas formulas_;
};

}  // namespace kith::schema
