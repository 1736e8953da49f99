#pragma once

#include "models/query/budget.h"
#include "models/query/dense.h"
#include "models/query/grid.h"
#include "models/query/notes.h"
#include "models/query/selection.h"
#include "models/query/shared_results.h"
#include "models/query/tree.h"
#include "models/query/windows.h"

#include <functional>
#include <string>
#include <vector>

namespace query {

// What a node comes to at every moment of a grid.
struct Evaluated {
    ValueType type = ValueType::Vector;
    std::vector<double> scalar; // one per moment
    std::string text;
    Dense series;
};

// One evaluation of one expression, by one thread. A node is evaluated for all moments at once; selectors are read series by
// series and reduced to one value per moment as they come. What single functions and operators do stands in files of their own,
// as functions over this.
class Evaluation {
public:
    struct Setting {
        const series::Reader &reader;
        const EngineOptions &options;
        metric::Duration lookback;
        std::string_view expression;
        metric::Timestamp end;  // of the question, which end() means, whether on the grid or not
        bool showsGaps = false; // Question::showsGaps
        SharedResults *shared = nullptr;
        std::optional<std::uint64_t> generation = std::nullopt; // of the data, where they stand still for the question
    };
    Evaluation(const Setting &setting, const Grid &grid, Budget &budget);

    // Looks ahead for series that are wanted more than once, then evaluates.
    metric::Result<Evaluated> run(const Node &node);
    // A range vector selector or a subquery as it is. REQUIRES: one moment.
    metric::Result<Matrix> runMatrix(const Node &node);

    metric::Result<Evaluated> evaluate(const Node &node, const Grid &grid);
    // REQUIRES: a node of that type.
    metric::Result<std::vector<double>> scalar(const Node &node, const Grid &grid);
    metric::Result<Dense> vector(const Node &node, const Grid &grid);

    // The newest value of each series, or its time in seconds.
    enum class Tell { Values, Times };
    metric::Result<Dense> select(const VectorSelector &selector, const Grid &grid, Tell tell = Tell::Values);

    // Where a selector looks from each moment of a grid, and how far back.
    struct View {
        std::vector<metric::Timestamp> ends; // ascending
        metric::Duration length;
        metric::Duration before{0};  // read beyond the length: gaps are seen by what was there before
        metric::Duration closest{0}; // points closer together than this are not needed
        bool betweenPoints = false;  // its windows begin and end at points
        series::TimeRange range() const { return {ends.front() - length - before, ends.back()}; }
        series::SelectHints hints() const
        {
            series::SelectHints hints{closest};
            if (before > metric::Duration::zero())
                hints.enoughBefore = ends.front() - length;
            return hints;
        }
    };
    // The points, without staleness markers, of every series of a range vector, and per moment which of them are in its window;
    // the visitor answers whether to go on.
    using PointsVisitor =
        std::function<bool(const View &view, const DenseSeries &identity, std::span<const metric::Point>, std::span<const IndexRange>)>;
    metric::Result<void> visitMatrix(const Node &node, const Grid &grid, Takes takes, const PointsVisitor &visitor);

    // What a computation leaves of a series' identity.
    void dropName(DenseSeries &series) const;
    // Names that were kept for label_replace() to see go now.
    metric::Result<void> dropLateNames(Dense &dense) const;

    const Setting &setting() const { return m_setting; }
    Notes &notes() { return m_notes; }
    std::vector<Annotation> takeNotes() { return m_notes.take(); }
    Budget &budget() { return m_budget; }

private:
    metric::Result<Evaluated> dispatch(const Node &node, const Grid &grid);
    metric::Result<Evaluated> once(const Node &node, const Grid &grid);
    metric::Result<Evaluated> aggregate(const Aggregation &aggregation, const Grid &grid);
    metric::Result<void> expect(const Node &node, const Grid &grid, Takes takes = Takes::Points);
    metric::Result<View> viewOf(const Shift &shift, const Grid &grid, metric::Duration length) const;
    metric::Result<View> viewOfSelector(const VectorSelector &selector, const Grid &grid) const;
    metric::Result<View> viewOfMatrix(const Node &node, const Grid &grid, Takes takes) const;
    metric::Result<Grid> gridOf(const Subquery &subquery, const View &view) const;
    metric::Result<Grid> gridOfDefinition(const VectorSelector &selector, const Grid &grid) const;
    metric::Result<Dense> define(const VectorSelector &selector, const Grid &grid, Tell tell);
    metric::Duration closestOf(Takes takes, metric::Duration length, metric::Duration step) const;

    const Setting m_setting;
    const Grid m_grid;
    // A definition answers the same to whoever asks, so everything within it shows its gaps.
    bool m_showsGaps;
    Budget &m_budget;
    Selection m_selection;
    Notes m_notes;
};

} // namespace query
