#include "ui/tabs/alert_filter_bar.h"

#include "models/settings/settings.h"
#include "ui/widgets/wrap_row.h"

#include <QtGui/QActionGroup>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

using items::AlertTrait;

namespace {

constexpr qsizetype kShownValue = 40; // characters of a label's value on a chip

QToolButton *newChip(QWidget *parent)
{
    auto *chip = new QToolButton(parent);
    chip->setFocusPolicy(Qt::StrongFocus);
    chip->setProperty("outlined", true);
    return chip;
}

} // namespace

AlertFilterBar::AlertFilterBar(settings::SettingsStore &settings, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_matchers(new QWidget(this)), m_search(new QLineEdit(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(WrapRow::kSpacing);
    auto *row = new WrapRow;
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        auto *chip = m_chips[i] = newChip(this);
        chip->setCheckable(true);
        chip->setChecked(!m_filter.hidden[i]);
        chip->setToolTip(tr("%1; with Ctrl nothing else of its kind").arg(items::traitHint(AlertTrait(i))));
        connect(chip, &QToolButton::clicked, this, [this, i](bool shown) { setShown(AlertTrait(i), shown); });
        row->addWidget(chip);
    }
    row->startRight();
    m_search->setPlaceholderText(tr("Filter: name, label, !regex"));
    m_search->setAccessibleName(tr("Filter alerts"));
    m_search->setClearButtonEnabled(true);
    m_search->setFixedWidth(fontMetrics().averageCharWidth() * 32);
    connect(m_search, &QLineEdit::textChanged, this, &AlertFilterBar::setSearch);
    row->addWidget(m_search);
    m_grouped = newChip(this);
    m_grouped->setText(tr("Grouped"));
    m_grouped->setToolTip(tr("Put alerts that have something in common below one line"));
    m_grouped->setCheckable(true);
    connect(m_grouped, &QToolButton::toggled, this, [this](bool grouped) {
        m_settings.setValue(settings::kAlertsGrouped, grouped);
        showGrouping();
        Q_EMIT changed();
    });
    row->addWidget(m_grouped);
    m_groupedBy = newChip(this);
    m_groupedBy->setToolTip(tr("What alerts of a group have in common"));
    m_groupedBy->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_groupedBy);
    auto *choices = new QActionGroup(menu);
    for (const auto &grouping : items::alertGroupings()) {
        auto *choice = choices->addAction(menu->addAction(tr("by %1").arg(items::translated(grouping.title))));
        choice->setCheckable(true);
        choice->setData(QString::fromLatin1(grouping.id));
        connect(choice, &QAction::triggered, this, [this, id = choice->data().toString()] { setGrouping(id); });
    }
    m_groupedBy->setMenu(menu);
    row->addWidget(m_groupedBy);
    column->addLayout(row);
    auto *matchers = new WrapRow;
    m_matchers->setLayout(matchers);
    m_matchers->hide();
    column->addWidget(m_matchers);
    auto *escape = new QShortcut(Qt::Key_Escape, m_search);
    escape->setContext(Qt::WidgetShortcut);
    connect(escape, &QShortcut::activated, m_search, &QLineEdit::clear);
    m_grouped->setChecked(settings.value(settings::kAlertsGrouped));
    showGrouping();
    setCounts({});
}

void AlertFilterBar::setCounts(const std::array<int, items::kAlertTraitCount> &counts)
{
    m_counts = counts;
    const auto states = items::kindOf(AlertTrait::Firing);
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        m_chips[i]->setText(items::traitText(AlertTrait(i)) + QLatin1Char(' ') + QString::number(counts[i]));
        m_chips[i]->setChecked(!m_filter.hidden[i]);
        m_chips[i]->setVisible(counts[i] > 0 || states[i] || m_filter.hidden[i] != items::kHiddenAtFirst[i]);
    }
}

void AlertFilterBar::setShown(AlertTrait trait, bool shown)
{
    if (QGuiApplication::keyboardModifiers() & Qt::ControlModifier) {
        m_filter.hidden |= items::kindOf(trait);
        shown = true;
    }
    m_filter.hidden.set(std::size_t(trait), !shown);
    setCounts(m_counts);
    Q_EMIT changed();
}

void AlertFilterBar::addMatcher(std::string_view name, std::string_view value)
{
    auto matcher = series::Matcher::equal(name, value);
    if (std::ranges::find(m_filter.matchers, matcher) != m_filter.matchers.end())
        return;
    m_filter.matchers.push_back(std::move(matcher));
    showMatchers();
    Q_EMIT changed();
}

void AlertFilterBar::showMatchers()
{
    for (auto *chip : m_matchers->findChildren<QToolButton *>()) {
        chip->hide();
        chip->deleteLater(); // it may be the one that was clicked
    }
    for (const auto &matcher : m_filter.matchers) {
        auto *chip = newChip(m_matchers);
        const auto label = QStringLiteral("%1 = %2").arg(QString::fromStdString(matcher.name()), QString::fromStdString(matcher.value()));
        const auto shown = label.size() > kShownValue ? label.left(kShownValue) + QStringLiteral("…") : label;
        chip->setText(shown.simplified().replace(u'&', QStringLiteral("&&")) + QStringLiteral("  ✕"));
        chip->setToolTip(tr("Show others than %1 too").arg(label).toHtmlEscaped());
        chip->setAccessibleName(tr("Show others than %1 too").arg(label));
        connect(chip, &QToolButton::clicked, this, [this, matcher] {
            std::erase(m_filter.matchers, matcher);
            showMatchers();
            Q_EMIT changed();
        });
        m_matchers->layout()->addWidget(chip);
        chip->show();
    }
    m_matchers->setVisible(!m_filter.matchers.empty());
}

void AlertFilterBar::setSearch(const QString &text)
{
    m_filter.search = items::AlertSearch(text);
    const auto &error = m_filter.search.error();
    m_search->setToolTip(error.empty() ? QString() : tr("Not a regular expression yet: %1").arg(QString::fromStdString(error)).toHtmlEscaped());
    Q_EMIT changed();
}

void AlertFilterBar::showAll()
{
    m_filter = {};
    {
        const QSignalBlocker once(m_search);
        m_search->clear();
    }
    m_search->setToolTip({});
    showMatchers();
    setCounts(m_counts);
    Q_EMIT changed();
}

const items::AlertGrouping *AlertFilterBar::grouping() const
{
    if (!m_grouped->isChecked())
        return nullptr;
    const auto *chosen = items::alertGrouping(m_settings.value(settings::kAlertGrouping));
    return chosen ? chosen : items::alertGroupings().data();
}

void AlertFilterBar::setGrouping(const QString &id)
{
    m_settings.setValue(settings::kAlertGrouping, id);
    showGrouping();
    Q_EMIT changed();
}

void AlertFilterBar::showGrouping()
{
    const auto *chosen = grouping();
    m_groupedBy->setVisible(chosen);
    for (auto *choice : m_groupedBy->menu()->actions()) {
        choice->setChecked(chosen && choice->data().toString() == QLatin1String(chosen->id));
        if (choice->isChecked())
            m_groupedBy->setText(choice->text());
    }
}

} // namespace ui
