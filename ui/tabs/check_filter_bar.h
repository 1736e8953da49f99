#pragma once

#include "models/items/check_rows.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

#include <array>

class QLineEdit;
class QToolButton;

namespace ui {

// Which checks the Health tab shows and over which span: a chip for each state, a switch of spans, a search.
class CheckFilterBar : public QWidget {
    Q_OBJECT

public:
    explicit CheckFilterBar(const Theme &theme, QWidget *parent = nullptr);

    const items::CheckFilter &filter() const { return m_filter; }
    health::Span span() const { return m_span; }
    QLineEdit *searchBox() const { return m_search; }
    // How many checks there are in each state. What none is in has no chip, unless somebody switched it.
    void setCounts(const std::array<int, items::kCheckStateCount> &counts);
    void setSpan(health::Span span);
    // As it was at first.
    void showAll();

Q_SIGNALS:
    // What is shown is to be another.
    void changed();

private:
    void setShown(std::size_t state, bool shown);
    void showIcons();

    const Theme &m_theme;
    items::CheckFilter m_filter;
    health::Span m_span = health::Span::Day;
    std::array<int, items::kCheckStateCount> m_counts{};
    std::array<QToolButton *, items::kCheckStateCount> m_chips{};
    std::array<QToolButton *, health::kSpans.size()> m_spans{};
    QLineEdit *m_search;
};

} // namespace ui
