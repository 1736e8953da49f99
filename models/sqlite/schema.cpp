#include "models/sqlite/schema.h"

namespace sqlite {

metric::Result<void> prepare(Database &database, const Schema &schema)
{
    const int current = int(schema.steps.size()) + 1;
    const auto version = database.userVersion();
    if (!version)
        return tl::unexpected(version.error());
    if (*version > current)
        return metric::fail(metric::ErrorCode::Conflict, "it was written by a newer version of Vedette");
    if (*version == current)
        return {};
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (*version <= 0) {
        if (auto created = database.execute(schema.create); !created)
            return created;
    } else {
        for (const auto *step : schema.steps.subspan(std::size_t(*version - 1))) {
            if (auto done = database.execute(step); !done)
                return std::move(done).map_error(asDamage);
        }
    }
    if (auto done = database.setUserVersion(current); !done)
        return done;
    return transaction->commit();
}

} // namespace sqlite
