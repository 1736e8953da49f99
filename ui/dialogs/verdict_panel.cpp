#include "ui/dialogs/verdict_panel.h"

#include "models/items/check_texts.h"
#include "models/items/target_model.h"
#include "models/metric/format.h"
#include "ui/theme/state_mark.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

static constexpr int kMarkSize = 16;
static constexpr int kDetailLines = 9;
static constexpr qsizetype kMostShown = 256 * 1024; // characters of evidence

static QString shownEvidence(const metric::Evidence &evidence)
{
    QString text;
    for (const auto &part : evidence.parts) {
        if (!text.isEmpty())
            text += QStringLiteral("\n\n");
        text += QCoreApplication::translate("items", part.title.c_str()) + u'\n' + QString::fromStdString(part.text).trimmed();
    }
    return text.left(kMostShown);
}

VerdictPanel::VerdictPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent),
      m_theme(theme),
      m_mark(new QLabel(this)),
      m_words(new QLabel(this)),
      m_fold(new QToolButton(this)),
      m_trust(new QToolButton(this)),
      m_details(new QPlainTextEdit(this))
{
    m_words->setObjectName(QStringLiteral("verdictWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_fold->setObjectName(QStringLiteral("verdictDetails"));
    m_fold->setText(tr("What was seen"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setArrowType(Qt::RightArrow);
    m_fold->setCheckable(true);
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    m_trust->setObjectName(QStringLiteral("trustCertificate"));
    m_trust->setText(tr("Trust this certificate for this target…"));
    m_trust->setFocusPolicy(Qt::StrongFocus);
    m_trust->setProperty("outlined", true);
    m_details->setObjectName(QStringLiteral("verdictEvidence"));
    m_details->setAccessibleName(tr("What was seen"));
    m_details->setReadOnly(true);
    m_details->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_details->setFixedHeight(fontMetrics().lineSpacing() * kDetailLines);
    m_details->setTabChangesFocus(true);

    auto *says = new QHBoxLayout;
    says->setSpacing(8);
    says->addWidget(m_mark, 0, Qt::AlignTop);
    says->addWidget(m_words, 1);
    auto *actions = new QHBoxLayout;
    actions->addWidget(m_fold);
    actions->addWidget(m_trust);
    actions->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(says);
    layout->addLayout(actions);
    layout->addWidget(m_details);
    connect(m_fold, &QToolButton::toggled, this, &VerdictPanel::showDetails);
    connect(m_trust, &QToolButton::clicked, this, &VerdictPanel::ask);
    clear();
}

void VerdictPanel::setTerms(double slowAfter, bool upsideDown)
{
    m_slowAfter = slowAfter;
    m_upsideDown = upsideDown;
}

void VerdictPanel::clear()
{
    m_certificate.reset();
    m_fold->setChecked(false);
    m_details->clear();
    m_details->hide();
    hide();
}

void VerdictPanel::showRunning()
{
    clear();
    m_mark->setPixmap(stateIcon(State::Unknown, m_theme).pixmap(kMarkSize, devicePixelRatioF()));
    m_words->setText(tr("Trying…"));
    m_fold->hide();
    m_trust->hide();
    show();
}

void VerdictPanel::showVerdict(const metric::Verdict &verdict, bool mayTrust)
{
    clear();
    m_verdict = verdict;
    const double seconds = std::chrono::duration<double>(verdict.responseTime).count();
    const bool slow = verdict.good() && m_slowAfter > 0 && seconds > m_slowAfter;
    const bool up = verdict.good() != m_upsideDown;
    const auto state = !up ? State::Critical : slow && !m_upsideDown ? State::Warning : State::Ok;

    QStringList words;
    if (verdict.good())
        words << (slow ? tr("It answers, but slowly.") : tr("It works."));
    else
        words << tr("It does not work (%1).").arg(items::reasonText(verdict.reason));
    if (!verdict.message.empty())
        words << QString::fromStdString(verdict.message);
    if (seconds > 0)
        words << tr("It took %1.").arg(QString::fromStdString(metric::formatValue(seconds, metric::Unit::Seconds)));
    if (m_upsideDown)
        words << (up ? tr("Upside down, this is as it should be.") : tr("Upside down, this counts as down."));
    m_words->setText(words.join(u'\n'));
    m_mark->setPixmap(stateIcon(state, m_theme).pixmap(kMarkSize, devicePixelRatioF()));
    m_mark->setAccessibleName(items::stateText(state));

    if (verdict.evidence) {
        m_details->setPlainText(shownEvidence(*verdict.evidence));
        if (mayTrust && (verdict.reason == metric::Reason::Tls || verdict.reason == metric::Reason::Expired))
            m_certificate = certificateIn(*verdict.evidence);
    }
    m_fold->setVisible(!m_details->document()->isEmpty());
    m_trust->setVisible(m_certificate.has_value());
    show();
}

void VerdictPanel::showDetails(bool shown)
{
    m_fold->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_details->setVisible(shown);
}

void VerdictPanel::ask()
{
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Trust this certificate?"), tr("Trust this certificate, for this target alone?"),
                                QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("trustQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    const auto orNothing = [](const QString &text) { return text.isEmpty() ? tr("(not said)") : text; };
    box->setInformativeText(tr("It is not trusted because: %1\n\nIssued to: %2\nIssued by: %3\nSHA-256: %4\n\n"
                               "Whoever answers with this certificate will be believed, and nobody else. Compare the fingerprint with the one that "
                               "the server's administrator tells you.")
                                .arg(QString::fromStdString(m_verdict.message), orNothing(m_certificate->subject), orNothing(m_certificate->issuer),
                                     fingerprintText(m_certificate->sha256)));
    auto *trust = box->addButton(tr("Trust it"), QMessageBox::AcceptRole);
    auto *cancel = box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(cancel);
    connect(trust, &QPushButton::clicked, this, [this, sha256 = m_certificate->sha256] { Q_EMIT trustConfirmed(sha256); });
    box->open();
}

} // namespace ui
