#include "ui/widgets/availability_bar.h"

#include "models/items/check_texts.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double kLeastShare = 1.0 / 3; // of a piece's height, for what is worse than the rest

QColor mixed(const QColor &color, const QColor &ground, double share)
{
    const auto mix = [share](int a, int b) { return int(std::lround(a * share + b * (1 - share))); };
    return {mix(color.red(), ground.red()), mix(color.green(), ground.green()), mix(color.blue(), ground.blue())};
}

QColor colorOf(health::State state, const Theme &theme)
{
    const auto ground = theme.color(Theme::Color::Panel);
    switch (state) {
    case health::State::Ok: return mixed(theme.color(Theme::Color::Ok), ground, 0.8);
    case health::State::Degraded: return theme.color(Theme::Color::Warning);
    case health::State::Down: return theme.color(Theme::Color::Critical);
    case health::State::Unknown: return mixed(theme.color(Theme::Color::Unknown), ground, 0.55);
    case health::State::Paused: return theme.color(Theme::Color::Line);
    case health::State::Maintenance: break; // hatched
    }
    return ground;
}

// The state that most of the piece was spent in; none where nobody looked.
std::optional<health::State> mostOf(const health::Spent &spent)
{
    const auto most = std::ranges::max_element(spent.in);
    return *most > metric::Duration::zero() ? std::optional(health::State(most - spent.in.begin())) : std::nullopt;
}

} // namespace

QRect pieceRect(const QRect &rect, std::size_t piece, std::size_t pieces)
{
    const auto edge = [&](std::size_t at) { return rect.left() + int(std::int64_t(rect.width()) * std::int64_t(at) / std::int64_t(pieces)); };
    const int left = edge(piece), right = edge(piece + 1);
    const int gap = rect.width() >= int(pieces) * 3 ? 1 : 0; // closer together they would flicker
    return {left, rect.top(), std::max(1, right - left - gap), rect.height()};
}

std::optional<std::size_t> pieceAt(const QRect &rect, int x, std::size_t pieces)
{
    if (pieces == 0 || x < rect.left() || x > rect.right())
        return std::nullopt;
    // What the edges of pieceRect() say, not the inverse of its rounding.
    std::size_t piece = std::min(pieces - 1, std::size_t(std::int64_t(x - rect.left()) * std::int64_t(pieces) / rect.width()));
    while (piece + 1 < pieces && x >= pieceRect(rect, piece + 1, pieces).left())
        ++piece;
    return piece;
}

void paintAvailability(QPainter &painter, const QRect &rect, std::span<const health::BarPiece> pieces, const Theme &theme)
{
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto &in = pieces[i].spent.in;
        const auto piece = pieceRect(rect, i, pieces.size());
        const auto most = mostOf(pieces[i].spent);
        if (!most) {
            painter.fillRect(piece.left(), piece.bottom(), piece.width(), 1, theme.color(Theme::Color::Line));
            continue;
        }
        painter.fillRect(piece, colorOf(*most, theme));
        if (*most == health::State::Maintenance)
            painter.fillRect(piece, QBrush(theme.color(Theme::Color::Unknown), Qt::BDiagPattern));
        auto observed = metric::Duration::zero();
        for (const auto each : in)
            observed += each;
        for (const auto worse : {health::State::Degraded, health::State::Down}) {
            const double share = double(in[std::size_t(worse)].count()) / double(observed.count());
            if (share <= 0 || worse == *most)
                continue;
            const int height = int(std::ceil(piece.height() * std::max(share, kLeastShare)));
            painter.fillRect(piece.left(), piece.bottom() + 1 - height, piece.width(), height, colorOf(worse, theme));
        }
    }
}

AvailabilityBar::AvailabilityBar(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AvailabilityBar::setBar(std::vector<health::BarPiece> pieces, metric::Timestamp end)
{
    m_pieces = std::move(pieces);
    m_end = end;
    if (m_chosen && *m_chosen >= m_pieces.size())
        m_chosen.reset();
    update();
}

QSize AvailabilityBar::sizeHint() const { return {240, fontMetrics().height() + 8}; }

QString AvailabilityBar::textOf(std::size_t piece) const { return items::pieceText(m_pieces[piece], items::endOf(m_pieces, piece, m_end)); }

void AvailabilityBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAvailability(painter, inner(), m_pieces, m_theme);
    if (!hasFocus())
        return;
    painter.setPen(m_theme.color(Theme::Color::Accent));
    painter.drawRect(m_chosen ? pieceRect(inner(), *m_chosen, m_pieces.size()).adjusted(-1, -2, 0, 1) : rect().adjusted(0, 0, -1, -1));
}

void AvailabilityBar::keyPressEvent(QKeyEvent *event)
{
    const bool left = event->key() == Qt::Key_Left, right = event->key() == Qt::Key_Right;
    if (m_pieces.empty() || (!left && !right)) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto last = m_pieces.size() - 1;
    m_chosen = !m_chosen ? last : left ? (*m_chosen == 0 ? 0 : *m_chosen - 1) : std::min(last, *m_chosen + 1);
    const auto text = textOf(*m_chosen);
    setAccessibleDescription(text);
    QToolTip::showText(mapToGlobal(pieceRect(inner(), *m_chosen, m_pieces.size()).bottomLeft()), text, this);
    update();
}

void AvailabilityBar::focusOutEvent(QFocusEvent *event)
{
    m_chosen.reset();
    update();
    QWidget::focusOutEvent(event);
}

bool AvailabilityBar::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    const auto piece = pieceAt(inner(), help->x(), m_pieces.size());
    QToolTip::showText(help->globalPos(), piece ? textOf(*piece) : QString(), this);
    return true;
}

} // namespace ui
