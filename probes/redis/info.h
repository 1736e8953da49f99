#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace redis {

// What the command INFO answers: lines "name:value" under headings "# Section".
class Info {
public:
    static constexpr std::size_t kMostFields = 20'000;

    struct Field {
        std::string_view section; // "Commandstats"
        std::string_view name;
        std::string_view value;
    };

    Info() = default;
    // REQUIRES: the text outlives it. Lines that are none are left out, a field told again, and what is beyond kMostFields.
    explicit Info(std::string_view text);

    const std::vector<Field> &fields() const { return m_fields; }
    // Empty where there is no such field.
    std::string_view text(std::string_view name) const;
    std::optional<double> number(std::string_view name) const;

private:
    std::vector<Field> m_fields;
    std::unordered_map<std::string_view, std::size_t> m_places; // in m_fields
};

// A finite number, and nothing else beside it.
std::optional<double> parseNumber(std::string_view word);

// The value of one name in "calls=21,usec=175"; empty where there is none.
std::string_view part(std::string_view value, std::string_view name);

} // namespace redis
