#include "http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "base/check.hpp"
#include "base/text.hpp"

namespace kith::http {

namespace {

constexpr int window_bits = 15;
constexpr int gzip_flag = 16;

unsigned char* writable(std::string_view bytes) {
    // zlib does not write through next_in; its type lacks the const.
    return const_cast<unsigned char*>(reinterpret_cast<unsigned char const*>(bytes.data()));
}

struct Inflater {
    z_stream stream{};
    explicit Inflater(int bits) { CHECK(inflateInit2(&stream, bits) == Z_OK); }
    ~Inflater() { inflateEnd(&stream); }
    Inflater(Inflater const&) = delete;
    Inflater& operator=(Inflater const&) = delete;
};

Result<std::string> inflate_with(std::string_view bytes, int bits, std::size_t bytes_max) {
    if (bytes.size() > std::numeric_limits<unsigned>::max()) return Error::too_large("The body is too large.");
    Inflater inflater(bits);
    auto& stream = inflater.stream;
    stream.next_in = writable(bytes);
    stream.avail_in = static_cast<unsigned>(bytes.size());
    std::string out;
    std::array<char, 16 * 1024> block;
    while (true) {
        stream.next_out = reinterpret_cast<unsigned char*>(block.data());
        stream.avail_out = static_cast<unsigned>(block.size());
        int const state = ::inflate(&stream, Z_NO_FLUSH);
        if (state != Z_OK && state != Z_STREAM_END) return Error::malformed("The compressed body is broken.");
        auto const count = block.size() - stream.avail_out;
        if (out.size() + count > bytes_max) return Error::too_large("The body is too large once it is decompressed.");
        out.append(block.data(), count);
        if (state == Z_OK) continue;
        // RFC 1952, section 2.2: a gzip file is a series of members. Only another member's magic counts, not padding.
        bool const has_another =
            bits > window_bits && stream.avail_in >= 2 && stream.next_in[0] == 0x1f && stream.next_in[1] == 0x8b;
        if (!has_another) return out;
        inflateReset(&stream);
    }
}

double quality_of(std::string_view parameters) {
    auto const at = parameters.find("q=");
    if (at == std::string_view::npos) return 1;
    auto const text = parameters.substr(at + 2);
    double quality = 0;
    std::from_chars(text.data(), text.data() + text.size(), quality);
    return quality;
}

}  // namespace

std::string_view name_of(Encoding encoding) {
    switch (encoding) {
        case Encoding::identity:
            return "";
        case Encoding::gzip:
            return "gzip";
        case Encoding::brotli:
            return "br";
    }
    return "";
}

Encoding accepted_encoding(std::string_view accept_encoding) {
    double any = 0;
    double gzip_quality = -1;
    double brotli_quality = -1;
    while (!accept_encoding.empty()) {
        auto const end = accept_encoding.find(',');
        auto const item = accept_encoding.substr(0, end);
        accept_encoding = end == std::string_view::npos ? std::string_view{} : accept_encoding.substr(end + 1);
        auto const semicolon = item.find(';');
        auto const name = text::trimmed(item.substr(0, semicolon));
        double const quality = semicolon == std::string_view::npos ? 1 : quality_of(item.substr(semicolon + 1));
        if (name == "br") brotli_quality = quality;
        if (name == "gzip" || name == "x-gzip") gzip_quality = quality;
        if (name == "*") any = quality;
    }
    if (brotli_quality < 0) brotli_quality = any;
    if (gzip_quality < 0) gzip_quality = any;
    if (brotli_quality > 0 && brotli_quality >= gzip_quality) return Encoding::brotli;
    return gzip_quality > 0 ? Encoding::gzip : Encoding::identity;
}

std::string gzip(std::string_view bytes, int level) {
    CHECK(bytes.size() <= std::numeric_limits<unsigned>::max() / 2);
    z_stream stream{};
    CHECK(deflateInit2(&stream, level, Z_DEFLATED, window_bits + gzip_flag, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = writable(bytes);
    stream.avail_in = static_cast<unsigned>(bytes.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    int const state = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    CHECK(state == Z_STREAM_END);
    return out;
}

std::string brotli(std::string_view bytes, int quality) {
    std::string out(std::max<std::size_t>(BrotliEncoderMaxCompressedSize(bytes.size()), 64), '\0');
    std::size_t size = out.size();
    CHECK(BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                reinterpret_cast<std::uint8_t const*>(bytes.data()), &size,
                                reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
    out.resize(size);
    return out;
}

Result<std::string> inflate(std::string_view bytes, Wrapping wrapping, std::size_t bytes_max) {
    if (wrapping == Wrapping::gzip) return inflate_with(bytes, window_bits + gzip_flag, bytes_max);
    auto wrapped = inflate_with(bytes, window_bits, bytes_max);
    if (wrapped || wrapped.error().code == ErrorCode::too_large) return wrapped;
    return inflate_with(bytes, -window_bits, bytes_max);
}

}  // namespace kith::http
