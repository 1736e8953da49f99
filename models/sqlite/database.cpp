#include "models/sqlite/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace sqlite {

using metric::ErrorCode;
using metric::Result;

static constexpr const char *kDiskFull = "the disk is full; make room on it";
static constexpr const char *kNotWritable = "; give this user the right to write it and its directory, or choose another directory";
static constexpr int kLockErrors[] = {SQLITE_IOERR_LOCK,   SQLITE_IOERR_RDLOCK,  SQLITE_IOERR_CHECKRESERVEDLOCK,
                                      SQLITE_IOERR_UNLOCK, SQLITE_IOERR_SHMOPEN, SQLITE_IOERR_SHMLOCK,
                                      SQLITE_IOERR_SHMMAP};

static metric::Error errorOf(sqlite3 *handle, int code)
{
    std::string message = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {ErrorCode::Corrupt, std::move(message)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::Conflict, std::move(message)};
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY: return {ErrorCode::PermissionDenied, std::move(message) + kNotWritable};
    case SQLITE_FULL: return {ErrorCode::LimitExceeded, kDiskFull};
    case SQLITE_INTERRUPT: return {ErrorCode::Cancelled, std::move(message)};
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
    case SQLITE_ERROR: return {ErrorCode::InvalidArgument, std::move(message)};
    default:
        // What SQLite calls an input/output error may be the same: its shared memory has no room, or a quota is used up.
        if (const int reason = handle ? sqlite3_system_errno(handle) : 0; reason == ENOSPC || reason == EDQUOT)
            return {ErrorCode::LimitExceeded, kDiskFull};
        if (const auto *locks = std::ranges::find(kLockErrors, code); locks != std::end(kLockErrors))
            return {ErrorCode::Unavailable, "its file system gives no locks, as some network file systems; choose a directory on a local disk"};
        return {ErrorCode::Io, std::move(message)};
    }
}

void Statement::Finalize::operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }

Statement &Statement::bind(int at, std::int64_t value)
{
    if (const int code = sqlite3_bind_int64(m_statement.get(), at, value); code != SQLITE_OK)
        m_bindError = code;
    return *this;
}

Statement &Statement::bind(int at, double value)
{
    // SQLite turns NaN into NULL; callers that need the bits store an integer.
    if (const int code = sqlite3_bind_double(m_statement.get(), at, value); code != SQLITE_OK)
        m_bindError = code;
    return *this;
}

Statement &Statement::bind(int at, std::string_view text)
{
    const int code = sqlite3_bind_text64(m_statement.get(), at, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (code != SQLITE_OK)
        m_bindError = code;
    return *this;
}

Statement &Statement::bind(int at, Blob blob)
{
    const int code =
        sqlite3_bind_blob64(m_statement.get(), at, blob.data() ? static_cast<const void *>(blob.data()) : "", blob.size(), SQLITE_TRANSIENT);
    if (code != SQLITE_OK)
        m_bindError = code;
    return *this;
}

Statement &Statement::bindNull(int at)
{
    if (const int code = sqlite3_bind_null(m_statement.get(), at); code != SQLITE_OK)
        m_bindError = code;
    return *this;
}

Result<bool> Statement::step()
{
    sqlite3 *handle = sqlite3_db_handle(m_statement.get());
    if (m_bindError != 0)
        return tl::unexpected(errorOf(handle, m_bindError));
    const int code = sqlite3_step(m_statement.get());
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    auto error = errorOf(handle, code);
    sqlite3_reset(m_statement.get());
    return tl::unexpected(std::move(error));
}

Result<void> Statement::run()
{
    while (true) {
        const auto row = step();
        if (!row || !*row) {
            reset();
            if (!row)
                return tl::unexpected(row.error());
            return {};
        }
    }
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
    m_bindError = 0;
}

Statement::Type Statement::type(int column) const
{
    switch (sqlite3_column_type(m_statement.get(), column)) {
    case SQLITE_INTEGER: return Type::Integer;
    case SQLITE_FLOAT: return Type::Real;
    case SQLITE_TEXT: return Type::Text;
    case SQLITE_BLOB: return Type::Bytes;
    default: return Type::Null;
    }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(m_statement.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(m_statement.get(), column); }
bool Statement::isNull(int column) const { return sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL; }

std::string_view Statement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    return bytes ? std::string_view(bytes, std::size_t(sqlite3_column_bytes(m_statement.get(), column))) : std::string_view();
}

Blob Statement::blob(int column) const
{
    const auto *bytes = static_cast<const std::byte *>(sqlite3_column_blob(m_statement.get(), column));
    return bytes ? Blob(bytes, std::size_t(sqlite3_column_bytes(m_statement.get(), column))) : Blob();
}

void Database::Close::operator()(sqlite3 *handle) const { sqlite3_close_v2(handle); }

metric::Error Database::error(int code) const { return errorOf(m_handle.get(), code); }

Result<Database> Database::open(const std::filesystem::path &file, Mode mode)
{
    Database database;
    sqlite3 *handle = nullptr;
    const int flags = mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    database.m_handle.reset(handle);
    if (code != SQLITE_OK) {
        auto error = errorOf(handle, code);
        if (code == SQLITE_CANTOPEN && mode == Mode::ReadWrite) // it may not be made
            error = {ErrorCode::PermissionDenied, error.message + kNotWritable};
        error.message = file.string() + ": " + error.message;
        return tl::unexpected(std::move(error));
    }
    sqlite3_busy_timeout(handle, 3000);
    // EXTRA is FULL, and before there is a log also keeps a rollback journal that was deleted from coming back after a power cut
    // and undoing what came later.
    const char *pragmas = mode == Mode::ReadOnly
                              ? "PRAGMA query_only=ON;"
                              : "PRAGMA synchronous=EXTRA; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=OFF;";
    if (auto done = database.execute(pragmas); !done) {
        auto error = done.error();
        error.message = file.string() + ": " + error.message;
        return tl::unexpected(std::move(error));
    }
    return database;
}

Result<void> Database::execute(const std::string &sql)
{
    if (const int code = sqlite3_exec(m_handle.get(), sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
        return tl::unexpected(error(code));
    return {};
}

Result<Statement> Database::prepare(std::string_view sql)
{
    sqlite3_stmt *prepared = nullptr;
    const int code = sqlite3_prepare_v3(m_handle.get(), sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (code != SQLITE_OK)
        return tl::unexpected(error(code));
    Statement statement;
    statement.m_statement.reset(prepared);
    return statement;
}

std::int64_t Database::lastInsertId() const { return sqlite3_last_insert_rowid(m_handle.get()); }
std::int64_t Database::changes() const { return sqlite3_changes64(m_handle.get()); }

Result<int> Database::userVersion()
{
    auto statement = prepare("PRAGMA user_version");
    if (!statement)
        return tl::unexpected(statement.error());
    const auto row = statement->step();
    if (!row)
        return tl::unexpected(row.error());
    return int(statement->integer(0));
}

Result<void> Database::setUserVersion(int version) { return execute("PRAGMA user_version=" + std::to_string(version)); }

Result<Transaction> Transaction::begin(Database &database)
{
    if (auto begun = database.execute("BEGIN IMMEDIATE"); !begun)
        return tl::unexpected(begun.error());
    return Transaction(&database);
}

Transaction::~Transaction()
{
    // Nothing can be done about a failed rollback: SQLite has then rolled back by itself.
    if (m_database)
        (void)m_database->execute("ROLLBACK");
}

Result<void> Transaction::commit()
{
    auto committed = m_database->execute("COMMIT");
    if (committed)
        m_database = nullptr;
    return committed;
}

Result<ReadSnapshots> ReadSnapshots::prepare(Database &database)
{
    ReadSnapshots snapshots;
    // BEGIN alone waits for the first read.
    const std::pair<Statement *, std::string_view> statements[] = {
        {&snapshots.m_begin, "BEGIN"}, {&snapshots.m_pin, "SELECT 1 FROM sqlite_master LIMIT 1"}, {&snapshots.m_end, "COMMIT"}};
    for (const auto &[statement, sql] : statements) {
        auto prepared = database.prepare(sql);
        if (!prepared)
            return tl::unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    return snapshots;
}

Result<ReadSnapshots::Held> ReadSnapshots::take()
{
    if (auto begun = m_begin.run(); !begun)
        return tl::unexpected(begun.error());
    Held held(this);
    const auto pinned = m_pin.step();
    m_pin.reset();
    if (!pinned)
        return tl::unexpected(pinned.error());
    return held;
}

ReadSnapshots::Held::~Held()
{
    if (m_of)
        (void)m_of->m_end.run(); // nothing was written
}

} // namespace sqlite
