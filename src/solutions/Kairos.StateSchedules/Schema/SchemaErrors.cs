using System.Data.Common;
using Kairos.StateSchedules.Tables;

namespace Kairos.StateSchedules.Schema;

/// <summary>What a failure of the database means to who installs.</summary>
internal static class SchemaErrors
{
    private const string LockNotAvailable = "55P03";
    internal const string InsufficientPrivilege = "42501";

    // SQLite has no SQLSTATE, and of its numbers (5 busy, 6 locked) the base class shows only the text.
    internal static bool IsLock(DbException e) => e.SqlState == LockNotAvailable
        || e.Message.StartsWith("SQLite Error 5:", StringComparison.Ordinal) || e.Message.StartsWith("SQLite Error 6:", StringComparison.Ordinal);

    /// <param name="e">The failure; its message names no connection string.</param>
    /// <param name="what">What was being done, as the beginning of a sentence.</param>
    /// <param name="holders">Who holds the lock, as a sentence with a blank before it.</param>
    internal static StateTableException Of(DbException e, string what, string holders = "") => IsLock(e)
        ? new StateTableException($"{what} found the table or file locked, and nothing of it was done.{holders} Try again when that transaction has ended; what is done already is not done again.", true, e)
        : e.SqlState == InsufficientPrivilege
        ? new StateTableException($"{what} was refused: {e.Message} Connect as the owner of the tables, or have the owner run the plan's SQL.", false, e)
        : new StateTableException($"{what} failed: {e.Message}", e.IsTransient, e);
}
