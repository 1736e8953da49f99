#pragma once

#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

#include <string>
#include <vector>

namespace ui {

// Colour, name and value of each line, flowing in at most two rows; what does not fit stands behind "+3". A click isolates,
// Ctrl+click toggles; with the keyboard: arrows, then Enter or Ctrl+Space.
class ChartLegend : public QWidget {
    Q_OBJECT

public:
    struct Entry {
        std::string id;
        QString name;
        QString value;
        int color = 0;
        bool hidden = false;
        bool operator==(const Entry &) const = default;
    };

    explicit ChartLegend(const Theme &theme, QWidget *parent = nullptr);

    void setEntries(std::vector<Entry> entries);
    const std::vector<Entry> &entries() const { return m_entries; }
    // Where an entry lies; null for those behind "+3".
    QRect place(std::size_t entry) const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void isolateRequested(const std::string &id);
    void toggleRequested(const std::string &id);
    // It needs another number of rows.
    void heightChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Places {
        std::vector<QRect> entries; // those that fit
        QRect more;
        int rows = 1;
    };
    Places flow(int width) const;
    void lay();
    void openMore();
    int rowHeight() const;

    const Theme &m_theme;
    std::vector<Entry> m_entries;
    std::vector<int> m_widths; // the widest each has been, so that changing values move nothing
    Places m_places;
    std::size_t m_current = 0;
};

} // namespace ui
