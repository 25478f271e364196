// What is known of people, with who said it, follows a field that gets another type, its old one back, or goes for
// good.
#pragma once

#include "schema/kept_values.hpp"

namespace kith::people {

schema::KeptValues kept_values();

}  // namespace kith::people
