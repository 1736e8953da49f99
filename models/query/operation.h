#pragma once

#include "models/query/dense.h"
#include "models/query/evaluation.h"

#include <span>

// Operators and aggregations over dense values. Private to the room.
namespace query {

double operate(BinaryOp op, double left, double right);
bool compare(BinaryOp op, double left, double right);

metric::Result<Evaluated> evaluateBinary(Evaluation &evaluation, const Binary &binary, const Grid &grid);
metric::Result<Dense> matchVectors(Evaluation &evaluation, const Binary &binary, Dense left, Dense right);
metric::Result<Dense> setOperation(const Binary &binary, Dense left, Dense right);

metric::Result<Evaluated> evaluateAggregation(Evaluation &evaluation, const Aggregation &aggregation, const Grid &grid);

} // namespace query
