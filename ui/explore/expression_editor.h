#pragma once

#include "models/items/completion_model.h"
#include "models/query/completion.h"
#include "models/query/parser.h"
#include "ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtWidgets/QPlainTextEdit>

#include <functional>
#include <optional>

namespace ui {

class CompletionPopup;

// Where an expression is written: coloured, what is wrong underlined where it is, brackets paired, completed as one types. Enter
// runs it, Shift+Enter begins a line, Ctrl+Space asks what may stand here, Ctrl+Shift+F formats. One to six lines high.
class ExpressionEditor : public QPlainTextEdit {
    Q_OBJECT

public:
    using Answer = std::function<void(std::vector<items::CompletionRow>)>;
    // Calls the answer in the gui thread, at once or later; a newer question may leave an older one unanswered.
    using Suggest = std::function<void(const query::CompletionPlace &, const Answer &)>;

    explicit ExpressionEditor(const Theme &theme, QWidget *parent = nullptr);
    ~ExpressionEditor() override;

    void setSuggest(Suggest suggest) { m_suggest = std::move(suggest); }
    QString expression() const { return toPlainText().trimmed(); }
    void setExpression(const QString &expression);
    // Marks a part of it, in bytes of the text as it stands.
    void select(query::Span span);
    // Reads the text now instead of a moment after the last key. Without a value where it is sound, or empty.
    const std::optional<query::ParseError> &check();
    const CompletionPopup &completions() const;

public Q_SLOTS:
    void format();
    void complete();

Q_SIGNALS:
    void runRequested();
    // What is wrong, in words; empty: nothing.
    void troubleChanged(const QString &trouble);
    void focused();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    bool keyForPopup(QKeyEvent *event);
    void suggest(bool forced);
    void showMatching();
    void accept();
    void showMarks();
    void showError(std::optional<query::ParseError> error);
    void fitHeight();

    const Theme &m_theme;
    QPointer<CompletionPopup> m_popup; // lies over the window, which may end before this does
    Suggest m_suggest;
    QTimer m_checkSoon;
    std::optional<query::ParseError> m_error;
    QString m_trouble;
    query::CompletionPlace m_place;
    QString m_asked; // what the candidates answer
    std::vector<items::CompletionRow> m_candidates;
    std::uint64_t m_questions = 0;
};

} // namespace ui
