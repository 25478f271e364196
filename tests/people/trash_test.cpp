// A person in the trash is hidden, not erased: their keys still say who they are.
#include "tests/people/people_fixture.hpp"

namespace kith::people {
namespace {

using testing::SizeIs;

class PeopleInTrashTest : public PeopleTest {};

TEST_P(PeopleInTrashTest, what_a_deleted_person_does_is_kept_hidden_and_is_there_once_they_are_restored) {
    auto const person = resolve({user("u1"), email("ona@example.com")}).person;
    learn(person, {{"given_name", "Ona"}, {"email", "ona@example.com"}});
    RecordId const record{person.uuid};
    auto const version = version_of(*records_->get(clerk(), *person_, record));
    ASSERT_OK(records_->remove(edit(), *person_, record, version));
    EXPECT_THAT(list({}).records, SizeIs(0));

    // They come back by their own act: nobody new is made, and nobody is shown whom somebody decided to hide.
    auto const again = resolve({email("ona@example.com")});
    EXPECT_EQ(again.person, person);
    learn(person, {{"city", "Vilnius"}});
    EXPECT_THAT(list({}).records, SizeIs(0));
    records::ListQuery search;
    search.search = "Ona";
    EXPECT_THAT(list(search).records, SizeIs(0));
    EXPECT_FALSE(people_->timeline(clerk(), person, {}));
    records::ListQuery trash;
    trash.is_deleted = true;
    EXPECT_THAT(list(trash, clerk()).records, SizeIs(1));

    ASSERT_OK(records_->restore(edit(), *person_, record));
    EXPECT_EQ((*records_->get(clerk(), *person_, record))["city"], "Vilnius");
    EXPECT_THAT(list(search).records, SizeIs(1));
    EXPECT_OK(people_->timeline(clerk(), person, {}));
}

ON_BOTH_DATABASES(PeopleInTrashTest);

}  // namespace
}  // namespace kith::people
