#pragma once

#include "models/metric/result.h"
#include "models/rules/template_functions.h"
#include "models/rules/template_tree.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rules {

// One rendering of a template. After the first fault nothing more is evaluated.
class TemplateRun {
public:
    // REQUIRES: what is given outlives the run.
    TemplateRun(const TemplateTree &tree, const RootRef &root, metric::Timestamp time, const TemplateQuery &query)
        : m_tree(tree), m_context{*root, time, query}, m_root(root)
    {
    }

    metric::Result<std::string> run();

private:
    using Parameter = TemplateFunction::Parameter;
    enum class Jump { None, Break, Continue };
    // What an error names: "at <$labels.x>".
    struct Words {
        std::size_t at;
        std::size_t end;
    };

    void fail(Words words, const std::string &message, metric::ErrorCode code = metric::ErrorCode::InvalidArgument);
    void exceed(std::size_t at, const std::string &message);
    bool charge(std::size_t at, std::size_t steps);
    bool enter(std::size_t at);

    Jump walk(const TemplateNodes &nodes, const Value &dot);
    Jump walk(const TemplateNode &node, const Value &dot);
    Jump walkRange(const TemplateNode &node, const Value &dot);
    void walkCall(const TemplateNode &node, const Value &dot);
    void write(std::size_t at, std::string_view text);

    Value evaluate(const Pipeline &pipeline, const Value &dot);
    Value evaluate(const Command &command, const Value &dot, const std::optional<Value> &last);
    Value evaluate(const Operand &operand, std::span<const Operand> arguments, const Value &dot, const std::optional<Value> &last, Words words);
    Value argument(const Operand &operand, Parameter parameter, const Value &dot);
    Value converted(Value value, Parameter parameter, Words words);
    Value chain(Value receiver, const Operand &operand, std::span<const std::string> fields, std::span<const Operand> arguments, const Value &dot,
                const std::optional<Value> &last, Words words);
    Value field(const Value &receiver, const std::string &name, const Operand &operand, std::span<const Operand> arguments, const Value &dot,
                const std::optional<Value> &last, Words words);
    Value call(const TemplateFunction &function, std::span<const Operand> arguments, const Value &dot, const std::optional<Value> &last, Words words);
    Value outcome(Outcome result, std::string_view name, Words words);
    Value *variable(std::string_view name, std::size_t at);
    void forgetVariables(std::size_t mark) { m_variables.resize(mark); }

    const TemplateTree &m_tree;
    FunctionContext m_context;
    RootRef m_root;
    std::string m_text;
    std::optional<metric::Error> m_error;
    std::vector<std::pair<std::string_view, Value>> m_variables;
    std::size_t m_firstVariable = 0; // that the template at work sees
    std::size_t m_steps = 0;
    int m_depth = 0;
    int m_calls = 0;
};

} // namespace rules
