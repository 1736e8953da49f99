#include "ui/dialogs/template_edit.h"

#include "ui/widgets/fit_height.h"

#include <QtGui/QTextBlock>

#include <algorithm>

namespace ui {

static constexpr int kTallest = 5;

TemplateEdit::TemplateEdit(const Theme &theme, QWidget *parent) : QPlainTextEdit(parent), m_theme(theme)
{
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QPlainTextEdit::textChanged, this, [this] { fitHeight(*this, kTallest); });
    fitHeight(*this, kTallest);
}

void TemplateEdit::setFault(std::optional<std::pair<std::size_t, std::size_t>> place)
{
    QList<QTextEdit::ExtraSelection> marks;
    if (place && !document()->isEmpty()) {
        const auto block = document()->findBlockByNumber(std::clamp(int(place->first) - 1, 0, document()->blockCount() - 1));
        const auto before = block.text().toUtf8().left(qsizetype(place->second) - 1);
        QTextCharFormat wave;
        wave.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wave.setUnderlineColor(m_theme.color(Theme::Color::Critical));
        QTextEdit::ExtraSelection mark{textCursor(), wave};
        // Something has to be under the line, also where the text just ends too soon.
        const int last = std::max(0, block.length() - 2);
        const int from = block.position() + std::min(int(QString::fromUtf8(before).size()), last);
        mark.cursor.setPosition(from);
        mark.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
        if (!mark.cursor.hasSelection())
            mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        marks.append(mark);
    }
    setExtraSelections(marks);
}

void TemplateEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitHeight(*this, kTallest);
}

} // namespace ui
