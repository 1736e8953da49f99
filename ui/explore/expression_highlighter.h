#pragma once

#include "ui/theme/theme.h"

#include <QtGui/QSyntaxHighlighter>

namespace ui {

// Colours an expression by its tokens. The colours of states mean states, so none of them is used.
class ExpressionHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    enum class Part { Function, Keyword, Metric, Label, String, Number, Comment };

    ExpressionHighlighter(const Theme &theme, QTextDocument *document);
    static QTextCharFormat format(const Theme &theme, Part part);

protected:
    void highlightBlock(const QString &text) override;

private:
    struct Range {
        int begin;
        int end;
        Part part;
    };
    void read();

    const Theme &m_theme;
    QString m_text; // that the ranges are of
    std::vector<Range> m_ranges;
};

} // namespace ui
