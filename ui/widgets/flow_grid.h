#pragma once

#include <QtWidgets/QLayout>

#include <memory>
#include <vector>

namespace ui {

// Cards of one width and height that flow: as many columns as are at least kLeast wide (two at 1024, three at 1440, four at
// 2560), filling the width. Set on the widget it is given.
class FlowGrid : public QLayout {
    Q_OBJECT

public:
    explicit FlowGrid(QWidget *parent);
    ~FlowGrid() override;

    void insertWidget(int at, QWidget *widget);

    static constexpr int kLeast = 320;
    static constexpr int kMost = 4;
    static constexpr int kHeight = 212;
    static constexpr int kSpacing = 12;
    static int columnsFor(int width);

    void addItem(QLayoutItem *item) override;
    int count() const override;
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return minimumSize(); }
    QSize minimumSize() const override { return {kLeast, kHeight}; }
    void setGeometry(const QRect &rect) override;

private:
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace ui
