#pragma once

#include "models/items/operations.h"
#include "models/targets/target.h"
#include "ui/tabs/page.h"
#include "ui/tabs/page_section.h"
#include "ui/widgets/background.h"

#include <string>
#include <vector>

class QLabel;
class QSplitter;

namespace ui {

class ChartGrid;
class TablePanel;

// One target: the charts and lists that fit what it tells, found by the names of its metrics and looked for again now and then,
// since an application may tell more later.
class ApplicationPage : public Page {
    Q_OBJECT

public:
    ApplicationPage(const Context &context, targets::Target target, std::vector<PageSection> sections, QWidget *parent = nullptr);

    const targets::Target &target() const { return m_target; }
    void tick(metric::Timestamp now) override;
    void setAlerts(const alerts::AlertSnapshotRef &snapshot) override;
    void setTime(bool live, metric::Timestamp from, metric::Timestamp to) override;
    void save() override;

private:
    struct Found {
        std::vector<std::size_t> sections; // by place
        std::vector<items::OperationFamily> families;
        friend bool operator==(const Found &, const Found &) = default;
    };
    void look(metric::Timestamp now);
    void show(const Found &found);

    const Context &m_context;
    targets::Target m_target;
    Subject m_subject;
    std::vector<PageSection> m_sections;
    Found m_found;
    alerts::AlertSnapshotRef m_alerts;
    QLabel *m_empty;
    QSplitter *m_splitter;
    ChartGrid *m_grid = nullptr;
    TablePanel *m_tables;
    Inquiry m_looking;
    metric::Timestamp m_lookedAt{}, m_readAt{};
    bool m_live = true;
    metric::Timestamp m_from{}, m_to{};
};

} // namespace ui
