#include "base/secrets.hpp"

#include <sodium.h>

#include <vector>

namespace kith::secrets {

Result<void> initialise() {
    if (sodium_init() < 0) return Error::internal("libsodium could not be initialised");
    return {};
}

std::string random_text(std::size_t bytes) {
    std::vector<unsigned char> random(bytes);
    randombytes_buf(random.data(), random.size());
    std::string text(sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // the terminating NUL
    return text;
}

Hash hash(std::string_view secret) {
    Hash out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<unsigned char const*>(secret.data()), secret.size(),
                       nullptr, 0);
    return out;
}

Hash keyed_hash(Hash const& key, std::string_view text) {
    Hash out;
    crypto_generichash(out.data(), out.size(), reinterpret_cast<unsigned char const*>(text.data()), text.size(),
                       key.data(), key.size());
    return out;
}

Hash random_key() {
    Hash key;
    randombytes_buf(key.data(), key.size());
    return key;
}

Result<std::string> hash_password(std::string_view password) {
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), 2, 19 * 1024 * 1024,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error::unavailable("The server has no memory to spare; try again.", "argon2id: out of memory");
    out.resize(out.find('\0'));
    return out;
}

bool is_password(std::string_view stored, std::string_view password) {
    std::string const text(stored);
    return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

}  // namespace kith::secrets
