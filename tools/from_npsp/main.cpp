// kith_from_npsp FILE.sql FOLDER: see from_npsp.hpp and docs/user/from-salesforce.md.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tools/from_npsp/from_npsp.hpp"

namespace {

namespace fs = std::filesystem;

bool write(fs::path const& path, std::string const& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    return static_cast<bool>(file.flush());
}

int convert(std::string const& from, fs::path const& folder) {
    std::ifstream file(from, std::ios::binary);
    std::ostringstream sql;
    if (!file || !(sql << file.rdbuf())) {
        std::cerr << "Cannot read " << from << ".\n";
        return 1;
    }
    auto const converted = kith::tools::from_npsp(sql.str());
    if (!converted) {
        std::cerr << converted.error().message << "\n";
        return 1;
    }
    std::error_code failed;
    fs::create_directories(folder, failed);
    bool is_written = write(folder / "set-up.json", converted->set_up.dump(2) + "\n");
    std::string commands =
        "#!/bin/sh\n# Takes everything into the workspace in $1, the data folder of kith.\nset -e\ncd \"$(dirname "
        "\"$0\")\"\n";
    commands += "kith setup import set-up.json --data \"$1\"\n";
    for (auto const& each : converted->files) {
        is_written = write(folder / (each.object + ".csv"), each.csv) && is_written;
        auto const key = each.key().empty() ? "" : fmt::format(" --key {}", each.key());
        commands += fmt::format("kith import {0} {0}.csv --data \"$1\" --currency USD{1} --map '{2}'\n", each.object,
                                key, each.map());
        std::cout << fmt::format("{:>6} {} from {}\n", each.rows, each.object, each.table);
    }
    is_written = write(folder / "import.sh", commands) && is_written;
    std::string left;
    for (auto const& each : converted->not_taken) left += each + "\n";
    is_written = write(folder / "not-taken.txt", left) && is_written;
    std::cout << "Not taken:" << (left.empty() ? " nothing\n" : "\n" + left);
    if (is_written) return 0;
    std::cerr << "Cannot write in " << folder.string() << ".\n";
    return 1;
}

}  // namespace

int main(int count, char const* const* arguments) {
    if (count == 3) return convert(arguments[1], arguments[2]);
    std::cerr << "kith_from_npsp FILE.sql FOLDER\n";
    return 2;
}
