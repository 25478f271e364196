// fuzz-modules: base store schema rule
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rule/formula.hpp"

// Whatever reads as a formula prints to a text that reads as the same.
static void feed_formula(std::string_view text) {
    using namespace kith::rule;
    auto const reading = read_formula(text);
    if (!reading.term) return;
    auto const printed = print(*reading.term);
    auto const again = read_formula(printed);
    if (!again.term && again.problem.code != "too_long") std::abort();
    if (again.term && print(*again.term) != printed) std::abort();
}

// Whatever parses, as text or as JSON, prints to a text that parses to the same, and so does its JSON.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace kith::rule;
    feed_formula({reinterpret_cast<char const*>(data), size});
    auto const parsed = parse({reinterpret_cast<char const*>(data), size});
    if (!parsed) return 0;
    auto const text = print(**parsed);
    auto const again = parse(text);
    // Printed, a rule may be longer than the limit; nothing else may be wrong with it.
    if (!again && again.error().fields.front().code != "too_long") std::abort();
    if (again && print(**again) != text) std::abort();
    auto const json = to_json(**parsed);
    auto const from = from_json(json);
    if (!from && from.error().fields.front().code != "too_long") std::abort();
    if (from && (print(**from) != text || to_json(**from) != json)) std::abort();
    return 0;
}
