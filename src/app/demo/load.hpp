// The stories of the example business, written down the way that senders' calls are: keys are claimed and resolved,
// values learnt with their provenance, events appended behind the claim of their message, consents added to the ledger,
// and all of it noted in the change log, many stories a transaction. Everything counts from when it happened.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "app/demo/business.hpp"
#include "app/kith.hpp"

namespace kith::app::demo {

struct Loaded {
    std::int64_t people = 0, visitors = 0, events = 0, consents = 0, households = 0;
};

class Loader {
public:
    /// `clerk` is who of the business told which people live together. The sources are made here.
    static Result<Loader> open(Kith& kith, Options const& options, Actor clerk);
    /// Until the line ends; `note` hears of each transaction.
    Result<Loaded> run(Business& business, std::function<void(Loaded const&)> const& note);
    /// Some calls that cannot be stored, so that there is a dead letter to look at.
    Result<void> send_bad_calls();

private:
    class Batch;
    Loader(Kith& kith, Options const& options, Actor clerk)
        : kith_(kith), options_(options), clerk_(std::move(clerk)) {}
    Result<void> write(std::vector<Story> const& stories, Loaded& loaded);

    Kith& kith_;
    Options options_;
    Actor clerk_;
    std::vector<std::shared_ptr<connect::Source const>> sources_;  ///< by origin
    std::map<std::int64_t, RecordId> households_;                  ///< of the last stories: members come close together
};

}  // namespace kith::app::demo
