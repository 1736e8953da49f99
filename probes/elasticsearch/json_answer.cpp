#include "probes/elasticsearch/json_answer.h"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <vector>

namespace elasticsearch {

using metric::ErrorCode;

// Depth and number of values, without building any: what is built of two bytes takes a hundred.
static metric::Result<void> measure(std::string_view text)
{
    std::size_t depth = 0, values = 1;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (quoted) {
            if (byte == '\\')
                ++at;
            else if (byte == '"')
                quoted = false;
            continue;
        }
        switch (byte) {
        case '"': quoted = true; break;
        case '{':
        case '[':
            ++values;
            if (++depth > kMaxDepth)
                return metric::fail(ErrorCode::LimitExceeded, fmt::format("the answer is nested deeper than {} levels", kMaxDepth));
            break;
        case '}':
        case ']':
            if (depth == 0)
                return metric::fail(ErrorCode::Malformed, "the answer is not JSON");
            --depth;
            break;
        case ',': ++values; break;
        }
        if (values > kMaxValues)
            return metric::fail(ErrorCode::LimitExceeded, fmt::format("the answer has more than {} values", kMaxValues));
    }
    return {};
}

metric::Result<Json> parseAnswer(std::string_view text)
{
    if (const auto measured = measure(text); !measured)
        return tl::unexpected(measured.error());
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return metric::fail(ErrorCode::Malformed, "the answer is not JSON");
    return json;
}

const Json *find(const Json &json, std::string_view path)
{
    const auto *at = &json;
    while (!path.empty()) {
        const auto dot = std::min(path.find('.'), path.size());
        if (!at->is_object())
            return nullptr;
        const auto found = at->find(path.substr(0, dot));
        if (found == at->end())
            return nullptr;
        at = &*found;
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return at;
}

double number(const Json &json, std::string_view path)
{
    const auto *found = find(json, path);
    if (!found)
        return 0;
    if (found->is_number())
        return found->get<double>();
    if (found->is_boolean())
        return found->get<bool>() ? 1 : 0;
    if (!found->is_string())
        return 0;
    const auto &text = found->get_ref<const std::string &>();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

std::string_view text(const Json &json, std::string_view path)
{
    const auto *found = find(json, path);
    return found && found->is_string() ? std::string_view(found->get_ref<const std::string &>()) : std::string_view();
}

// UTF-8 is not cut in the middle of a character.
static std::string_view clipped(std::string_view text)
{
    if (text.size() <= SeriesWriter::kMostLabelBytes)
        return text;
    auto end = SeriesWriter::kMostLabelBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

void SeriesWriter::add(std::string_view name, std::span<const metric::Label> labels, double value)
{
    if (m_left == 0)
        return;
    --m_left;
    std::vector<metric::Label> bounded(labels.begin(), labels.end());
    for (auto &label : bounded)
        label.value = clipped(label.value);
    m_batch.add(name, bounded, value);
}

void addFields(const Json &json, std::span<const Field> fields, std::span<const metric::Label> labels, SeriesWriter &series)
{
    for (const auto &field : fields) {
        if (field.absentIsZero || find(json, field.path))
            series.add(field.name, labels, number(json, field.path) / field.divisor);
    }
}

} // namespace elasticsearch
