#pragma once

#include "models/metric/labels.h"
#include "models/metric/result.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace series {

// One condition on a label, with PromQL's meaning: an absent label equals the empty string; regular expressions (RE2)
// match the whole value.
class Matcher {
public:
    enum class Op { Equal, NotEqual, Matches, NotMatches };

    // InvalidArgument where the regular expression does not compile.
    static metric::Result<Matcher> make(std::string name, Op op, std::string value);
    static Matcher equal(std::string_view name, std::string_view value);

    const std::string &name() const { return m_name; }
    Op op() const { return m_op; }
    const std::string &value() const { return m_value; }
    bool matches(std::string_view value) const;
    // The same, mostly without running the expression: for who asks of many values.
    bool matchesQuickly(std::string_view value) const;
    // The values that it names one by one, to have or not to have; none where it speaks of others too.
    std::optional<std::span<const std::string>> namedValues() const;
    // How large its regular expression became: instructions of RE2, some 16 bytes each; 0 where it has none.
    std::size_t regexSize() const;
    bool isNegative() const { return m_op == Op::NotEqual || m_op == Op::NotMatches; }
    friend bool operator==(const Matcher &a, const Matcher &b) { return a.m_op == b.m_op && a.m_name == b.m_name && a.m_value == b.m_value; }
    bool matches(const metric::Labels &labels) const { return matches(labels.get(m_name)); }

private:
    struct Regex;
    Matcher(std::string name, Op op, std::string value) : m_name(std::move(name)), m_op(op), m_value(std::move(value)) {}
    std::string m_name;
    Op m_op;
    std::string m_value;
    std::shared_ptr<const Regex> m_regex;
};

bool matchesAll(std::span<const Matcher> matchers, const metric::Labels &labels);

} // namespace series
