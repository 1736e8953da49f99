#include "ui/dialogs/evidence_dialog.h"

#include "models/items/check_texts.h"

#include <QtGui/QClipboard>
#include <QtGui/QFontDatabase>
#include <QtGui/QGuiApplication>
#include <QtGui/QTextBlock>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

using Kind = items::EvidenceLine::Kind;

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

metric::Timestamp timeOf(const health::KeptEvidence &kept) { return kept.evidence ? kept.evidence->time : metric::Timestamp{}; }

} // namespace

EvidenceDialog::EvidenceDialog(const Theme &theme, const QString &name, QWidget *parent) : QDialog(parent), m_theme(theme), m_name(name)
{
    setObjectName(QStringLiteral("evidenceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Evidence: %1").arg(name));
    resize(1040, 640);
    auto *layout = new QVBoxLayout(this);
    m_choice = new QComboBox(this);
    m_choice->setObjectName(QStringLiteral("evidenceChoice"));
    m_choice->setAccessibleName(tr("Which failure"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    layout->addWidget(m_choice);
    m_message = plainLabel(this);
    m_message->setObjectName(QStringLiteral("evidenceMessage"));
    m_message->setText(tr("Reading what was kept…"));
    layout->addWidget(m_message);
    layout->addWidget(buildPanes(), 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *copy = buttons->addButton(tr("Copy the failure"), QDialogButtonBox::ActionRole);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText()); });
    m_copies.push_back(copy);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &EvidenceDialog::showChosen);
    connect(&theme, &Theme::changed, this, &EvidenceDialog::showChosen);
    copy->setEnabled(false);
    m_choice->hide();
}

QWidget *EvidenceDialog::buildPanes()
{
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    const auto addSide = [&](const char *name, QLabel *&title, QPlainTextEdit *&pane) {
        auto *side = new QWidget(splitter);
        auto *column = new QVBoxLayout(side);
        column->setContentsMargins(0, 0, 0, 0);
        title = plainLabel(side);
        auto bold = title->font();
        bold.setWeight(QFont::DemiBold);
        title->setFont(bold);
        column->addWidget(title);
        pane = new QPlainTextEdit(side);
        pane->setObjectName(QString::fromLatin1(name));
        pane->setReadOnly(true);
        pane->setLineWrapMode(QPlainTextEdit::NoWrap); // else the lines of the two would not stand side by side
        pane->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        pane->setTabChangesFocus(true);
        pane->setUndoRedoEnabled(false);
        auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setPointSizeF(this->font().pointSizeF());
        pane->setFont(font);
        column->addWidget(pane, 1);
        splitter->addWidget(side);
        return side;
    };
    addSide("failedEvidence", m_failedTitle, m_failedPane);
    m_goodSide = addSide("goodEvidence", m_goodTitle, m_goodPane);
    const auto follow = [](const QScrollBar *leader, QScrollBar *follower) {
        QObject::connect(leader, &QScrollBar::valueChanged, follower, &QScrollBar::setValue);
    };
    for (const auto bar : {&QAbstractScrollArea::verticalScrollBar, &QAbstractScrollArea::horizontalScrollBar}) {
        follow((m_failedPane->*bar)(), (m_goodPane->*bar)());
        follow((m_goodPane->*bar)(), (m_failedPane->*bar)());
    }
    m_goodSide->hide();
    return splitter;
}

void EvidenceDialog::setEvidence(std::vector<health::KeptEvidence> kept)
{
    std::ranges::stable_sort(kept, std::greater<>(), timeOf);
    m_failures.clear();
    m_good.clear();
    for (auto &each : kept)
        (each.reason == metric::Reason::None ? m_good : m_failures).push_back(std::move(each));
    const QSignalBlocker once(m_choice);
    m_choice->clear();
    for (const auto &failure : m_failures)
        m_choice->addItem(QStringLiteral("%1 · %2").arg(items::timeText(timeOf(failure)), items::causeText(failure.reason, failure.message)));
    m_choice->setVisible(!m_failures.empty());
    showChosen();
    if (!m_failures.empty())
        m_choice->setFocus();
}

void EvidenceDialog::setTrouble(const QString &message)
{
    m_choice->hide();
    m_message->setText(tr("What was kept cannot be read: %1").arg(message));
}

const health::KeptEvidence *EvidenceDialog::chosen() const
{
    const auto at = std::size_t(std::max(0, m_choice->currentIndex()));
    return at < m_failures.size() ? &m_failures[at] : nullptr;
}

void EvidenceDialog::showChosen()
{
    const auto *failure = chosen();
    const auto *good = m_good.empty() ? nullptr : &m_good.front();
    for (auto *copy : m_copies)
        copy->setEnabled(failure);
    if (!failure && !good) {
        m_message->setText(tr("Nothing was kept of it yet: neither a failure nor a good answer."));
        return;
    }
    m_message->setText(failure ? items::causeText(failure->reason, failure->message) : tr("It has not failed as far back as is kept."));
    const auto *left = failure ? failure->evidence.get() : nullptr;
    const auto *right = good ? good->evidence.get() : nullptr;
    const auto lines = items::compareEvidence(left, right);
    m_failedTitle->setText(failure ? tr("Failed, %1").arg(items::timeText(timeOf(*failure))) : tr("No failure"));
    m_goodTitle->setText(good ? tr("Last good, %1").arg(items::timeText(timeOf(*good))) : tr("Never good since it is checked"));
    m_failedPane->setAccessibleName(m_failedTitle->text());
    m_goodPane->setAccessibleName(m_goodTitle->text());
    m_failedPane->parentWidget()->setVisible(failure);
    m_goodSide->setVisible(good);
    showPane(*m_failedPane, lines, true);
    showPane(*m_goodPane, lines, false);
}

// A sign in front of each line that differs, and a tint: one for who sees no colours, one for who looks quickly.
void EvidenceDialog::showPane(QPlainTextEdit &pane, const std::vector<items::EvidenceLine> &lines, bool failed)
{
    const bool isAlone = m_failures.empty() || m_good.empty();
    QStringList texts;
    for (const auto &line : lines) {
        const auto &text = failed ? line.failed : line.good;
        const bool isOwn = line.kind == Kind::Changed || line.kind == (failed ? Kind::Failed : Kind::Good);
        const auto sign = isAlone || line.kind == Kind::Title || !isOwn ? QStringLiteral("  ") : failed ? QStringLiteral("− ") : QStringLiteral("+ ");
        texts << (line.kind == Kind::Title ? text : text.isEmpty() && !isOwn ? QString() : sign + text);
    }
    pane.setPlainText(texts.join(QLatin1Char('\n')));
    QList<QTextEdit::ExtraSelection> marks;
    auto block = pane.document()->begin();
    for (std::size_t i = 0; i < lines.size() && block.isValid(); ++i, block = block.next()) {
        const auto kind = lines[i].kind;
        const bool isOwn = kind == Kind::Changed || kind == (failed ? Kind::Failed : Kind::Good);
        if (kind != Kind::Title && (isAlone || !isOwn))
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        if (kind == Kind::Title) {
            mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
            mark.format.setFontWeight(QFont::DemiBold);
            mark.format.setForeground(m_theme.color(Theme::Color::Accent));
        } else {
            auto tint = m_theme.color(failed ? Theme::Color::Critical : Theme::Color::Ok);
            tint.setAlphaF(0.14F);
            mark.format.setBackground(tint);
            mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        }
        marks << mark;
    }
    pane.setExtraSelections(marks);
}

QString EvidenceDialog::asText() const
{
    const auto *failure = chosen();
    if (!failure)
        return {};
    auto text = QStringLiteral("%1 · %2 · %3").arg(m_name, items::timeText(timeOf(*failure)), items::causeText(failure->reason, failure->message));
    if (failure->evidence)
        text += QStringLiteral("\n\n") + items::evidenceText(*failure->evidence);
    return text;
}

} // namespace ui
