// The people, companies and notes of a workspace of size, each made up from its number alone, so that a workload can
// ask for what it knows to be there.
#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"

namespace kith::bench {

class Crowd {
public:
    explicit Crowd(std::int64_t people) : people_(people) {}

    std::int64_t people() const { return people_; }
    std::int64_t companies() const { return people_ / 5; }
    std::int64_t notes() const { return people_; }

    /// As a sender would tell them, but for `company`, which is an id.
    Json traits(std::int64_t person) const;
    std::string given_name(std::int64_t person) const;
    std::string family_name(std::int64_t person) const;
    std::string email(std::int64_t person) const;
    std::string phone(std::int64_t person) const;
    /// What they spent, in cents.
    std::int64_t spent(std::int64_t person) const;
    /// Half of the people work for one of the companies; of the others: -1.
    std::int64_t employer(std::int64_t person) const;

    Json company(std::int64_t number) const;

    std::int64_t subject_of_note(std::int64_t note) const;
    std::string note(std::int64_t note) const;
    /// One of some three thousand, the first of which are the commonest.
    static std::string word(std::uint64_t rank);

private:
    std::int64_t people_;
};

/// A number that looks random, the same for the same two.
std::uint64_t drawn(std::uint64_t what, std::uint64_t number);

// What the filters and the row rule of the workloads keep of people.
inline constexpr char const* stage_of_half = "customer";
inline constexpr char const* stage_of_hundredth = "opportunity";
inline constexpr char const* row_rule = R"(country in ("LT", "LV"))";  // 85 of 100

}  // namespace kith::bench
