#include "probes/postgres/values.h"

#include "models/metric/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

namespace postgres {

namespace {

// Takes fixed parts from the front of a text.
class Taker {
public:
    explicit Taker(std::string_view text) : m_rest(text) {}

    int digits(std::size_t least, std::size_t most)
    {
        int value = 0;
        std::size_t count = 0;
        while (count < most && count < m_rest.size() && m_rest[count] >= '0' && m_rest[count] <= '9')
            value = value * 10 + (m_rest[count++] - '0');
        m_good = m_good && count >= least;
        m_rest.remove_prefix(count);
        return value;
    }
    bool take(char c)
    {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    void expect(char c) { m_good = take(c) && m_good; }
    bool done() const { return m_good && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_good = true;
};

} // namespace

std::optional<double> unixTime(std::string_view text)
{
    if (text == "infinity")
        return std::numeric_limits<double>::infinity();
    if (text == "-infinity")
        return -std::numeric_limits<double>::infinity();
    Taker taker(text);
    const int year = taker.digits(4, 6);
    taker.expect('-');
    const int month = taker.digits(2, 2);
    taker.expect('-');
    const int day = taker.digits(2, 2);
    taker.expect(' ');
    const int hour = taker.digits(2, 2);
    taker.expect(':');
    const int minute = taker.digits(2, 2);
    taker.expect(':');
    const int second = taker.digits(2, 2);
    double fraction = 0;
    if (taker.take('.')) {
        double scale = 0.1;
        for (int digit = 0; digit < 6; ++digit, scale /= 10)
            fraction += taker.digits(digit == 0 ? 1 : 0, 1) * scale;
    }
    taker.expect('+');
    const int offset = taker.digits(2, 2);
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))};
    if (!taker.done() || offset != 0 || !date.ok() || hour > 24 || minute > 59 || second > 60)
        return std::nullopt;
    const auto days = std::chrono::sys_days(date).time_since_epoch().count();
    return double(days) * 86'400 + hour * 3'600 + minute * 60 + second + fraction;
}

double numberOf(std::string_view text)
{
    if (text == "t")
        return 1;
    if (text == "f")
        return 0;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? value : std::numeric_limits<double>::quiet_NaN();
}

std::string boundedText(std::string_view text, std::size_t most)
{
    std::string clean;
    std::size_t characters = 0;
    while (!text.empty()) {
        std::size_t size = 1;
        const auto lead = static_cast<unsigned char>(text.front());
        if (lead >= 0x80)
            size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        size = std::min(size, text.size());
        if (++characters > most) {
            // The last one makes room for the sign that there is more.
            while (!clean.empty() && (static_cast<unsigned char>(clean.back()) & 0xC0) == 0x80)
                clean.pop_back();
            if (!clean.empty())
                clean.pop_back();
            return clean + "\u2026";
        }
        if (metric::isUtf8(text.substr(0, size)) && lead != 0) {
            clean += text.substr(0, size);
            text.remove_prefix(size);
        } else {
            clean += "\uFFFD";
            text.remove_prefix(1);
        }
    }
    return clean;
}

// Where the tag of a dollar-quoted text ends, "$$" or "$name$"; npos where it is none but, say, "$1".
static std::size_t dollarTag(std::string_view text)
{
    if (!text.starts_with('$'))
        return std::string_view::npos;
    const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", 1);
    const bool digit = text.size() > 1 && text[1] >= '0' && text[1] <= '9';
    return end != std::string_view::npos && text[end] == '$' && !digit ? end : std::string_view::npos;
}

std::string queryText(std::string_view text, std::size_t most)
{
    static constexpr std::string_view kWord = "password";
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '=' || c == ':'; };
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? char(a - 'A' + 'a') : a) == b; };
    std::string clean;
    for (auto rest = text; !rest.empty();) {
        const auto found = std::ranges::search(rest, kWord, same);
        auto end = std::size_t(found.end() - rest.begin());
        while (end < rest.size() && blank(rest[end]))
            ++end;
        clean += rest.substr(0, end);
        rest.remove_prefix(end);
        if (found.empty() || rest.empty())
            continue;
        // E'...', $$...$$, $tag$...$tag$, or a plain word as connection strings have it.
        std::size_t quote = rest.front() == 'E' || rest.front() == 'e' ? 1 : 0;
        if (quote < rest.size() && rest[quote] == '\'') {
            std::size_t at = quote + 1;
            for (; at < rest.size(); ++at) {
                const bool isDoubled = rest[at] == '\'' && at + 1 < rest.size() && rest[at + 1] == '\'';
                if (isDoubled || (rest[at] == '\\' && quote == 1))
                    ++at;
                else if (rest[at] == '\'')
                    break;
            }
            clean += "'***'";
            rest.remove_prefix(std::min(at + 1, rest.size()));
        } else if (const auto tag = dollarTag(rest); tag != std::string_view::npos) {
            const auto close = rest.find(rest.substr(0, tag + 1), tag + 1);
            clean += "'***'";
            rest.remove_prefix(close == std::string_view::npos ? rest.size() : close + tag + 1);
        } else if (clean.ends_with('=')) {
            clean += "***";
            rest.remove_prefix(std::min(rest.find_first_of(" '\n\t"), rest.size()));
        }
    }
    return boundedText(clean, most);
}

std::optional<std::pair<std::string, double>> settingSample(std::string_view name, std::string_view setting, std::string_view unit,
                                                            std::string_view type)
{
    struct Scale {
        std::string_view unit;
        std::string_view base;
        double factor;
    };
    // PostgreSQL documentation, 20.1.1 "Parameter Names and Values"; B and us are base and finer units of a few settings.
    static constexpr std::array kScales{
        Scale{"us", "seconds", 1e-6},   Scale{"ms", "seconds", 1e-3},   Scale{"s", "seconds", 1},       Scale{"min", "seconds", 60},
        Scale{"h", "seconds", 3'600},   Scale{"d", "seconds", 86'400},  Scale{"B", "bytes", 1},         Scale{"kB", "bytes", 0x1p10},
        Scale{"MB", "bytes", 0x1p20},   Scale{"GB", "bytes", 0x1p30},   Scale{"TB", "bytes", 0x1p40},   Scale{"4kB", "bytes", 0x1p12},
        Scale{"8kB", "bytes", 0x1p13},  Scale{"16kB", "bytes", 0x1p14}, Scale{"32kB", "bytes", 0x1p15}, Scale{"16MB", "bytes", 0x1p24},
        Scale{"32MB", "bytes", 0x1p25}, Scale{"64MB", "bytes", 0x1p26},
    };
    std::string metric = "pg_settings_";
    // As Prometheus allows names; a custom setting may have others.
    for (const char c : name)
        metric += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
    if (type == "bool")
        return std::pair(metric, setting == "on" ? 1.0 : 0.0);
    auto value = numberOf(setting);
    if (std::isnan(value))
        return std::nullopt;
    if (unit.empty())
        return std::pair(metric, value);
    const auto scale = std::ranges::find(kScales, unit, &Scale::unit);
    if (scale == kScales.end())
        return std::nullopt;
    // -1 says off or automatic, whatever the unit. Milliseconds are divided, as the exporter does: 0.001 is not exact.
    if (value != -1)
        value = scale->factor < 1 ? value / std::round(1 / scale->factor) : value * scale->factor;
    return std::pair(metric + "_" + std::string(scale->base), value);
}

Said saidBy(std::string_view message)
{
    static constexpr std::string_view kAfterSeverity = ":  ";
    const auto isCode = [](std::string_view code) {
        return code.size() == 7 && code.ends_with(": ") &&
               std::ranges::all_of(code.substr(0, 5), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
    };
    Said said;
    for (auto at = message.find(kAfterSeverity); at != std::string_view::npos; at = message.find(kAfterSeverity, at + 1)) {
        const auto rest = message.substr(at + kAfterSeverity.size());
        if (!isCode(rest.substr(0, 7)))
            continue;
        said.code = rest.substr(0, 5);
        message = rest.substr(7);
        break;
    }
    message = message.substr(0, message.find('\n'));
    said.text = boundedText(message, 300);
    return said;
}

} // namespace postgres
