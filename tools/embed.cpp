// Writes files as C++ so that they travel inside the executable.
//
//   kith_embed queries  FILE.sql HEADER      a constant of kith::sql for each query of the file
//   kith_embed registry HEADER INCLUDE...    kith::sql::all(): every query of every header named
//   kith_embed folder   NAME FOLDER SOURCE   kith::embedded::NAME(): the files of a folder, ordered by path
//
// A query file is a sequence of
//
//   -- name: person_by_key
//   -- scope: single-key | scatter | coordinator
//   SELECT ...
//
// where the text goes on until the next name or the end of the file.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::string const& what) {
    std::cerr << "kith_embed: " << what << "\n";
    std::exit(1);
}

std::string read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail("cannot read " + path.string());
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// Leaves an unchanged file alone, so that nothing is compiled again for it.
void write_file(fs::path const& path, std::string const& text) {
    fs::create_directories(path.parent_path());
    if (fs::exists(path) && read_file(path) == text) {
        fs::last_write_time(path, fs::file_time_type::clock::now());
        return;
    }
    std::ofstream(path, std::ios::binary) << text;
}

std::string trimmed(std::string text) {
    auto const blank = [](unsigned char c) { return std::isspace(c) != 0; };
    while (!text.empty() && blank(static_cast<unsigned char>(text.back()))) text.pop_back();
    text.erase(text.begin(), std::find_if_not(text.begin(), text.end(),
                                              [&](char c) { return blank(static_cast<unsigned char>(c)); }));
    return text;
}

struct NamedQuery {
    std::string name, scope, text;
};

std::vector<NamedQuery> parse_queries(fs::path const& path) {
    std::vector<NamedQuery> queries;
    std::istringstream in(read_file(path));
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("-- name:", 0) == 0) {
            queries.push_back({trimmed(line.substr(8)), "", ""});
        } else if (line.rfind("-- scope:", 0) == 0 && !queries.empty()) {
            queries.back().scope = trimmed(line.substr(9));
        } else if (!queries.empty() && line.rfind("--", 0) != 0) {
            queries.back().text += line + "\n";
        }
    }
    for (auto& query : queries) {
        query.text = trimmed(query.text);
        if (!query.text.empty() && query.text.back() == ';') query.text.pop_back();
        if (query.text.empty()) fail(path.string() + ": query " + query.name + " is empty");
        if (query.scope != "single-key" && query.scope != "scatter" && query.scope != "coordinator")
            fail(path.string() + ": query " + query.name + " needs -- scope: single-key, scatter or coordinator");
        std::replace(query.scope.begin(), query.scope.end(), '-', '_');
    }
    return queries;
}

void write_queries(fs::path const& file, fs::path const& header) {
    std::ostringstream out;
    out << "// Made from " << file.filename().string()
        << ".\n#pragma once\n#include \"store/query.hpp\"\n\nnamespace kith::sql {\n";
    for (auto const& query : parse_queries(file)) {
        out << "inline constexpr store::Query " << query.name << "{\"" << query.name << "\", R\"sql(" << query.text
            << ")sql\", store::Scope::" << query.scope << "};\n";
    }
    out << "}  // namespace kith::sql\n";
    write_file(header, out.str());
}

void write_registry(fs::path const& header, std::vector<std::string> const& includes) {
    std::ostringstream out, list;
    out << "#pragma once\n#include <vector>\n#include \"store/query.hpp\"\n";
    for (auto const& include : includes) {
        out << "#include \"" << include << "\"\n";
        fs::path const source = fs::path(KITH_SOURCE_FOLDER) / include.substr(0, include.size() - 4);
        for (auto const& query : parse_queries(source)) list << "        &" << query.name << ",\n";
    }
    out << "\nnamespace kith::sql {\ninline std::vector<store::Query const*> all() {\n    return {\n"
        << list.str() << "    };\n}\n}  // namespace kith::sql\n";
    write_file(header, out.str());
}

void write_folder(std::string const& name, fs::path const& folder, fs::path const& source) {
    std::vector<fs::path> files;
    if (fs::exists(folder)) {
        for (auto const& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::ostringstream out;
    out << "#include \"base/embedded.hpp\"\n\nnamespace kith::embedded {\nnamespace {\n";
    for (std::size_t i = 0; i < files.size(); ++i) {
        // The assembler reads the bytes: quick for megabytes, where an array initialiser is not.
        out << "asm(\".section .rodata\\n.balign 16\\nkith_" << name << "_" << i << ":\\n.incbin \\\""
            << fs::absolute(files[i]).string() << "\\\"\\nkith_" << name << "_" << i
            << "_end:\\n.byte 0\\n.previous\\n\");\n"
            << "extern \"C\" char const kith_" << name << "_" << i << "[], kith_" << name << "_" << i << "_end[];\n";
    }
    out << "}  // namespace\n\nstd::vector<File> " << name << "() {\n    return {\n";
    for (std::size_t i = 0; i < files.size(); ++i) {
        out << "        {\"" << fs::relative(files[i], folder).generic_string() << "\", std::string_view(kith_" << name
            << "_" << i << ", static_cast<std::size_t>(kith_" << name << "_" << i << "_end - kith_" << name << "_" << i
            << "))},\n";
    }
    out << "    };\n}\n}  // namespace kith::embedded\n";
    write_file(source, out.str());
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const args(argv + 1, argv + argc);
    if (args.size() == 3 && args[0] == "queries") {
        write_queries(args[1], args[2]);
    } else if (args.size() >= 2 && args[0] == "registry") {
        write_registry(args[1], {args.begin() + 2, args.end()});
    } else if (args.size() == 4 && args[0] == "folder") {
        write_folder(args[1], args[2], args[3]);
    } else {
        fail("usage: queries FILE HEADER | registry HEADER INCLUDE... | folder NAME FOLDER SOURCE");
    }
}
