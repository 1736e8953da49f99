#include "ui/widgets/fit_height.h"

#include <QtGui/QTextBlock>
#include <QtWidgets/QPlainTextEdit>

#include <algorithm>
#include <cmath>

namespace ui {

static constexpr int kFrame = 4; // border and padding, above and below

void fitHeight(QPlainTextEdit &edit, int mostLines)
{
    int lines = 0;
    for (auto block = edit.document()->begin(); block.isValid() && lines < mostLines; block = block.next())
        lines += std::max(1, block.lineCount());
    // Below the most it is as high as the text: a bar would only flicker.
    edit.setVerticalScrollBarPolicy(lines < mostLines ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    const int shown = std::clamp(lines, 1, mostLines);
    const int height = int(std::ceil(edit.fontMetrics().lineSpacing() * shown + 2 * edit.document()->documentMargin())) + kFrame;
    if (height != edit.minimumHeight())
        edit.setFixedHeight(height);
}

} // namespace ui
