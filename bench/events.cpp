#include "bench/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/time.hpp"
#include "tests/support/http_client.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t batch_events = 100;
constexpr char const* context =
    R"({"library":{"name":"@segment/analytics-node","version":"3.1.0"},"page":{"path":"/shop","title":"Shop"},"locale":"lt-LT"})";

std::string batch_request(std::size_t from, std::size_t to, std::string const& write_key,
                          std::function<std::string(std::size_t)> const& item) {
    std::string body = R"({"batch":[)";
    for (auto at = from; at < to; ++at) body += (at == from ? "" : ",") + item(at);
    body += fmt::format(R"(],"sentAt":"{}"}})", Instant::now().text());
    return support::http_request("POST", "/v1/batch", support::basic_authorization(write_key), body);
}

std::vector<std::string> in_batches(std::size_t count, std::string const& write_key,
                                    std::function<std::string(std::size_t)> const& item) {
    std::vector<std::string> requests;
    for (std::size_t from = 0; from < count; from += batch_events)
        requests.push_back(batch_request(from, std::min(count, from + batch_events), write_key, item));
    return requests;
}

}  // namespace

Events::Events(int people, std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < people; ++i) people_.push_back({fmt::format("customer-{}", i), Uuid::make()});
}

std::vector<Sample> Events::make(int count) {
    static constexpr std::string_view types[] = {"Product Viewed", "Product Added", "Cart Viewed", "Checkout Started",
                                                 "Promotion Clicked"};
    std::vector<Sample> samples;
    auto const now = Instant::now().ms;
    for (int i = 0; i < count; ++i) {
        auto const roll = random_();
        Sample sample;
        sample.person = roll % people_.size();
        sample.message_id = fmt::format("node-next-{}-{}", now, ++made_);
        sample.type = types[roll >> 32 & 3];
        sample.properties = fmt::format(
            R"({{"product_id":"sku-{}","name":"Wool blanket, {} cm","category":"Home","price":{}.95,"quantity":{},"position":{},"is_gift":{}}})",
            roll >> 40 & 0xfff, 100 + (roll >> 20 & 0x7f), 5 + (roll >> 8 & 0x3f), 1 + (roll >> 16 & 3),
            roll >> 24 & 0x1f, (roll & 8) != 0);
        sample.context = context;
        sample.occurred_at = now - static_cast<std::int64_t>(roll >> 50);
        samples.push_back(std::move(sample));
    }
    return samples;
}

std::vector<std::string> batch_requests(std::vector<Sample> const& samples, std::vector<Somebody> const& people,
                                        std::string const& write_key) {
    return in_batches(samples.size(), write_key, [&](std::size_t at) {
        auto const& sample = samples[at];
        return fmt::format(
            R"({{"type":"track","event":"{}","userId":"{}","messageId":"{}","timestamp":"{}","properties":{},"context":{},"integrations":{{}},"_metadata":{{"nodeVersion":"22.0.0"}}}})",
            sample.type, people[sample.person].user_id, sample.message_id, Instant{sample.occurred_at}.text(),
            sample.properties, sample.context);
    });
}

std::vector<std::string> identify_requests(std::vector<Somebody> const& people, std::string const& write_key) {
    return in_batches(people.size(), write_key, [&](std::size_t at) {
        return fmt::format(
            R"({{"type":"identify","userId":"{0}","messageId":"identify-{0}","traits":{{"email":"{0}@example.com","firstName":"Ona","lastName":"Number {1}","country":"LT"}}}})",
            people[at].user_id, at);
    });
}

}  // namespace kith::bench
