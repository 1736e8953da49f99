#include "ui/dialogs/weekly_windows_edit.h"

#include "models/targets/weekly_window.h"
#include "ui/dialogs/error_label.h"

#include <QtCore/QLocale>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTimeEdit>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

using targets::WeeklyWindow;

static constexpr int kMinutesOfDay = 24 * 60;
static const auto kProposed = QStringLiteral("Sun 02:00-04:00");

// From the fields of a row.
static WeeklyWindow windowOf(const QWidget &row)
{
    const auto times = row.findChildren<QTimeEdit *>();
    const auto minutes = [](const QTimeEdit &edit) { return edit.time().msecsSinceStartOfDay() / 60'000; };
    WeeklyWindow window{row.findChild<QComboBox *>()->currentIndex(), minutes(*times[0]), minutes(*times[1])};
    if (window.from == 0 && window.until == 0)
        window.until = kMinutesOfDay;
    return window;
}

WeeklyWindowsEdit::WeeklyWindowsEdit(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_rows(new QVBoxLayout), m_fault(new ErrorLabel(theme, this)), m_add(new QPushButton(tr("&Add a time of the week"), this))
{
    m_add->setObjectName(QStringLiteral("addWeeklyWindow"));
    m_add->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_rows);
    layout->addWidget(m_fault);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addRow(kProposed);
        rows().constLast()->setFocus();
        check();
    });
    m_fault->showWords({});
}

void WeeklyWindowsEdit::setWindows(const QStringList &windows)
{
    qDeleteAll(rows());
    for (const auto &window : windows)
        addRow(window);
}

QStringList WeeklyWindowsEdit::windows() const
{
    QStringList texts;
    for (const auto *row : rows())
        texts << windowOf(*row).text();
    return texts;
}

bool WeeklyWindowsEdit::isGood() const
{
    return std::ranges::all_of(windows(), [](const QString &window) { return WeeklyWindow::parse(window).has_value(); });
}

QList<QWidget *> WeeklyWindowsEdit::rows() const { return findChildren<QWidget *>(QStringLiteral("weeklyWindow"), Qt::FindDirectChildrenOnly); }

void WeeklyWindowsEdit::addRow(const QString &text)
{
    const auto window = WeeklyWindow::parse(text);
    if (!window)
        return;
    auto *row = new QWidget(this);
    row->setObjectName(QStringLiteral("weeklyWindow"));
    auto *days = new QComboBox(row);
    days->setAccessibleName(tr("Day"));
    days->addItem(tr("Every day"));
    for (int day = Qt::Monday; day <= Qt::Sunday; ++day)
        days->addItem(QLocale().standaloneDayName(day));
    days->setCurrentIndex(window->day);
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(days);
    const auto addTime = [&](const QString &title, int minutes) {
        auto *edit = new QTimeEdit(QTime::fromMSecsSinceStartOfDay(minutes % kMinutesOfDay * 60'000), row);
        edit->setDisplayFormat(QStringLiteral("HH:mm"));
        edit->setAccessibleName(title);
        line->addWidget(new QLabel(title, row));
        line->addWidget(edit);
        connect(edit, &QTimeEdit::timeChanged, this, &WeeklyWindowsEdit::check);
    };
    addTime(tr("from"), window->from);
    addTime(tr("to"), window->until);
    auto *remove = new QToolButton(row);
    remove->setObjectName(QStringLiteral("removeWeeklyWindow"));
    remove->setText(tr("Remove"));
    remove->setFocusPolicy(Qt::StrongFocus);
    remove->setProperty("outlined", true);
    line->addWidget(remove);
    line->addStretch();
    row->setFocusProxy(days);
    m_rows->addWidget(row);
    row->show(); // the layout would later, and it is to get the focus now
    // What was made last is not asked last.
    setTabOrder(remove, m_add);
    connect(days, &QComboBox::currentIndexChanged, this, &WeeklyWindowsEdit::check);
    connect(remove, &QToolButton::clicked, this, [this, row] {
        m_add->setFocus();
        row->hide();
        row->setObjectName({});
        row->deleteLater();
        check();
    });
}

void WeeklyWindowsEdit::check()
{
    m_fault->showWords(isGood() ? QString() : tr("A time of the week ends at another minute than it begins."));
    Q_EMIT edited();
}

} // namespace ui
