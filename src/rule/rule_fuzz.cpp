// fuzz-modules: base store schema rule
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "rule/rule.hpp"

// Whatever parses prints to a text that parses to the same.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const parsed = kith::rule::parse({reinterpret_cast<char const*>(data), size});
    if (!parsed) return 0;
    auto const text = kith::rule::print(**parsed);
    auto const again = kith::rule::parse(text);
    if (again && kith::rule::print(**again) != text) std::abort();
    return 0;
}
