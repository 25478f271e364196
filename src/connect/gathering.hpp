// Work that waits for other work of its kind is done together with it.
//
// Each commit waits for the disk, and commits that touch the same rows wait for each other. Callers hand in an item
// each; while one of them works on what has gathered, the next items gather, and whoever stands first works on them
// all. A lone caller never waits. Nothing is lost: an item is worked on exactly once, on the thread of a caller.
#pragma once

#include <condition_variable>
#include <deque>
#include <span>
#include <vector>

#include "base/guarded.hpp"

namespace kith::connect {

/// `Item` says `weight()` and `goes_with(other)`.
template <class Item>
class Gathering {
public:
    /// At most `workers_max` callers work at once, each on items of at most `weight_max` together (or on one item).
    Gathering(std::size_t workers_max, std::size_t weight_max) : workers_max_(workers_max), weight_max_(weight_max) {}

    /// Returns when `work(std::span<Item* const>)` was called with the item among others, by this caller or another.
    /// `work` must not throw.
    template <class Work>
    void pass(Item& item, Work const& work) {
        Waiting self{&item, false};
        std::vector<Waiting*> taken;
        {
            auto state = state_.lock();
            state->waiting.push_back(&self);
            state.wait(changed_, [&] { return self.is_done || is_turn(*state, self); });
            if (self.is_done) return;
            ++state->workers;
            taken = take(*state);
        }
        changed_.notify_all();  // another may be first now
        std::vector<Item*> items;
        items.reserve(taken.size());
        for (auto const* each : taken) items.push_back(each->item);
        work(std::span<Item* const>(items));
        {
            auto state = state_.lock();
            --state->workers;
            for (auto* each : taken) each->is_done = true;
        }
        changed_.notify_all();
    }

private:
    struct Waiting {
        Item* item;
        bool is_done;
    };
    struct State {
        std::deque<Waiting*> waiting;
        std::size_t workers = 0;
    };

    bool is_turn(State const& state, Waiting const& self) const {
        return state.workers < workers_max_ && !state.waiting.empty() && state.waiting.front() == &self;
    }

    /// The first, and what may go with it, in the order in which they came.
    std::vector<Waiting*> take(State& state) const {
        std::vector<Waiting*> taken;
        std::deque<Waiting*> left;
        std::size_t weight = 0;
        for (auto* each : state.waiting) {
            bool const is_first = taken.empty();
            bool const has_room = is_first || weight + each->item->weight() <= weight_max_;
            if (has_room && (is_first || each->item->goes_with(*taken.front()->item))) {
                weight += each->item->weight();
                taken.push_back(each);
            } else {
                left.push_back(each);
            }
        }
        state.waiting.swap(left);
        return taken;
    }

    std::size_t const workers_max_, weight_max_;
    Guarded<State> state_;
    std::condition_variable changed_;
};

}  // namespace kith::connect
