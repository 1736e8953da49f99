#pragma once

#include "models/items/alert_rows.h"
#include "models/settings/settings_store.h"

#include <QtWidgets/QWidget>

#include <array>

class QLineEdit;
class QToolButton;

namespace ui {

// What the list of alerts shows, and how: a chip for each thing that alerts can be, chips of labels that go away when they are clicked, a search,
// and by what alerts are grouped. What an alert can be stands in items::AlertTrait; nothing here knows one of them.
class AlertFilterBar : public QWidget {
    Q_OBJECT

public:
    explicit AlertFilterBar(settings::SettingsStore &settings, QWidget *parent = nullptr);

    const items::AlertFilter &filter() const { return m_filter; }
    // Null: side by side.
    const items::AlertGrouping *grouping() const;
    QLineEdit *searchBox() const { return m_search; }
    // How many alerts there are of each. What none is has no chip, unless somebody switched it or it is a state.
    void setCounts(const std::array<int, items::kAlertTraitCount> &counts);
    // Only alerts with that label's value, too.
    void addMatcher(std::string_view name, std::string_view value);
    // As it was at first.
    void showAll();

Q_SIGNALS:
    // What is shown is to be another.
    void changed();

private:
    void setShown(items::AlertTrait trait, bool shown);
    void showMatchers();
    void setSearch(const QString &text);
    void setGrouping(const QString &id);
    void showGrouping();

    settings::SettingsStore &m_settings;
    items::AlertFilter m_filter;
    std::array<int, items::kAlertTraitCount> m_counts{};
    std::array<QToolButton *, items::kAlertTraitCount> m_chips{};
    QWidget *m_matchers; // holds their chips
    QLineEdit *m_search;
    QToolButton *m_grouped;
    QToolButton *m_groupedBy;
};

} // namespace ui
