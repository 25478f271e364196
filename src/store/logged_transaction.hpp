// What the transactions of both databases have in common: their time, the changes they note, their hooks and jobs.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace kith::store {

class LoggedTransaction : public Transaction {
public:
    explicit LoggedTransaction(JobSignal& job_signal) : job_signal_(job_signal), now_(Instant::now()) {}

    Instant now() const final { return now_; }
    void set_now(Instant now) final { now_ = now; }
    void note(Change change) final { changes_.push_back(std::move(change)); }
    void after_commit(std::function<void()> hook) final { hooks_.push_back(std::move(hook)); }
    Result<void> enqueue(NewJob job) final;
    Result<Rows> run(std::string_view sql, std::span<Parameter const> parameters) final;

    /// What the work came to: its own error; or that of a statement which failed, although the work went on; or that of
    /// what waited for the end, or of writing the changes down.
    Result<void> finish(Result<void> outcome);
    /// To be run once the commit is durable.
    std::vector<std::function<void()>> take_hooks() { return std::move(hooks_); }

protected:
    virtual Result<Rows> run_statement(std::string_view sql, std::span<Parameter const> parameters) = 0;

private:
    /// Writes the changes that were noted, slot by slot in ascending order. The last statements before COMMIT: the
    /// slots' rows stay locked until then, so that within a slot seq follows commit order.
    Result<void> write_changes();
    Result<std::map<int, std::int64_t>> advance(std::map<int, std::vector<Change const*>> const& by_slot);

    JobSignal& job_signal_;
    Instant now_;
    std::vector<Change> changes_;
    std::vector<std::function<void()>> hooks_;
    bool has_jobs_ = false;
    std::optional<Error> failure_;  // of the first statement that failed
};

/// The slot that a change of this person goes to.
int slot_of(std::optional<PersonId> const& person, int slots);

}  // namespace kith::store
