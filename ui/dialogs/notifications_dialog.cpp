#include "ui/dialogs/notifications_dialog.h"

#include "models/items/alert_model.h"
#include "models/settings/settings.h"
#include "ui/widgets/table_view.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QGroupBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QTimeEdit>
#include <QtWidgets/QVBoxLayout>

namespace ui {

static constexpr settings::DayRange kUsualNight{22 * 60, 7 * 60};

static QTime timeOf(int minute) { return QTime::fromMSecsSinceStartOfDay(minute * 60'000); }
static int minuteOf(QTime time) { return time.msecsSinceStartOfDay() / 60'000; }

NotificationsDialog::NotificationsDialog(settings::SettingsStore &settings, Background &background, Deliveries deliveries, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_deliveries(std::move(deliveries)), m_inquiry(background)
{
    setObjectName(QStringLiteral("notificationsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Notifications"));
    resize(860, 560);
    auto *layout = new QVBoxLayout(this);
    auto *above = new QHBoxLayout;
    above->addWidget(makeQuietHours());
    above->addWidget(makeSounds(), 1);
    layout->addLayout(above);
    layout->addWidget(new QLabel(tr("What was told"), this));
    m_table = new TableView(this);
    m_table->setObjectName(QStringLiteral("deliveryList"));
    m_table->setAccessibleName(tr("What was told"));
    m_table->setModel(&m_model);
    m_table->setStretchColumns({QStringLiteral("alert"), QStringLiteral("result")});
    m_table->setSamples({{QStringLiteral("time"), QStringLiteral("30 Nov 00:00:00")},
                         {QStringLiteral("alert"), QStringLiteral("CPU pressure above 50 %")},
                         {QStringLiteral("receiver"), QStringLiteral("desktop")},
                         {QStringLiteral("state"), QStringLiteral("told with a later one")},
                         {QStringLiteral("result"), QStringLiteral("no answer within")}});
    m_table->setEmptyText(tr("Nobody was told anything yet."));
    layout->addWidget(m_table, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    refresh();
}

QWidget *NotificationsDialog::makeQuietHours()
{
    auto *box = new QGroupBox(tr("Quiet hours"), this);
    auto *form = new QFormLayout(box);
    const auto stored = settings::DayRange::parse(m_settings.value(settings::kQuietHours));
    const auto range = stored.value_or(kUsualNight);
    m_quiet = new QCheckBox(tr("Tell of emergencies alone"), box);
    m_quiet->setChecked(stored.has_value());
    form->addRow(m_quiet);
    const auto edit = [&](const QString &label, int minute) {
        auto *made = new QTimeEdit(timeOf(minute), box);
        made->setDisplayFormat(QStringLiteral("HH:mm"));
        made->setEnabled(stored.has_value());
        made->setAccessibleName(label);
        form->addRow(label, made);
        connect(made, &QTimeEdit::timeChanged, this, &NotificationsDialog::saveQuietHours);
        connect(m_quiet, &QCheckBox::toggled, made, &QWidget::setEnabled);
        return made;
    };
    m_from = edit(tr("From"), range.from);
    m_until = edit(tr("Until"), range.until);
    connect(m_quiet, &QCheckBox::toggled, this, &NotificationsDialog::saveQuietHours);
    auto *hint = new QLabel(tr("What still fires afterwards is told then."), box);
    hint->setProperty("dim", true);
    form->addRow(hint);
    return box;
}

void NotificationsDialog::saveQuietHours()
{
    const settings::DayRange range{minuteOf(m_from->time()), minuteOf(m_until->time())};
    m_settings.setValue(settings::kQuietHours, m_quiet->isChecked() ? range.toString() : QString());
}

QWidget *NotificationsDialog::makeSounds()
{
    auto *box = new QGroupBox(tr("Sounds"), this);
    auto *form = new QFormLayout(box);
    const auto sounds = m_settings.value(settings::kSounds);
    for (const auto severity : {alerts::Severity::Info, alerts::Severity::Warning, alerts::Severity::Critical, alerts::Severity::Emergency}) {
        const auto word = alerts::wordOf(severity);
        const auto key = QString::fromUtf8(word.data(), qsizetype(word.size()));
        auto *choice = new QComboBox(box);
        choice->setEditable(true);
        choice->setAccessibleName(tr("Sound: %1").arg(items::severityText(severity)));
        choice->setToolTip(tr("A name of the desktop's sound theme, or the path of a sound file"));
        choice->addItem(tr("none"), QString());
        // Of the freedesktop sound naming specification.
        for (const char *name : {"message-new-instant", "dialog-information", "dialog-warning", "dialog-error", "bell", "alarm-clock-elapsed"})
            choice->addItem(QString::fromLatin1(name), QString::fromLatin1(name));
        const auto stored = sounds.value(key);
        const int known = choice->findData(stored);
        if (known >= 0)
            choice->setCurrentIndex(known);
        else
            choice->setEditText(stored);
        connect(choice, &QComboBox::currentTextChanged, this, [this, choice, key](const QString &text) {
            auto all = m_settings.value(settings::kSounds);
            const int index = choice->findText(text);
            all[key] = index >= 0 ? choice->itemData(index).toString() : text.trimmed();
            m_settings.setValue(settings::kSounds, all);
        });
        form->addRow(items::severityText(severity), choice);
    }
    return box;
}

void NotificationsDialog::refresh()
{
    m_inquiry.ask([deliveries = m_deliveries](const std::stop_token &) { return deliveries(); },
                  [this](metric::Result<std::vector<alerts::Delivery>> deliveries) {
                      if (deliveries)
                          m_model.setRows(std::move(*deliveries));
                  });
}

} // namespace ui
