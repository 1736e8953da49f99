#pragma once

#include "models/targets/target.h"
#include "ui/tabs/page.h"
#include "ui/window/context.h"

#include <QtCore/QMap>

class QStackedWidget;

namespace ui {

class ApplicationPage;

// One page per target, made when it is first looked at. The console itself is the first application, and shown to begin with.
class ApplicationTab : public Page {
    Q_OBJECT

public:
    ApplicationTab(const Context &context, QWidget *parent = nullptr);

    void showTarget(const targets::Target &target);
    QString shownTarget() const; // its id; empty: none yet

    void tick(metric::Timestamp now) override;
    void setAlerts(const alerts::AlertSnapshotRef &snapshot) override;
    void setTime(bool live, metric::Timestamp from, metric::Timestamp to) override;
    void save() override;

private:
    void forgetGone();

    const Context &m_context;
    QStackedWidget *m_stack;
    QMap<QString, ApplicationPage *> m_pages; // by target
    alerts::AlertSnapshotRef m_alerts;
    bool m_live = true;
    metric::Timestamp m_from{}, m_to{}, m_now{};
};

} // namespace ui
