#pragma once

#include "ui/explore/completion_source.h"
#include "ui/explore/explore_run.h"
#include "ui/tabs/page.h"
#include "ui/window/context.h"

#include <QtCore/QTimer>

#include <vector>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace ui {

class Card;
class ExploreResult;
class ExpressionTree;
class HistoryPopup;
class QueryRow;

// Any expressions, asked by hand: editors, the parts of what is written, the answer as chart and as table. The time bar rules it as
// it rules the tabs; while it is live an answer is asked anew as often as it costs next to nothing.
class ExplorePage : public Page {
    Q_OBJECT

public:
    explicit ExplorePage(const Context &context, QWidget *parent = nullptr);
    ~ExplorePage() override;

    void tick(metric::Timestamp now) override;
    void setTime(bool live, metric::Timestamp from, metric::Timestamp to) override;
    void save() override;
    // In place of what stands there, one query each; asks them.
    void explore(const QStringList &expressions);
    // The keyboard to the last used editor.
    void focusEditor();
    QStringList expressions() const;
    ExploreResult &result() { return *m_result; }
    ExpressionTree &tree() { return *m_tree; }
    const std::vector<QueryRow *> &rows() const { return m_rows; }

public Q_SLOTS:
    void run();
    void cancel();

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildExamples();
    QueryRow *addRow(const QString &expression);
    void removeRow(QueryRow *row); // REQUIRES: not the only one
    void setRows(const QStringList &expressions);
    void nameRows();
    void fitRows();
    void ask();
    void take(const ExploreAnswer &answer);
    void remember();
    std::vector<ExploreQuery> queries() const;
    void showTree();
    void setAsking(bool asking);
    void openHistory();

    const Context &m_context;
    Background m_background; // a long question must not keep the rest of the window waiting
    CompletionSource m_completions;
    Inquiry m_inquiry;

    QWidget *m_rowBox;
    QVBoxLayout *m_rowLayout;
    QScrollArea *m_rowScroll;
    std::vector<QueryRow *> m_rows;
    QueryRow *m_current = nullptr;
    QToolButton *m_treeButton;
    QToolButton *m_historyButton;
    QPushButton *m_run;
    QPushButton *m_cancel;
    HistoryPopup *m_history;
    ExpressionTree *m_tree;
    QStackedWidget *m_stack;
    QWidget *m_examples;
    ExploreResult *m_result;
    QTimer m_patience;

    std::vector<ExploreQuery> m_asked; // what was run last, whatever is being typed since
    bool m_live = true;
    metric::Timestamp m_from{};
    metric::Timestamp m_to{};
    metric::Timestamp m_now{};
    metric::Duration m_span{std::chrono::minutes(15)};
    bool m_asking = false;
    bool m_answered = false;    // there is something that live time keeps up to date
    bool m_due = false;         // to be asked as soon as it is seen
    metric::Timestamp m_next{}; // not to be asked again before, while live
};

} // namespace ui
