// Assertions for bugs, never for input. CHECK stays in every build: going on would lose or leak something. DCHECK is
// for what is costly to test and whose failure would show elsewhere soon.
#pragma once

namespace kith {
[[noreturn]] void check_failed(char const* expression, char const* file, int line);
}

#define CHECK(expression) ((expression) ? static_cast<void>(0) : ::kith::check_failed(#expression, __FILE__, __LINE__))
#ifdef NDEBUG
#define DCHECK(expression) static_cast<void>(0)
#else
#define DCHECK(expression) CHECK(expression)
#endif
