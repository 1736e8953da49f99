#include "models/rules/template_run.h"

#include "models/query/string_literal.h"
#include "models/rules/go_format.h"

#include <fmt/format.h>

namespace rules {

namespace {

// Of everything within everything else, calls included: what the stack of any thread holds.
constexpr int kMostRunDepth = 500;
// Bytes that cost as much as a step.
constexpr std::size_t kBytesPerStep = 32;

} // namespace

metric::Result<std::string> TemplateRun::run()
{
    const Value root = m_root;
    m_variables = {{"$", root},
                   {"$labels", m_root->labels},
                   {"$externalLabels", m_root->externalLabels},
                   {"$externalURL", m_root->externalUrl},
                   {"$value", m_root->value}};
    walk(m_tree.root, root);
    if (m_error)
        return tl::unexpected(*m_error);
    return std::move(m_text);
}

void TemplateRun::fail(Words words, const std::string &message, metric::ErrorCode code)
{
    if (m_error)
        return;
    const auto [line, column] = placeOf(m_tree.source, words.at);
    const auto named = std::string_view(m_tree.source).substr(words.at, words.end - words.at);
    m_error = metric::Error{code, fmt::format("{}:{}: at <{}>: {}", line, column, named, message)};
}

void TemplateRun::exceed(std::size_t at, const std::string &message)
{
    if (m_error)
        return;
    const auto [line, column] = placeOf(m_tree.source, at);
    m_error = metric::Error{metric::ErrorCode::LimitExceeded, fmt::format("{}:{}: {}", line, column, message)};
}

bool TemplateRun::charge(std::size_t at, std::size_t steps)
{
    m_steps += steps;
    if (m_steps > kMaxRenderSteps)
        exceed(at, fmt::format("the template takes more than {} steps", kMaxRenderSteps));
    return !m_error;
}

bool TemplateRun::enter(std::size_t at)
{
    if (++m_depth > kMostRunDepth)
        exceed(at, "the template nests too deeply");
    return charge(at, 1);
}

TemplateRun::Jump TemplateRun::walk(const TemplateNodes &nodes, const Value &dot)
{
    for (const auto &node : nodes) {
        const auto jump = walk(node, dot);
        if (m_error || jump != Jump::None)
            return jump;
    }
    return Jump::None;
}

TemplateRun::Jump TemplateRun::walk(const TemplateNode &node, const Value &dot)
{
    using Kind = TemplateNode::Kind;
    auto jump = Jump::None;
    if (enter(node.at)) {
        switch (node.kind) {
        case Kind::Text: write(node.at, node.text); break;
        // What an action declares lasts until the next {{end}}.
        case Kind::Action:
            if (const auto value = evaluate(*node.pipeline, dot); !m_error && node.pipeline->variables.empty())
                write(node.at, printedText(value));
            break;
        case Kind::If:
        case Kind::With: {
            const auto mark = m_variables.size();
            const auto value = evaluate(*node.pipeline, dot);
            if (!m_error)
                jump = isTrue(value) ? walk(node.body, node.kind == Kind::With ? value : dot) : walk(node.otherwise, dot);
            forgetVariables(mark);
            break;
        }
        case Kind::Range: jump = walkRange(node, dot); break;
        case Kind::Call: walkCall(node, dot); break;
        case Kind::Break: jump = Jump::Break; break;
        case Kind::Continue: jump = Jump::Continue; break;
        }
    }
    --m_depth;
    return jump;
}

TemplateRun::Jump TemplateRun::walkRange(const TemplateNode &node, const Value &dot)
{
    const auto &pipeline = *node.pipeline;
    const auto before = m_variables.size();
    const auto value = evaluate(pipeline, dot);
    const auto mark = m_variables.size();
    const Words asked{pipeline.commands.front().at, pipeline.commands.back().end};
    std::size_t rounds = 0;
    // Answers whether to go on.
    const auto round = [&](const Value &index, const Value &element) {
        ++rounds;
        if (!charge(node.at, 1 + weightOf(element) / kBytesPerStep))
            return false;
        for (std::size_t i = 0; i < pipeline.variables.size(); ++i) {
            const auto &given = i + 1 == pipeline.variables.size() ? element : index;
            if (!pipeline.isAssignment)
                m_variables[mark - pipeline.variables.size() + i].second = given;
            else if (auto *known = variable(pipeline.variables[i], pipeline.at))
                *known = given;
        }
        const auto jump = walk(node.body, element);
        forgetVariables(mark);
        return jump != Jump::Break && !m_error;
    };
    if (m_error) {
        // Nothing to walk.
    } else if (const auto *list = value.as<SampleList>()) {
        for (std::size_t i = 0; i < (*list ? (*list)->size() : 0); ++i) {
            if (!round(std::int64_t(i), SampleValue{(**list)[i].labels, (**list)[i].value}))
                break;
        }
    } else if (const auto *labels = value.as<metric::LabelsRef>()) {
        for (const auto &[name, text] : **labels) {
            if (!round(std::string(name), std::string(text)))
                break;
        }
    } else if (const auto *arguments = value.as<ArgumentsRef>()) {
        for (const auto &[name, held] : (*arguments)->values) {
            if (!round(name, held))
                break;
        }
    } else if (const auto *count = value.as<std::int64_t>()) {
        if (pipeline.variables.size() > 1)
            fail(asked, fmt::format("can't use {} to iterate over more than one variable", *count));
        for (std::int64_t i = 0; i < *count && !m_error; ++i) {
            if (!round(i, i))
                break;
        }
    } else if (!value.isNil()) {
        fail(asked, fmt::format("range can't iterate over {}", printedText(value)));
    }
    auto jump = Jump::None;
    if (rounds == 0 && !m_error)
        jump = walk(node.otherwise, dot);
    forgetVariables(before);
    return jump;
}

void TemplateRun::walkCall(const TemplateNode &node, const Value &dot)
{
    const auto found = m_tree.definitions.find(node.text);
    if (found == m_tree.definitions.end())
        return fail({node.at, node.at}, fmt::format("template {} not defined", query::quoted(node.text)));
    if (m_calls == kMaxTemplateCalls)
        return exceed(node.at, fmt::format("more than {} templates within each other", kMaxTemplateCalls));
    const Value given = node.pipeline ? evaluate(*node.pipeline, dot) : Value(Nil{});
    if (m_error)
        return;
    ++m_calls;
    const auto mark = m_variables.size();
    const auto first = std::exchange(m_firstVariable, mark);
    m_variables.emplace_back("$", given);
    walk(found->second, given);
    m_firstVariable = first;
    forgetVariables(mark);
    --m_calls;
}

void TemplateRun::write(std::size_t at, std::string_view text)
{
    if (!charge(at, text.size() / kBytesPerStep))
        return;
    if (m_text.size() + text.size() > kMaxRenderedBytes)
        return exceed(at, fmt::format("the template says more than {} bytes", kMaxRenderedBytes));
    m_text += text;
}

Value *TemplateRun::variable(std::string_view name, std::size_t at)
{
    constexpr std::size_t kVariablesPerStep = 16;
    for (auto i = m_variables.size(); i-- > m_firstVariable;) {
        if (m_variables[i].first == name)
            return charge(at, (m_variables.size() - i) / kVariablesPerStep) ? &m_variables[i].second : nullptr;
    }
    fail({at, at + name.size()}, fmt::format("undefined variable: {}", name));
    return nullptr;
}

Value TemplateRun::evaluate(const Pipeline &pipeline, const Value &dot)
{
    std::optional<Value> value;
    if (enter(pipeline.at)) {
        for (const auto &command : pipeline.commands) {
            auto next = evaluate(command, dot, value);
            if (m_error || !charge(command.at, weightOf(next) / kBytesPerStep))
                break;
            value = std::move(next);
        }
    }
    --m_depth;
    if (m_error)
        return Nil{};
    for (const auto &name : pipeline.variables) {
        if (!pipeline.isAssignment)
            m_variables.emplace_back(name, *value);
        else if (auto *known = variable(name, pipeline.at))
            *known = *value;
    }
    return std::move(*value);
}

Value TemplateRun::evaluate(const Command &command, const Value &dot, const std::optional<Value> &last)
{
    const auto &first = command.operands.front();
    const auto arguments = std::span(command.operands).subspan(1);
    const bool isCall = first.kind == Operand::Kind::Function;
    return evaluate(first, arguments, dot, last, isCall ? Words{command.at, command.end} : Words{first.at, first.end});
}

Value TemplateRun::evaluate(const Operand &operand, std::span<const Operand> arguments, const Value &dot, const std::optional<Value> &last,
                            Words words)
{
    using Kind = Operand::Kind;
    if (!charge(operand.at, 1))
        return Nil{};
    const auto source = std::string_view(m_tree.source).substr(operand.at, operand.end - operand.at);
    const auto takesNone = [&] {
        if (!arguments.empty() || last)
            fail(words, fmt::format("can't give argument to non-function {}", source));
        return !m_error;
    };
    switch (operand.kind) {
    case Kind::Function: return call(*operand.function, arguments, dot, last, words);
    case Kind::Field: return chain(dot, operand, operand.fields, arguments, dot, last, words);
    case Kind::Chain: {
        auto receiver = evaluate(*operand.base, {}, dot, std::nullopt, words);
        return m_error ? Value(Nil{}) : chain(std::move(receiver), operand, operand.fields, arguments, dot, last, words);
    }
    case Kind::Variable: {
        const auto *known = variable(operand.name, operand.at);
        if (!known || !charge(operand.at, weightOf(*known) / kBytesPerStep) || (operand.fields.empty() && !takesNone()))
            return Nil{};
        return operand.fields.empty() ? *known : chain(*known, operand, operand.fields, arguments, dot, last, words);
    }
    case Kind::Pipeline: return takesNone() ? evaluate(*operand.pipeline, dot) : Value(Nil{});
    case Kind::Dot: return takesNone() && charge(operand.at, weightOf(dot) / kBytesPerStep) ? dot : Value(Nil{});
    case Kind::Constant: return takesNone() ? operand.constant : Value(Nil{});
    case Kind::Nil:
        if (takesNone())
            fail(words, "nil is not a command");
        return Nil{};
    }
    return Nil{};
}

Value TemplateRun::argument(const Operand &operand, Parameter parameter, const Value &dot)
{
    const Words words{operand.at, operand.end};
    const auto source = std::string_view(m_tree.source).substr(operand.at, operand.end - operand.at);
    if (operand.kind == Operand::Kind::Nil) {
        if (parameter == Parameter::Text)
            fail(words, "cannot assign nil to string");
        return converted(Nil{}, parameter, words);
    }
    if (operand.kind != Operand::Kind::Constant)
        return converted(evaluate(operand, {}, dot, std::nullopt, words), parameter, words);
    charge(operand.at, 1 + weightOf(operand.constant) / kBytesPerStep);
    if (parameter == Parameter::Text && !operand.constant.as<std::string>())
        fail(words, fmt::format("expected string; found {}", source));
    else if (parameter == Parameter::Sample || parameter == Parameter::Samples)
        fail(words, fmt::format("can't handle {} for arg of type {}", source, typeNameOf(parameter)));
    return operand.constant;
}

Value TemplateRun::converted(Value value, Parameter parameter, Words words)
{
    if (m_error)
        return Nil{};
    if (value.isNil() && parameter == Parameter::Samples)
        return SampleList();
    if (value.isNil() && parameter == Parameter::Sample)
        return SampleValue{};
    const bool fits = parameter == Parameter::Any || (parameter == Parameter::Text && value.as<std::string>()) ||
                      (parameter == Parameter::Samples && value.as<SampleList>()) || (parameter == Parameter::Sample && value.as<SampleValue>());
    if (!fits && value.isNil())
        fail(words, fmt::format("invalid value; expected {}", typeNameOf(parameter)));
    else if (!fits)
        fail(words, fmt::format("wrong type for value; expected {}; got {}", typeNameOf(parameter), typeNameOf(value)));
    return value;
}

Value TemplateRun::chain(Value receiver, const Operand &operand, std::span<const std::string> fields, std::span<const Operand> arguments,
                         const Value &dot, const std::optional<Value> &last, Words words)
{
    for (; fields.size() > 1 && !m_error; fields = fields.subspan(1)) {
        const bool isAny = receiver.as<ArgumentsRef>() != nullptr;
        receiver = field(receiver, fields.front(), operand, {}, dot, std::nullopt, words);
        if (isAny && receiver.isNil())
            fail(words, fmt::format("nil pointer evaluating interface {{}}.{}", fields[1]));
    }
    return m_error ? Value(Nil{}) : field(receiver, fields.front(), operand, arguments, dot, last, words);
}

Value TemplateRun::field(const Value &receiver, const std::string &name, const Operand &operand, std::span<const Operand> arguments, const Value &dot,
                         const std::optional<Value> &last, Words words)
{
    if (receiver.isNil())
        return Nil{};
    const bool hasArguments = !arguments.empty() || last.has_value();
    if (const auto *method = findMethod(receiver, name)) {
        const auto wanted = std::size_t(method->parameter.empty() ? 0 : 1);
        const auto given = arguments.size() + (last ? 1 : 0);
        if (given != wanted)
            fail(words, fmt::format("wrong number of args for {}: want {} got {}", name, wanted, given));
        const auto parameter = method->parameter == "string" ? Parameter::Text : Parameter::Any;
        std::vector<Value> values;
        for (const auto &each : arguments)
            values.push_back(m_error ? Value(Nil{}) : argument(each, parameter, dot));
        if (last)
            values.push_back(converted(*last, parameter, words));
        return m_error ? Value(Nil{}) : outcome(callMethod(*method, receiver, values), name, words);
    } else if (const auto *labels = receiver.as<metric::LabelsRef>()) {
        if (hasArguments)
            fail(words, name + " is not a method but has arguments");
        return std::string((*labels)->get(name));
    } else if (const auto *made = receiver.as<ArgumentsRef>()) {
        if (hasArguments)
            fail(words, name + " is not a method but has arguments");
        const auto found = (*made)->values.find(name);
        if (found == (*made)->values.end() || !charge(operand.at, weightOf(found->second) / kBytesPerStep))
            return Nil{};
        return found->second;
    }
    std::optional<Value> held;
    if (const auto *root = receiver.as<RootRef>()) {
        if (name == "Labels")
            held = (*root)->labels;
        else if (name == "ExternalLabels")
            held = (*root)->externalLabels;
        else if (name == "ExternalURL")
            held = (*root)->externalUrl;
        else if (name == "Value")
            held = (*root)->value;
    } else if (const auto *sample = receiver.as<SampleValue>()) {
        if (!sample->labels && (name == "Labels" || name == "Value"))
            fail(words, fmt::format("nil pointer evaluating *template.sample.{}", name));
        else if (name == "Labels")
            held = sample->labels;
        else if (name == "Value")
            held = sample->value;
    }
    if (!held)
        fail(words, fmt::format("can't evaluate field {} in type {}", name, typeNameOf(receiver)));
    else if (hasArguments)
        fail(words, name + " has arguments but cannot be invoked as function");
    return held.value_or(Nil{});
}

Value TemplateRun::call(const TemplateFunction &function, std::span<const Operand> arguments, const Value &dot, const std::optional<Value> &last,
                        Words words)
{
    const auto given = arguments.size() + (last ? 1 : 0);
    const auto fixed = function.isVariadic ? function.count - 1 : function.count;
    if (given < fixed && function.isVariadic)
        fail(words, fmt::format("wrong number of args for {}: want at least {} got {}", function.name, fixed, arguments.size()));
    else if (given != function.count && !function.isVariadic)
        fail(words, fmt::format("wrong number of args for {}: want {} got {}", function.name, fixed, given));
    using Evaluation = TemplateFunction::Evaluation;
    std::vector<Value> values;
    for (std::size_t i = 0; i < arguments.size() && !m_error; ++i) {
        values.push_back(argument(arguments[i], function.parameter(i), dot));
        if (function.evaluation != Evaluation::Call && isTrue(values.back()) == (function.evaluation == Evaluation::Or))
            return std::move(values.back());
    }
    if (last && !m_error)
        values.push_back(converted(*last, function.parameter(arguments.size()), words));
    std::size_t weight = 0;
    for (const auto &value : values)
        weight += weightOf(value);
    if (m_error || !charge(words.at, function.cost + weight / kBytesPerStep))
        return Nil{};
    if (function.evaluation != Evaluation::Call)
        return std::move(values.back());
    return outcome(function.call(m_context, values), function.name, words);
}

Value TemplateRun::outcome(Outcome result, std::string_view name, Words words)
{
    if (!result) {
        fail(words, fmt::format("error calling {}: {}", name, result.error()), m_context.code.value_or(metric::ErrorCode::InvalidArgument));
        return Nil{};
    }
    if (weightOf(*result) > kMaxRenderedBytes)
        exceed(words.at, fmt::format("{} makes a text longer than {} bytes", name, kMaxRenderedBytes));
    return std::move(*result);
}

} // namespace rules
