// Prepared statements by their SQL text, least recently used last. A static text is found by its address; others by
// their hash.
#pragma once

#include <array>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kith::store {

/// `Statement` frees what it holds when it is destroyed.
template <class Statement>
class StatementCache {
public:
    explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}

    Statement* find(std::string_view sql) {
        auto& shortcut = shortcuts_[slot_of(sql)];
        // An address can be another text by now, so the text is compared; what the shortcut saves is hashing it.
        if (shortcut.entry != nullptr && shortcut.address == sql.data() && shortcut.entry->first == sql)
            return &shortcut.entry->second;
        auto const found = by_text_.find(sql);
        if (found == by_text_.end()) return nullptr;
        entries_.splice(entries_.begin(), entries_, found->second);
        shortcut = {sql.data(), &*found->second};
        return &found->second->second;
    }

    Statement& add(std::string_view sql, Statement statement) {
        if (entries_.size() >= capacity_) {
            shortcuts_.fill({});
            by_text_.erase(entries_.back().first);
            entries_.pop_back();
        }
        entries_.emplace_front(std::string(sql), std::move(statement));
        by_text_.emplace(entries_.front().first, entries_.begin());
        return entries_.front().second;
    }

    void remove(std::string_view sql) {
        auto const found = by_text_.find(sql);
        if (found == by_text_.end()) return;
        shortcuts_.fill({});
        auto const entry = found->second;
        by_text_.erase(found);
        entries_.erase(entry);
    }

    void clear() {
        shortcuts_.fill({});
        by_text_.clear();
        entries_.clear();
    }

    std::size_t size() const { return entries_.size(); }

private:
    using Entry = std::pair<std::string, Statement>;
    struct Shortcut {
        char const* address = nullptr;
        Entry* entry = nullptr;
    };
    static constexpr std::size_t shortcut_count = 256;
    static std::size_t slot_of(std::string_view sql) {
        auto const address = reinterpret_cast<std::uintptr_t>(sql.data());
        return (address ^ (address >> 8) ^ sql.size()) % shortcut_count;
    }

    std::size_t capacity_;
    std::list<Entry> entries_;
    std::unordered_map<std::string_view, typename std::list<Entry>::iterator> by_text_;
    std::array<Shortcut, shortcut_count> shortcuts_{};
};

}  // namespace kith::store
