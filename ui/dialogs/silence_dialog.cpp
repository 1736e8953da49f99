#include "ui/dialogs/silence_dialog.h"

#include "models/alerts/matchers.h"
#include "models/items/rule_texts.h"

#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr qsizetype kNamed = 4; // of what it would silence
// A silence that ends with its cause ends at the latest then.
constexpr auto kUntilUnmatched = std::chrono::hours(24 * 30);

struct Choice {
    const char *text; // source text in the context "ui::SilenceDialog"
    std::chrono::minutes duration;
    bool endsWhenUnmatched;
};

constexpr Choice kChoices[] = {
    {QT_TRANSLATE_NOOP("ui::SilenceDialog", "1 hour"), std::chrono::hours(1), false},
    {QT_TRANSLATE_NOOP("ui::SilenceDialog", "4 hours"), std::chrono::hours(4), false},
    {QT_TRANSLATE_NOOP("ui::SilenceDialog", "1 day"), std::chrono::hours(24), false},
    {QT_TRANSLATE_NOOP("ui::SilenceDialog", "1 week"), std::chrono::hours(24 * 7), false},
    {QT_TRANSLATE_NOOP("ui::SilenceDialog", "until nothing matches it any more"), kUntilUnmatched, true},
};

std::vector<series::Matcher> inCommon(const std::vector<alerts::Alert> &alerts)
{
    std::vector<series::Matcher> matchers;
    if (alerts.empty())
        return matchers;
    for (const auto label : *alerts.front().labels) {
        if (std::ranges::all_of(alerts, [&](const alerts::Alert &each) { return each.labels->get(label.name) == label.value; }))
            matchers.push_back(series::Matcher::equal(label.name, label.value));
    }
    return matchers;
}

} // namespace

SilenceDialog::SilenceDialog(const metric::Clock &clock, alerts::AlertSnapshotRef snapshot, const std::vector<alerts::Alert> &chosen, QWidget *parent)
    : QDialog(parent), m_clock(clock), m_snapshot(std::move(snapshot))
{
    setObjectName(QStringLiteral("silenceDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Silence alerts"));
    m_matchers = new QLineEdit(this);
    m_matchers->setObjectName(QStringLiteral("silenceMatchers"));
    m_matchers->setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    m_matchers->setPlaceholderText(tr("alertname=\"…\", instance=~\"web.*\""));
    if (const auto matchers = inCommon(chosen); !matchers.empty()) {
        const auto text = QString::fromStdString(alerts::textOf(matchers));
        m_matchers->setText(text.mid(1, text.size() - 2)); // without its braces
        m_matchers->setCursorPosition(0);                  // its beginning says most
    }
    m_duration = new QComboBox(this);
    m_duration->setObjectName(QStringLiteral("silenceDuration"));
    for (const auto &choice : kChoices)
        m_duration->addItem(tr(choice.text));
    m_comment = new QLineEdit(this);
    m_comment->setObjectName(QStringLiteral("silenceComment"));
    m_comment->setMaxLength(500);
    m_preview = new QLabel(this);
    m_preview->setObjectName(QStringLiteral("silencePreview"));
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setWordWrap(true);
    auto *form = new QFormLayout(this);
    form->addRow(tr("&Labels"), m_matchers);
    form->addRow(tr("&For"), m_duration);
    form->addRow(tr("&Why"), m_comment);
    form->addRow(m_preview);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_confirm = buttons->button(QDialogButtonBox::Ok);
    m_confirm->setText(tr("Silence"));
    form->addRow(buttons);
    connect(m_matchers, &QLineEdit::textChanged, this, &SilenceDialog::check);
    connect(m_duration, &QComboBox::activated, this, &SilenceDialog::check);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        check(); // time went by
        m_silence.comment = m_comment->text().trimmed().toStdString();
        Q_EMIT confirmed(m_silence);
        accept();
    });
    check();
}

void SilenceDialog::check()
{
    const auto &choice = kChoices[std::max(0, m_duration->currentIndex())];
    const auto now = m_clock.now();
    auto matchers = alerts::parseMatchers(m_matchers->text().toStdString());
    m_silence = {};
    m_silence.startsAt = now;
    m_silence.endsAt = now + choice.duration;
    m_silence.endsWhenUnmatched = choice.endsWhenUnmatched;
    if (matchers)
        m_silence.matchers = std::move(*matchers);
    const auto valid = matchers ? alerts::validate(m_silence, now) : tl::unexpected(matchers.error());
    m_confirm->setEnabled(bool(valid));
    if (!valid) {
        m_preview->setText(QStringLiteral("⚠ ") + QString::fromStdString(valid.error().message));
        return;
    }
    QStringList names;
    qsizetype count = 0;
    for (const auto &alert : m_snapshot->firing) {
        if (!series::matchesAll(m_silence.matchers, *alert.labels))
            continue;
        const auto instance = alert.labels->get("instance");
        if (++count <= kNamed)
            names << items::ruleText(alert.rule->name) +
                         (instance.empty() ? QString() : QStringLiteral(" (%1)").arg(QString::fromUtf8(instance.data(), qsizetype(instance.size()))));
    }
    if (count == 0) {
        m_preview->setText(tr("Nothing that fires now would be silenced."));
        return;
    }
    if (count > kNamed)
        names << tr("and %n more", nullptr, int(count - kNamed));
    m_preview->setText(tr("Would silence now: %1").arg(names.join(QStringLiteral(", "))));
}

} // namespace ui
