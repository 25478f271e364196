// Definitions that an administrator changes, with what the program brings to them: types change, fields are worked out,
// and a change is taken back.
#pragma once

#include "records/formulas.hpp"
#include "records/type_change.hpp"
#include "schema/definitions.hpp"
#include "tests/records/records_fixture.hpp"

namespace kith::records {

class DefinitionsFixture : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        definitions_ = std::make_unique<schema::Definitions>(*database_, *published_);
        definitions_->set_conversion(conversion(*access_));
        definitions_->set_formulas(formulas());
        records_->add_reverting(
            {[this](store::Session& session, ChangeSetId id) { return definitions_->changes_of(session, id); },
             [this](store::Transaction& transaction, Write const& write, ChangeSetId id) {
                 return definitions_->revert(transaction, {write.actor, write.change_set}, id);
             }});
    }

    static Actor administrator() {
        auto actor = member();
        actor.permissions.add(Permission::workspace_manage);
        return actor;
    }
    static schema::Author author() { return schema::Author::begin(administrator()); }

    std::unique_ptr<schema::Definitions> definitions_;
};

}  // namespace kith::records
