#include "connect/debugger.hpp"

#include "connect/limits.hpp"

#include <algorithm>
#include <array>

namespace kith::connect {

namespace {

Json json_of(DebugEntry const& entry) {
    Json json{{"at", entry.at.text()}, {"call", entry.call}, {"type", entry.type}, {"outcome", name_of(entry.outcome)}};
    if (!entry.reason.empty()) json["reason"] = entry.reason;
    if (entry.event) {
        json["person"] = entry.event->person.text();
        json["event"] = entry.event->text();
    }
    auto payload = parse_json(entry.payload);
    json["payload"] = payload ? std::move(*payload) : Json(entry.payload);
    return json;
}

}  // namespace

std::string_view name_of(CallOutcome outcome) {
    static constexpr std::array<std::string_view, 4> names{"stored", "duplicate", "rejected", "flagged"};
    return names[static_cast<std::size_t>(outcome)];
}

void Debugger::note(SourceId source, std::vector<DebugEntry> entries) {
    std::vector<std::shared_ptr<http::EventStream>> streams;
    std::vector<std::string> told;
    {
        auto held = rings_.lock();
        auto& ring = (*held)[source];
        std::erase_if(ring.streams, [](auto const& stream) { return !stream->is_open(); });
        streams = ring.streams;
        if (!streams.empty())
            for (auto const& entry : entries) told.push_back(dump_json(json_of(entry)));
        for (auto& entry : entries) {
            ring.bytes += entry.payload.size();
            ring.entries.push_back(std::move(entry));
            while (ring.entries.size() > limits::debug_entries_max ||
                   (ring.bytes > limits::debug_bytes_max && ring.entries.size() > 1)) {
                ring.bytes -= ring.entries.front().payload.size();
                ring.entries.pop_front();
            }
        }
    }
    for (auto const& stream : streams)
        for (auto const& text : told)
            if (!stream->send("debug", text)) break;
}

Json Debugger::newest(SourceId source, std::size_t limit) const {
    Json list = Json::array();
    auto held = rings_.lock();
    auto const ring = held->find(source);
    if (ring == held->end()) return list;
    auto const& entries = ring->second.entries;
    for (auto entry = entries.rbegin(); entry != entries.rend() && list.size() < limit; ++entry)
        list.push_back(json_of(*entry));
    return list;
}

void Debugger::forget() {
    auto held = rings_.lock();
    for (auto& [source, ring] : *held) {
        ring.entries.clear();
        ring.bytes = 0;
    }
}

void Debugger::watch(SourceId source, std::shared_ptr<http::EventStream> stream) {
    auto held = rings_.lock();
    auto& streams = (*held)[source].streams;
    std::erase_if(streams, [](auto const& each) { return !each->is_open(); });
    streams.push_back(std::move(stream));
}

}  // namespace kith::connect
