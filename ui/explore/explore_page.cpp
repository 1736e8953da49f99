#include "ui/explore/explore_page.h"

#include "models/query/parser.h"
#include "models/settings/settings.h"
#include "ui/charts/chart_widget.h"
#include "ui/explore/explore_result.h"
#include "ui/explore/expression_tree.h"
#include "ui/explore/history_popup.h"
#include "ui/explore/query_row.h"
#include "ui/widgets/card.h"

#include <QtGui/QKeyEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

namespace ui {

using namespace std::chrono_literals;

static constexpr int kLeastRowsHeight = 96;
static constexpr std::size_t kMostQueries = 12;
// Asking anew takes at most this share of the time.
static constexpr int kIdleShare = 20;
static constexpr const char *kExamples[] = {
    "sum by (mode) (rate(node_cpu_seconds_total[1m]))", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
    "topk(5, rate(node_disk_written_bytes_total[5m]))", "predict_linear(node_filesystem_avail_bytes[1h], 86400) < 0"};

// As high as what is in it.
class SnugCard : public Card {
public:
    using Card::Card;
    QSize sizeHint() const override { return layout()->sizeHint(); }
    QSize minimumSizeHint() const override { return layout()->minimumSize(); }
};

ExplorePage::ExplorePage(const Context &context, QWidget *parent)
    : Page(parent), m_context(context), m_completions(context.reader, context.background), m_inquiry(m_background)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);

    auto *card = new SnugCard(context.theme, this);
    card->setAccessibleName(tr("Expressions"));
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto *inside = new QWidget(card);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 3, 0, 3);
    column->setSpacing(8);
    m_rowScroll = new QScrollArea(inside);
    m_rowScroll->setWidgetResizable(true);
    m_rowScroll->setFrameShape(QFrame::NoFrame);
    m_rowScroll->setFocusPolicy(Qt::NoFocus);
    m_rowScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_rowBox = new QWidget(m_rowScroll);
    m_rowLayout = new QVBoxLayout(m_rowBox);
    m_rowLayout->setContentsMargins(0, 0, 0, 0);
    m_rowLayout->setSpacing(6);
    m_rowScroll->setWidget(m_rowBox);
    m_rowBox->installEventFilter(this);
    setRows(context.settings.value(settings::kExpressions));
    m_tree = new ExpressionTree(context.engine, context.clock, m_background, inside);
    m_tree->hide();
    column->addWidget(m_rowScroll);
    column->addWidget(buildHead());
    column->addWidget(m_tree);
    card->setBare(inside);
    layout->addWidget(card);

    m_stack = new QStackedWidget(this);
    m_examples = buildExamples();
    m_result = new ExploreResult(context, m_stack);
    m_stack->addWidget(m_examples);
    m_stack->addWidget(m_result);
    layout->addWidget(m_stack, 1);
    connect(&m_result->chart(), &ChartWidget::windowRequested, &context.feed, &ChartFeed::windowRequested);
    connect(&m_result->chart(), &ChartWidget::liveRequested, &context.feed, &ChartFeed::liveRequested);

    m_history = new HistoryPopup(context.settings, this);
    connect(m_history, &HistoryPopup::chosen, this, [this](const QString &expression) {
        m_current->editor().setExpression(expression);
        focusEditor();
        run();
    });
    auto *history = new QShortcut(Qt::CTRL | Qt::Key_Up, this);
    history->setContext(Qt::WidgetWithChildrenShortcut);
    connect(history, &QShortcut::activated, this, &ExplorePage::openHistory);

    m_patience.setSingleShot(true);
    m_patience.setInterval(300);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_cancel->show();
        m_result->setWaiting(tr("Asking…"));
        m_stack->setCurrentWidget(m_result);
    });
    connect(m_tree, &ExpressionTree::partChosen, this, [this](const QString &expression, query::Span span) {
        if (m_current->editor().toPlainText() == expression)
            m_current->editor().select(span);
    });

    m_asked = queries();
    m_due = !m_asked.empty();
}

ExplorePage::~ExplorePage()
{
    // Nobody waits any more; the background does, for its thread. The tree asks there too.
    m_inquiry.forget();
    delete m_tree;
}

QWidget *ExplorePage::buildHead()
{
    auto *head = new QWidget(this);
    auto *bar = new QHBoxLayout(head);
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(6);
    const auto tool = [&](const QString &text, const QString &hint) {
        auto *button = new QToolButton(head);
        button->setText(text);
        button->setToolTip(hint);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("outlined", true);
        bar->addWidget(button);
        return button;
    };
    auto *add = tool(tr("Add query"), tr("Another expression on the same chart"));
    m_historyButton = tool(tr("History"), tr("What was asked before (Ctrl+Up)"));
    auto *format = tool(tr("Format"), tr("Write the expression in its canonical form (Ctrl+Shift+F)"));
    m_treeButton = tool(tr("Parts"), tr("The parts of the expression, and how many series each answers"));
    m_treeButton->setCheckable(true);
    bar->addStretch(1);
    m_cancel = new QPushButton(tr("Cancel"), head);
    m_cancel->hide();
    m_run = new QPushButton(tr("Run"), head);
    m_run->setToolTip(tr("Ask (Enter)"));
    m_run->setDefault(true);
    bar->addWidget(m_cancel);
    bar->addWidget(m_run);
    connect(add, &QToolButton::clicked, this, [this] {
        if (m_rows.size() < kMostQueries)
            m_current = addRow({});
        focusEditor();
    });
    connect(m_historyButton, &QToolButton::clicked, this, &ExplorePage::openHistory);
    connect(format, &QToolButton::clicked, this, [this] { m_current->editor().format(); });
    connect(m_treeButton, &QToolButton::toggled, this, [this](bool shown) {
        showTree();
        m_tree->setVisible(shown);
    });
    connect(m_cancel, &QPushButton::clicked, this, &ExplorePage::cancel);
    connect(m_run, &QPushButton::clicked, this, &ExplorePage::run);
    return head;
}

QWidget *ExplorePage::buildExamples()
{
    auto *card = new Card(m_context.theme, this);
    auto *inside = new QWidget(card);
    auto *column = new QVBoxLayout(inside);
    column->addStretch(1);
    auto *words = new QLabel(tr("Type an expression of PromQL and press Enter, for example:"), inside);
    words->setProperty("dim", true);
    words->setAlignment(Qt::AlignCenter);
    words->setWordWrap(true);
    column->addWidget(words);
    for (const char *example : kExamples) {
        const auto expression = QString::fromLatin1(example);
        auto *button = new QToolButton(inside);
        button->setText(expression);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("outlined", true);
        button->setAccessibleName(expression);
        connect(button, &QToolButton::clicked, this, [this, expression] { explore({expression}); });
        column->addWidget(button, 0, Qt::AlignCenter);
    }
    column->addStretch(1);
    card->setBare(inside);
    card->setAccessibleName(tr("Examples"));
    return card;
}

QueryRow *ExplorePage::addRow(const QString &expression)
{
    auto *row = new QueryRow(m_context.theme, m_rowBox);
    row->editor().setSuggest([this](const query::CompletionPlace &place, const ExpressionEditor::Answer &answer) {
        m_completions.setRange({m_live ? m_now - m_span : m_from, m_live ? m_now : m_to});
        m_completions.suggest(place, answer);
    });
    row->editor().setExpression(expression);
    connect(&row->editor(), &ExpressionEditor::runRequested, this, &ExplorePage::run);
    connect(&row->editor(), &ExpressionEditor::focused, this, [this, row] {
        m_current = row;
        showTree();
    });
    connect(row, &QueryRow::switched, this, &ExplorePage::run);
    connect(row, &QueryRow::removeRequested, this, [this, row] {
        removeRow(row);
        focusEditor();
        run();
    });
    m_rowLayout->addWidget(row);
    row->show(); // the layout would only do it later, and what is not shown takes no focus
    m_rows.push_back(row);
    nameRows();
    return row;
}

void ExplorePage::removeRow(QueryRow *row)
{
    std::erase(m_rows, row);
    row->hide();
    row->deleteLater();
    if (m_current == row)
        m_current = m_rows.back();
    nameRows();
}

// Those that are there stay, so that Tab finds them where they were.
void ExplorePage::setRows(const QStringList &expressions)
{
    const auto wanted = std::clamp<std::size_t>(std::size_t(expressions.size()), 1, kMostQueries);
    while (m_rows.size() > wanted)
        removeRow(m_rows.back());
    for (std::size_t i = 0; i < wanted; ++i) {
        const auto expression = expressions.value(qsizetype(i));
        if (i < m_rows.size())
            m_rows[i]->reset(expression);
        else
            addRow(expression);
    }
    m_current = m_rows.front();
}

void ExplorePage::nameRows()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i]->setLetter(QString(QChar(u'A' + char16_t(i))));
        m_rows[i]->setRemovable(m_rows.size() > 1);
        if (i > 0)
            m_rows[i]->follow(*m_rows[i - 1]);
    }
}

// As high as what is written, up to a part of the page.
void ExplorePage::fitRows()
{
    const int height =
        m_rowLayout->hasHeightForWidth() ? m_rowLayout->totalHeightForWidth(m_rowScroll->viewport()->width()) : m_rowLayout->sizeHint().height();
    m_rowScroll->setFixedHeight(std::min(height, std::max(kLeastRowsHeight, this->height() * 3 / 10)));
}

bool ExplorePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_rowBox && event->type() == QEvent::LayoutRequest)
        fitRows();
    return Page::eventFilter(watched, event);
}

QStringList ExplorePage::expressions() const
{
    QStringList all;
    for (auto *row : m_rows) {
        if (const auto expression = row->editor().expression(); !expression.isEmpty())
            all << expression;
    }
    return all;
}

void ExplorePage::explore(const QStringList &expressions)
{
    setRows(expressions);
    focusEditor();
    run();
}

void ExplorePage::focusEditor() { m_current->editor().setFocus(Qt::ShortcutFocusReason); }

void ExplorePage::setTime(bool live, metric::Timestamp from, metric::Timestamp to)
{
    m_live = live;
    m_span = to - from;
    m_from = from;
    m_to = to;
    if (!m_answered && !m_asking)
        return;
    m_due = true;
    if (isVisible())
        ask();
}

void ExplorePage::tick(metric::Timestamp now)
{
    m_now = now;
    if (m_due || (m_live && m_answered && !m_asking && now >= m_next && !m_result->chart().paused()))
        ask();
}

void ExplorePage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    fitRows();
}

void ExplorePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitRows();
}

void ExplorePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_asking)
        cancel();
    else
        Page::keyPressEvent(event);
}

void ExplorePage::run()
{
    for (auto *row : m_rows)
        row->editor().check();
    save();
    m_asked = queries();
    remember();
    m_answered = false;
    ask();
}

std::vector<ExploreQuery> ExplorePage::queries() const
{
    std::vector<ExploreQuery> queries;
    for (auto *row : m_rows) {
        if (row->on() && !row->editor().expression().isEmpty())
            queries.push_back({row->letter().toStdString(), row->editor().toPlainText().toStdString()});
    }
    return queries;
}

void ExplorePage::ask()
{
    // Nobody said yet what time it is: with the first tick.
    m_due = m_now == metric::Timestamp{};
    if (m_due)
        return;
    ExploreQuestion question{m_asked, m_live ? m_now - m_span : m_from, m_live ? m_now : std::min(m_to, m_now)};
    if (question.queries.empty()) {
        m_inquiry.forget();
        setAsking(false);
        m_answered = false;
        m_stack->setCurrentWidget(m_examples);
        return;
    }
    question.from = std::min(question.from, question.to);
    question.step = exploreStep(question.to - question.from, m_stack->width());
    if (!m_answered)
        setAsking(true);
    m_asking = true;
    m_inquiry.ask([&engine = m_context.engine, &clock = m_context.clock,
                   question = std::move(question)](const std::stop_token &stop) { return ui::explore(engine, clock, question, stop); },
                  [this](const ExploreAnswer &answer) { take(answer); });
}

void ExplorePage::take(const ExploreAnswer &answer)
{
    setAsking(false);
    m_stack->setCurrentWidget(m_result);
    m_result->setAnswer(answer);
    const auto took = std::chrono::duration_cast<metric::Duration>(answer.took);
    m_next = m_now + std::max({metric::Duration(1s), answer.step, took * kIdleShare});
    if (!std::exchange(m_answered, true) || !m_live)
        showTree();
}

void ExplorePage::cancel()
{
    if (!m_asking)
        return;
    m_inquiry.forget();
    setAsking(false);
    m_answered = false;
    m_result->setWaiting(tr("Cancelled."));
}

void ExplorePage::setAsking(bool asking)
{
    m_asking = asking;
    if (asking) {
        m_patience.start();
    } else {
        m_patience.stop();
        m_cancel->hide();
    }
}

void ExplorePage::remember()
{
    auto history = m_context.settings.value(settings::kQueryHistory);
    const auto now = m_context.clock.now().time_since_epoch().count();
    for (auto query = m_asked.rbegin(); query != m_asked.rend(); ++query) {
        if (query::parse(query->expression))
            history = settings::remembered(std::move(history), QString::fromStdString(query->expression).trimmed(), now);
    }
    m_context.settings.setValue(settings::kQueryHistory, history);
}

void ExplorePage::showTree()
{
    if (m_treeButton->isChecked())
        m_tree->showExpression(m_current->editor().toPlainText(), m_live ? m_now : m_to);
}

void ExplorePage::openHistory() { m_history->open(*m_historyButton); }

void ExplorePage::save()
{
    m_context.settings.setValue(settings::kExpressions, QList<QString>(expressions()));
    m_result->save();
}

} // namespace ui
