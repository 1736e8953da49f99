#pragma once

#include "models/items/check_rows.h"
#include "ui/tabs/check_detail.h"
#include "ui/tabs/page.h"
#include "ui/window/context.h"

#include <functional>

class QPushButton;
class QSplitter;
class QStackedWidget;

namespace ui {

class Card;
class CheckActions;
class CheckFilterBar;
class ScoreCard;
class TableView;

// How everything is: one figure and what lowers it, the objectives, a row per check with what can be done to it and a pane for the one that
// is chosen, and below, folded, the console's own probes. What it is asked to do it passes on: the app answers the signals.
class HealthTab : public Page {
    Q_OBJECT

public:
    // What is kept of a target's failures and good answers; called on the background's thread.
    using EvidenceSource = std::function<metric::Result<std::vector<health::KeptEvidence>>(const std::string &target)>;

    explicit HealthTab(const Context &context, QWidget *parent = nullptr);

    // Where the past of a check comes from; without them the window says that nothing is known.
    void setSources(EvidenceSource evidence, CheckDetail::ChangeSource changes);
    void setHealth(const health::HealthSnapshotRef &snapshot);
    // What the console says of this machine, and its reasons, worst first.
    void setScore(int score, const QStringList &reasons);
    // The score of checks and machine together, and all that lowers it.
    int score() const;
    QStringList reasons() const;

    // Shows that check, whatever is filtered.
    void select(const QString &target);

    void tick(metric::Timestamp now) override;
    void save() override;

    TableView &checks() { return *m_checks; }
    CheckFilterBar &filterBar() { return *m_filterBar; }

Q_SIGNALS:
    void addRequested();
    void checkNowRequested(const QString &target);
    void pauseRequested(const QString &target, bool pause);
    // Until then; the epoch: it ends now.
    void maintenanceRequested(const QString &target, metric::Timestamp until);
    void maintenanceTimesRequested(const QStringList &targets);
    void editRequested(const QString &target);
    void removeRequested(const QString &target);
    void pageRequested(const QString &target); // all that is known of it

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *buildTop();
    QWidget *buildList();
    QWidget *buildNothing();
    QWidget *buildOwn();
    void connectActions();
    void showRows();
    void showSelection();
    void showOwn(bool shown);
    void layOut();
    void countOwn();
    void openEvidence(const QString &target);
    void unselect();
    std::vector<std::shared_ptr<const health::CheckStatus>> selected() const;
    std::vector<targets::Target> targets() const;

    const Context &m_context;
    EvidenceSource m_evidenceOf;
    health::HealthSnapshotRef m_snapshot; // never null
    items::CheckModel m_model;
    items::SloModel m_slos;
    QWidget *m_top;
    ScoreCard *m_score;
    Card *m_sloCard;
    TableView *m_sloTable;
    QStackedWidget *m_stack; // the checks, or the sentence that there are none
    QSplitter *m_splitter;
    Card *m_card;
    CheckActions *m_actions;
    CheckFilterBar *m_filterBar;
    TableView *m_checks;
    CheckDetail *m_detail;
    QPushButton *m_fold;
    TableView *m_own;
    std::optional<bool> m_ownWanted; // by the user
    metric::Timestamp m_shownAt{};
    bool m_isStale = true;
    QString m_wanted; // to be chosen once it is there
    Inquiry m_evidenceInquiry;
};

} // namespace ui
