#pragma once

#include "models/metric/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sqlite {

using Blob = std::span<const std::byte>;

// A prepared statement. Bind by position from 1, step, read columns from 0; reset() makes it ready again.
// Errors of bind are remembered and returned by the next step or run.
class Statement {
public:
    Statement() = default;
    explicit operator bool() const { return bool(m_statement); } // prepared

    Statement &bind(int at, std::int64_t value);
    Statement &bind(int at, double value);
    Statement &bind(int at, std::string_view text);
    Statement &bind(int at, Blob blob);
    Statement &bindNull(int at);

    // True while there is a row.
    [[nodiscard]] metric::Result<bool> step();
    // For statements without rows: steps to the end and resets.
    [[nodiscard]] metric::Result<void> run();
    void reset();

    enum class Type { Integer, Real, Text, Bytes, Null };
    Type type(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    bool isNull(int column) const;
    // Valid until the next step or reset.
    std::string_view text(int column) const;
    Blob blob(int column) const;

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_bindError = 0;
};

// One connection: used by one thread at a time.
class Database {
public:
    enum class Mode { ReadWrite, ReadOnly };

    // Opens (and creates, for ReadWrite) the file: WAL, synchronous EXTRA (what is committed outlasts a power cut), foreign keys on, 3 s busy
    // timeout. A file that is no database comes back as Corrupt, and is left as it is.
    static metric::Result<Database> open(const std::filesystem::path &file, Mode mode);

    Database(Database &&) noexcept = default;
    Database &operator=(Database &&) noexcept = default;

    [[nodiscard]] metric::Result<void> execute(const std::string &sql);
    [[nodiscard]] metric::Result<Statement> prepare(std::string_view sql);
    std::int64_t lastInsertId() const;
    std::int64_t changes() const;

    // Kept in the file's header: the schema's version.
    metric::Result<int> userVersion();
    [[nodiscard]] metric::Result<void> setUserVersion(int version);

    sqlite3 *handle() const { return m_handle.get(); }

private:
    Database() = default;
    metric::Error error(int code) const;

    struct Close {
        void operator()(sqlite3 *handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back when it goes out of scope uncommitted.
class Transaction {
public:
    static metric::Result<Transaction> begin(Database &database);
    ~Transaction();
    Transaction(Transaction &&other) noexcept : m_database(std::exchange(other.m_database, nullptr)) {}
    Transaction &operator=(Transaction &&) = delete;
    [[nodiscard]] metric::Result<void> commit();

private:
    explicit Transaction(Database *database) : m_database(database) {}
    Database *m_database;
};

// While one is held every statement of the connection sees the file as it was when it was taken, whatever others write meanwhile.
class ReadSnapshots {
public:
    static metric::Result<ReadSnapshots> prepare(Database &database);

    class Held {
    public:
        explicit Held(ReadSnapshots *of) : m_of(of) {}
        ~Held();
        Held(Held &&other) noexcept : m_of(std::exchange(other.m_of, nullptr)) {}
        Held &operator=(Held &&) = delete;

    private:
        ReadSnapshots *m_of;
    };
    // REQUIRES: none is held; this outlives what it returns.
    [[nodiscard]] metric::Result<Held> take();

private:
    Statement m_begin;
    Statement m_pin;
    Statement m_end;
};

} // namespace sqlite
