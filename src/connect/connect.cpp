#include "connect/connect_routes.hpp"

namespace kith::connect {

Result<std::unique_ptr<Connect>> Connect::load(store::Database& database, people::People& people,
                                               records::Records& records, schema::Definitions& definitions,
                                               Imports::ActorNow actor_now) {
    auto sources = TRY(Sources::load(database, people.property_types()));
    std::unique_ptr<Connect> connect(
        new Connect(database, people, records, definitions, std::move(sources), std::move(actor_now)));
    connect->imports_.install_hooks();
    return connect;
}

Result<std::shared_ptr<http::EventStream>> Connect::watch(Actor const& actor, SourceId source) {
    TRY(check_payloads(actor));
    TRY(sources_->source(source));
    auto stream = std::make_shared<http::EventStream>();
    debugger_.watch(source, stream);
    return stream;
}

}  // namespace kith::connect
