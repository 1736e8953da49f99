#include "probes/service/json_path.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace probes {

static std::optional<std::size_t> placeOf(std::string_view digits)
{
    std::size_t place = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
    if (error != std::errc() || end != digits.data() + digits.size() || (digits.size() > 1 && digits.front() == '0'))
        return std::nullopt;
    return place;
}

std::optional<JsonPath> JsonPath::parse(std::string_view text)
{
    JsonPath path;
    if (text.starts_with('/')) {
        while (!text.empty()) {
            text.remove_prefix(1);
            const auto end = std::min(text.find('/'), text.size());
            Step step;
            for (std::size_t i = 0; i != end; ++i) {
                if (text[i] != '~') {
                    step.name += text[i];
                    continue;
                }
                if (++i == end || (text[i] != '0' && text[i] != '1'))
                    return std::nullopt;
                step.name += text[i] == '0' ? '~' : '/';
            }
            step.place = placeOf(step.name);
            path.m_steps.push_back(std::move(step));
            text.remove_prefix(end);
        }
        return path;
    }
    if (text.starts_with('$'))
        text.remove_prefix(text.starts_with("$.") ? 2 : 1);
    while (!text.empty()) {
        if (text.starts_with('[')) {
            const auto end = text.find(']');
            const auto place = end == std::string_view::npos ? std::nullopt : placeOf(text.substr(1, end - 1));
            if (!place)
                return std::nullopt;
            path.m_steps.push_back({{}, place, true});
            text.remove_prefix(end + 1);
            if (text.starts_with('.') && text.size() > 1)
                text.remove_prefix(1);
            else if (!text.empty() && !text.starts_with('['))
                return std::nullopt;
            continue;
        }
        const auto end = std::min(text.find_first_of(".["), text.size());
        if (end == 0)
            return std::nullopt;
        path.m_steps.push_back({std::string(text.substr(0, end))});
        text.remove_prefix(end);
        if (text == ".")
            return std::nullopt;
        if (text.starts_with('.'))
            text.remove_prefix(1);
    }
    return path;
}

// Follows the events of a document: of the containers that are open, the first `onPath` lie on the path.
struct JsonPath::Reader : nlohmann::json_sax<nlohmann::json> {
    explicit Reader(const std::vector<Step> &all) : steps(all) {}

    const std::vector<Step> &steps;
    std::size_t depth = 0, onPath = 0;
    std::vector<std::pair<bool, std::size_t>> open{}; // on the path: is it a list, what is next in it
    std::string name{};                               // of the next value of an object
    Found found{};

    // The value that comes lies on the path.
    bool comes()
    {
        if (depth == 0)
            return true;
        if (depth != onPath)
            return false;
        auto &[list, next] = open.back();
        if (depth > steps.size())
            return false;
        const auto &step = steps[depth - 1];
        return list ? step.place == next++ : !step.onlyPlace && step.name == name;
    }
    bool scalar(std::string text)
    {
        if (comes() && depth == steps.size())
            found = {false, true, true, std::move(text)};
        return true;
    }
    bool start(bool list)
    {
        if (comes()) {
            if (depth == steps.size())
                found = {false, true, false, {}};
            onPath = depth + 1;
            open.emplace_back(list, 0);
        }
        ++depth;
        return true;
    }
    bool end()
    {
        if (onPath == depth) {
            --onPath;
            open.pop_back();
        }
        --depth;
        return true;
    }

    bool null() override { return scalar("null"); }
    bool boolean(bool value) override { return scalar(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return scalar(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return scalar(std::to_string(value)); }
    bool number_float(number_float_t, const string_t &text) override { return scalar(text); }
    bool string(string_t &value) override { return scalar(value); }
    bool binary(binary_t &) override { return true; }
    bool start_object(std::size_t) override { return start(false); }
    bool key(string_t &value) override
    {
        if (depth == onPath)
            name = value;
        return true;
    }
    bool end_object() override { return end(); }
    bool start_array(std::size_t) override { return start(true); }
    bool end_array() override { return end(); }
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override { return false; }
};

JsonPath::Found JsonPath::find(std::string_view document) const
{
    Reader reader(m_steps);
    const bool whole = nlohmann::json::sax_parse(document.begin(), document.end(), &reader);
    reader.found.document = whole;
    return whole ? reader.found : Found{};
}

} // namespace probes
