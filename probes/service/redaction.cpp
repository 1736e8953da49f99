#include "probes/service/redaction.h"

#include <algorithm>
#include <cstdint>

namespace probes {

static std::string base64(std::string_view bytes)
{
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto piece = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i != 3; ++i)
            bits = bits << 8 | (i < piece.size() ? static_cast<unsigned char>(piece[i]) : 0u);
        for (std::size_t i = 0; i != 4; ++i)
            out += i <= piece.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
    return out;
}

void Redaction::add(std::string_view secret)
{
    if (secret.empty())
        return;
    m_secrets.emplace_back(secret);
    // One that is part of another must not break it up first.
    std::ranges::sort(m_secrets, std::ranges::greater(), &std::string::size);
}

void Redaction::addBasic(std::string_view user, std::string_view password)
{
    if (password.empty())
        return;
    add(password);
    add(base64(std::string(user) + ':' + std::string(password)));
}

std::string Redaction::operator()(std::string text) const
{
    constexpr std::string_view kInstead = "***";
    for (const auto &secret : m_secrets) {
        for (auto at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + kInstead.size()))
            text.replace(at, secret.size(), kInstead);
    }
    return text;
}

bool isSecretHeader(std::string_view name)
{
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    constexpr std::string_view kWords[] = {"auth", "cookie", "token", "secret", "key", "password", "session", "signature"};
    return std::ranges::any_of(kWords, [&](std::string_view word) { return lower.find(word) != std::string_view::npos; });
}

} // namespace probes
