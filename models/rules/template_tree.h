#pragma once

#include "models/rules/template_value.h"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A template that was read. Private to the room.
namespace rules {

struct TemplateFunction;
struct Pipeline;

// A word of a command: what stands for a value.
struct Operand {
    enum class Kind { Constant, Nil, Dot, Field, Variable, Function, Pipeline, Chain };
    Kind kind;
    std::size_t at;
    std::size_t end;
    Value constant = Nil{};               // Constant
    std::string name = {};                // Variable (with its dollar), Function
    std::vector<std::string> fields = {}; // that follow: .Labels.instance
    const TemplateFunction *function = nullptr;
    std::unique_ptr<Pipeline> pipeline = nullptr; // in parentheses
    std::unique_ptr<Operand> base = nullptr;      // Chain: a function or parentheses
};

// The first is called with the others, or stands alone.
struct Command {
    std::size_t at;
    std::size_t end;
    std::vector<Operand> operands;
};

struct Pipeline {
    std::size_t at;
    std::vector<std::string> variables = {}; // declared or assigned
    bool isAssignment = false;
    std::vector<Command> commands = {};
};

struct TemplateNode {
    enum class Kind { Text, Action, If, With, Range, Call, Break, Continue };
    Kind kind;
    std::size_t at;
    std::string text = {}; // Text; Call: the name
    std::optional<Pipeline> pipeline = std::nullopt;
    std::vector<TemplateNode> body = {};
    std::vector<TemplateNode> otherwise = {};
};
using TemplateNodes = std::vector<TemplateNode>;

class TemplateTree {
public:
    std::string source;
    TemplateNodes root;
    std::map<std::string, TemplateNodes, std::less<>> definitions;
};

// "12:5", counted from 1, columns in bytes.
struct Place {
    std::size_t line;
    std::size_t column;
};
Place placeOf(std::string_view text, std::size_t at);

} // namespace rules
