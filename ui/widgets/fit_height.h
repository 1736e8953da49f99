#pragma once

class QPlainTextEdit;

namespace ui {

// Makes the edit as high as its text, from one line to that many; a bar to scroll only beyond. To be called after the text or the width changed.
void fitHeight(QPlainTextEdit &edit, int mostLines);

} // namespace ui
