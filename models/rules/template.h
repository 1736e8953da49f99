#pragma once

#include "models/metric/clock.h"
#include "models/metric/labels.h"
#include "models/metric/result.h"
#include "models/query/engine.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace rules {

// What is wrong with a template, and where; the words are Go's.
struct TemplateError {
    std::size_t line;   // from 1
    std::size_t column; // from 1, in bytes
    std::string message;
};

// What a template may speak of.
struct TemplateData {
    metric::Labels labels;                                           // .Labels, $labels
    std::vector<std::pair<std::string, std::string>> externalLabels; // .ExternalLabels, $externalLabels
    std::string externalUrl;                                         // .ExternalURL, $externalURL
    double value;                                                    // .Value, $value
    metric::Timestamp time{};                                        // of the evaluation: what `now` says
};

// Answers query "..." within a template: an instant vector at the moment of the evaluation.
using TemplateQuery = std::function<metric::Result<query::Vector>(std::string_view expression)>;

// No template costs more, whatever it says.
inline constexpr std::size_t kMaxTemplateBytes = 1024 * 1024; // of its text
inline constexpr std::size_t kMaxRenderedBytes = 1024 * 1024; // of what it says, and of each text on the way
inline constexpr std::size_t kMaxRenderSteps = 1'000'000;
inline constexpr int kMaxTemplateDepth = 200; // of actions and parentheses within each other
inline constexpr int kMaxTemplateCalls = 100; // of {{template}} within each other

class TemplateTree;

// A text with {{ }} actions as Prometheus's rule files have them: Go's text/template (1.24) with the functions of Prometheus 3.5, which may
// speak of $labels, $externalLabels, $externalURL and $value without declaring them. Without complex numbers. Immutable, safe from any
// thread, cheap to copy.
class Template {
public:
    static tl::expected<Template, TemplateError> parse(std::string_view text);

    // InvalidArgument with place and reason where it fails on the way ("1:23: at <first>: error calling first: ..."), LimitExceeded where
    // it takes too many steps, says too much or nests too deeply.
    metric::Result<std::string> render(const TemplateData &data, const TemplateQuery &query) const;

private:
    explicit Template(std::shared_ptr<const TemplateTree> tree) : m_tree(std::move(tree)) {}

    std::shared_ptr<const TemplateTree> m_tree;
};

} // namespace rules
