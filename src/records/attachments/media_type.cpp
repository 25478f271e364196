#include "records/attachments/media_type.hpp"

namespace kith::records {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::string_view begins;
    std::string_view after;  ///< of a container: what kind it says it is
    std::size_t at;          ///< where that stands
    std::string_view media_type;
};

constexpr Signature signatures[] = {
    {"\x89PNG\r\n\x1A\n"sv, ""sv, 0, "image/png"},  // PNG specification, 5.2
    {"\xFF\xD8\xFF"sv, ""sv, 0, "image/jpeg"},      // ITU-T T.81, B.1.1: SOI and the next marker
    {"GIF87a"sv, ""sv, 0, "image/gif"},             // GIF 89a, 17
    {"GIF89a"sv, ""sv, 0, "image/gif"},
    {"RIFF"sv, "WEBP"sv, 8, "image/webp"},  // RFC 9649, 2.4
    {"%PDF-"sv, ""sv, 0, "application/pdf"},
};

}  // namespace

std::string_view media_type_of(std::string_view beginning) {
    for (auto const& each : signatures)
        if (beginning.starts_with(each.begins) &&
            (each.after.empty() || (beginning.size() > each.at && beginning.substr(each.at).starts_with(each.after))))
            return each.media_type;
    return "application/octet-stream";
}

bool is_picture(std::string_view media_type) { return media_type.starts_with("image/"); }

}  // namespace kith::records
