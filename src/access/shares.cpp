#include "access/shares.hpp"

#include <algorithm>
#include <iterator>

namespace kith::access {

Shares::Shares(std::vector<Share> shares) {
    std::map<Key, std::vector<Uuid>> records;
    for (auto const& share : shares) records[{share.object, share.grantee}].push_back(share.record);
    for (auto& [key, list] : records) {
        std::sort(list.begin(), list.end());
        records_.emplace(key, std::make_shared<std::vector<Uuid> const>(std::move(list)));
    }
}

std::shared_ptr<std::vector<Uuid> const> Shares::of(std::string_view object, std::vector<Uuid> const& grantees) const {
    std::shared_ptr<std::vector<Uuid> const> all;
    if (records_.empty()) return all;
    for (auto const grantee : grantees) {
        auto const found = records_.find({std::string(object), grantee});
        if (found == records_.end()) continue;
        if (!all) {
            all = found->second;
            continue;
        }
        std::vector<Uuid> both;
        std::set_union(all->begin(), all->end(), found->second->begin(), found->second->end(),
                       std::back_inserter(both));
        all = std::make_shared<std::vector<Uuid> const>(std::move(both));
    }
    return all;
}

}  // namespace kith::access
