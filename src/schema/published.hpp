// The picture of all definitions that is current.
//
// Whoever answers a request takes it once and works with it to the end, whatever is published meanwhile.
#pragma once

#include "base/guarded.hpp"
#include "schema/schema.hpp"

namespace kith::schema {

class Published {
public:
    explicit Published(SchemaPointer first) : current_(std::move(first)) {}
    SchemaPointer current() const { return *current_.lock(); }
    /// An older picture than the current one is dropped: two changes may be published in either order.
    void publish(SchemaPointer next) {
        auto held = current_.lock();
        if (next->version() >= (*held)->version()) *held = std::move(next);
    }

private:
    Guarded<SchemaPointer> current_;
};

}  // namespace kith::schema
