#pragma once

#include "models/metric/result.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace probes {

// What a check is told, by option name: texts, as people write them and targets.json holds them. Secrets are looked up already.
using Options = std::map<std::string, std::string, std::less<>>;

// Reads options into what a probe works with. The first fault is kept and told by finish(), in words for people who fill in a form;
// an option that nobody asked for is a fault too, so that a misspelt one does not pass in silence. An empty text is no text.
class OptionReader {
public:
    // REQUIRES: the options outlive the reader.
    explicit OptionReader(const Options &options) : m_options(options) {}

    std::string text(std::string_view name, std::string_view fallback = {});
    // As text(), and there must be one.
    std::string required(std::string_view name);
    // "true" or "false".
    bool flag(std::string_view name, bool fallback);
    double number(std::string_view name, double fallback, double least, double most);
    // One of the words.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> words, std::string_view fallback);
    // One a line; blanks around them and empty lines are left out.
    std::vector<std::string> lines(std::string_view name);

    // For what the reader cannot know: a regular expression that is none, say. The first fault stands.
    void fault(std::string_view name, std::string_view what);

    // InvalidArgument: "timeout: expected a number from 0.1 to 120, got \"soon\"".
    metric::Result<void> finish();

private:
    std::string_view find(std::string_view name);

    const Options &m_options;
    std::set<std::string, std::less<>> m_asked;
    std::string m_fault;
};

} // namespace probes
