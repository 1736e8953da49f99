#pragma once

#include "models/health/health_snapshot.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QWidget>

#include <optional>
#include <span>
#include <vector>

class QPainter;

namespace ui {

// Pieces of a span of time side by side: ok, degraded and down in their colours, the worse as high as its share of the piece (a third at
// least, so that nothing short is lost), maintenance hatched, unknown grey, paused faint, unobserved empty.
void paintAvailability(QPainter &painter, const QRect &rect, std::span<const health::BarPiece> pieces, const Theme &theme);
// Which piece is there; none beside them.
std::optional<std::size_t> pieceAt(const QRect &rect, int x, std::size_t pieces);
QRect pieceRect(const QRect &rect, std::size_t piece, std::size_t pieces);

// A bar by itself. A tool tip tells of the piece below the mouse; with the keyboard the arrow keys go from piece to piece.
class AvailabilityBar : public QWidget {
    Q_OBJECT

public:
    explicit AvailabilityBar(const Theme &theme, QWidget *parent = nullptr);

    // `end`: of the last piece.
    void setBar(std::vector<health::BarPiece> pieces, metric::Timestamp end);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {90, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect inner() const { return rect().adjusted(1, 3, -1, -3); }
    QString textOf(std::size_t piece) const;

    const Theme &m_theme;
    std::vector<health::BarPiece> m_pieces;
    metric::Timestamp m_end{};
    std::optional<std::size_t> m_chosen;
};

} // namespace ui
