#pragma once

#include "models/metric/batch_builder.h"
#include "models/metric/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace elasticsearch {

using Json = nlohmann::json;

// What an answer may hold; more is LimitExceeded, before anything is built of it.
inline constexpr std::size_t kMaxDepth = 100;
inline constexpr std::size_t kMaxValues = 1'000'000;

// Malformed where it is no JSON.
metric::Result<Json> parseAnswer(std::string_view text);

// The value under names parted by dots, "jvm.mem.heap_used_in_bytes"; null where there is none.
const Json *find(const Json &json, std::string_view path);
// A number, also one written as a text or as a truth value; 0 where there is none, as elasticsearch_exporter has it.
double number(const Json &json, std::string_view path);
// Empty where there is no text.
std::string_view text(const Json &json, std::string_view path);

// Writes series, no more than there is room for: an answer of a few megabytes could name millions.
class SeriesWriter {
public:
    static constexpr std::size_t kMostSeries = 200'000;
    static constexpr std::size_t kMostLabelBytes = 256;

    explicit SeriesWriter(metric::BatchBuilder &batch, std::size_t most = kMostSeries) : m_batch(batch), m_left(most) {}

    void add(std::string_view name, std::span<const metric::Label> labels, double value);
    void add(std::string_view name, std::initializer_list<metric::Label> labels, double value)
    {
        add(name, std::span<const metric::Label>(labels.begin(), labels.size()), value);
    }
    void add(std::string_view name, double value) { add(name, {}, value); }

    // Something was left out.
    bool full() const { return m_left == 0; }

private:
    metric::BatchBuilder &m_batch;
    std::size_t m_left;
};

inline constexpr double kMilliseconds = 1000; // in a second

// A metric that is one number of an answer.
struct Field {
    std::string_view name;
    std::string_view path;
    double divisor = 1;       // of the unit it is told in: kMilliseconds
    bool absentIsZero = true; // as elasticsearch_exporter mostly has it; otherwise there is no series
};

void addFields(const Json &json, std::span<const Field> fields, std::span<const metric::Label> labels, SeriesWriter &series);

} // namespace elasticsearch
