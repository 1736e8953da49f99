#include "ui/tabs/score_card.h"

#include "models/items/check_texts.h"
#include "ui/theme/state_mark.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

QString lossText(const health::Loss &loss) { return QStringLiteral("−%1 %2").arg(loss.points).arg(items::summaryText(loss.why)); }

} // namespace

ScoreCard::ScoreCard(const Theme &theme, QWidget *parent) : Card(theme, parent), m_theme(theme)
{
    setTitle(tr("Health"));
    auto *inside = new QWidget(this);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    m_score = new QLabel(QStringLiteral("–"), inside);
    auto large = m_score->font();
    large.setPointSizeF(large.pointSizeF() * 2.6);
    large.setWeight(QFont::DemiBold);
    m_score->setFont(large);
    m_score->setAccessibleName(tr("Health score, 0 to 100"));
    head->addWidget(m_score);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    auto *of = new QLabel(tr("of 100"), inside);
    of->setProperty("dim", true);
    auto *stateRow = new QHBoxLayout;
    stateRow->setSpacing(6);
    m_mark = new QLabel(inside);
    m_state = new QLabel(inside);
    m_state->setObjectName(QStringLiteral("overallState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    stateRow->addWidget(m_mark, 0, Qt::AlignTop);
    stateRow->addWidget(m_state, 1);
    words->addStretch(1);
    words->addLayout(stateRow);
    words->addWidget(of);
    words->addStretch(1);
    head->addLayout(words, 1);
    column->addLayout(head);
    auto *scroll = new QScrollArea(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_reasons = new QWidget(scroll);
    auto *reasons = new QVBoxLayout(m_reasons);
    reasons->setContentsMargins(0, 0, 0, 0);
    reasons->setSpacing(0);
    scroll->setWidget(m_reasons);
    column->addWidget(scroll, 1);
    setContent(inside);
    connect(&theme, &Theme::changed, this, &ScoreCard::showAll);
    showAll();
}

void ScoreCard::setConsole(int score, const QStringList &reasons)
{
    if (score == m_console && reasons == m_consoleReasons)
        return;
    m_console = score;
    m_consoleReasons = reasons;
    showAll();
}

void ScoreCard::setHealth(const health::HealthSnapshotRef &snapshot)
{
    const auto before = std::exchange(m_snapshot, snapshot);
    const auto same = [](const health::Loss &a, const health::Loss &b) { return a.points == b.points && a.target == b.target && a.why == b.why; };
    if (before && before->score == snapshot->score && before->overall == snapshot->overall && before->why == snapshot->why &&
        before->offline == snapshot->offline && before->checks.empty() == snapshot->checks.empty() &&
        std::equal(before->losses.begin(), before->losses.end(), snapshot->losses.begin(), snapshot->losses.end(), same))
        return; // the focus stays where it is
    showAll();
}

int ScoreCard::score() const { return std::clamp(m_console + (m_snapshot ? m_snapshot->score : 100) - 100, 0, 100); }

QStringList ScoreCard::reasons() const
{
    QStringList all;
    if (m_snapshot) {
        for (const auto &loss : m_snapshot->losses)
            all << lossText(loss);
    }
    return all + m_consoleReasons;
}

void ScoreCard::showAll()
{
    m_score->setText(QString::number(score()));
    const auto overall = m_snapshot ? m_snapshot->overall : health::State::Ok;
    auto words = items::checkStateText(overall);
    if (m_snapshot && m_snapshot->offline)
        words = tr("This machine is offline");
    else if (m_snapshot && !m_snapshot->why.empty())
        words = items::summaryText(m_snapshot->why);
    else if (overall == health::State::Ok)
        words = reasons().isEmpty() ? tr("Everything that is checked is well") : tr("Every check is well");
    m_state->setText(words);
    m_mark->setPixmap(stateIcon(items::markOf(overall), m_theme).pixmap(16, 16));
    setAccessibleDescription(QStringLiteral("%1. %2").arg(score()).arg(words));

    auto *layout = static_cast<QVBoxLayout *>(m_reasons->layout());
    while (auto *item = layout->takeAt(0)) {
        if (auto *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one that was clicked
        }
        delete item;
    }
    if (m_snapshot) {
        for (const auto &loss : m_snapshot->losses) {
            const auto text = lossText(loss);
            auto *reason = new QPushButton(QString(text).replace(u'&', QStringLiteral("&&")), m_reasons);
            reason->setProperty("reason", true);
            reason->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
            reason->setCursor(Qt::PointingHandCursor);
            reason->setToolTip(tr("Show this check"));
            reason->setAccessibleName(text);
            connect(reason, &QPushButton::clicked, this, [this, target = QString::fromStdString(loss.target)] { Q_EMIT checkChosen(target); });
            layout->addWidget(reason);
        }
    }
    for (const auto &text : m_consoleReasons) {
        auto *reason = new QLabel(text, m_reasons);
        reason->setTextFormat(Qt::PlainText);
        reason->setWordWrap(true);
        reason->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addWidget(reason);
    }
    layout->addStretch(1);
}

} // namespace ui
