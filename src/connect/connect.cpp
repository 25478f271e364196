#include "connect/connect_routes.hpp"

namespace kith::connect {

Result<std::unique_ptr<Connect>> Connect::load(store::Database& database, people::People& people) {
    auto sources = TRY(Sources::load(database, people.property_types()));
    return std::unique_ptr<Connect>(new Connect(database, people, std::move(sources)));
}

Result<std::shared_ptr<http::EventStream>> Connect::watch(Actor const& actor, SourceId source) {
    TRY(check_payloads(actor));
    TRY(sources_->source(source));
    auto stream = std::make_shared<http::EventStream>();
    debugger_.watch(source, stream);
    return stream;
}

}  // namespace kith::connect
