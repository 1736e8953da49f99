#pragma once

#include "models/items/check_texts.h"
#include "models/metric/result.h"
#include "ui/widgets/card.h"
#include "ui/window/context.h"

#include <array>
#include <functional>
#include <memory>

class QLabel;
class QVBoxLayout;

namespace ui {

class AvailabilityBar;
class ChartWidget;

// One check: how it is and why, when it is asked again, its certificate, its response time, how available it was, and how it was before.
// Of several it says how many.
class CheckDetail : public Card {
    Q_OBJECT

public:
    using Check = std::shared_ptr<const health::CheckStatus>;
    // The last changes of a target, in any order; called on the background's thread.
    using ChangeSource = std::function<metric::Result<std::vector<items::StateChange>>(const std::string &target)>;

    explicit CheckDetail(const Context &context, QWidget *parent = nullptr);

    void setChangeSource(ChangeSource source) { m_changesOf = std::move(source); }
    // Null: nothing. `why`: as the table has it; `kind` translated; `end`: of the bars.
    void setCheck(Check check, const QString &kind, const QString &why, metric::Timestamp end);
    // What depends on the moment: in how many seconds it is asked again, until when the certificate holds.
    void tick(metric::Timestamp now);

    QSize minimumSizeHint() const override { return {260, 150}; }

Q_SIGNALS:
    void evidenceRequested();
    void closeRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildHead(QVBoxLayout &layout);
    void buildAvailability(QVBoxLayout &layout);
    void showChart();
    void showChanges();
    void showCertificate(metric::Timestamp now);

    const Context &m_context;
    ChangeSource m_changesOf;
    Check m_check;
    std::string m_charted; // the expression of the chart
    QWidget *m_inside;
    QLabel *m_state;
    QLabel *m_mark;
    QLabel *m_why;
    QLabel *m_next;
    QLabel *m_certificate;
    ChartWidget *m_chart;
    std::array<AvailabilityBar *, health::kSpans.size()> m_bars{};
    std::array<QLabel *, health::kSpans.size()> m_shares{};
    QLabel *m_outages;
    QLabel *m_changes;
    Inquiry m_changesInquiry;
};

} // namespace ui
