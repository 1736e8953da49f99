#pragma once

#include <QtWidgets/QLayout>

#include <memory>
#include <vector>

namespace ui {

// Buttons in a row: those added before startRight() at the left, the others at the right. Where they do not all fit, the right
// ones begin a line of their own, and each group goes on below: nothing is cut off. What is hidden takes no place.
class WrapRow : public QLayout {
    Q_OBJECT

public:
    WrapRow();
    ~WrapRow() override;

    void startRight() { m_left = count(); }

    static constexpr int kSpacing = 6;

    void addItem(QLayoutItem *item) override;
    int count() const override;
    QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    std::vector<QRect> places(int width) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    int m_left = -1; // how many are at the left
};

} // namespace ui
