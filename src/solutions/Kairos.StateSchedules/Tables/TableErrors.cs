using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Kairos.Stores;

namespace Kairos.StateSchedules.Tables;

/// <summary>What a failure of the user's database asks for: time, or a repair. Told with the mapping's name and never with the connection's.</summary>
/// <threadsafety>Immutable.</threadsafety>
internal sealed partial class TableErrors(string mapping, TimeSpan commandTimeout)
{
    private const int SqliteError = 1;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteNoFile = 14;
    private const int SqliteConstraint = 19;

    /// <summary>The failure as callers get it; null for what is none of the database's: it passes as it is.</summary>
    internal StateTableException? Of(Exception e) => e switch
    {
        StateTableException => null,
        DbException failed => Of(failed),
        TimeoutException => Slow(e),
        StoreUnavailableException => new($"The database of mapping '{mapping}' can't be used: {e.Message}", isTransient: true, e),
        InvalidCastException or FormatException or OverflowException => new(
            $"A column of mapping '{mapping}' holds what its kind does not: {e.Message} Run `kairos states plan`, which compares the mapping with the tables.", isTransient: false, e),
        _ => null,
    };

    private StateTableException Of(DbException e)
    {
        string state = e.SqlState ?? "";
        int sqlite = CodeOfSqlite(e);
        if (e.InnerException is TimeoutException || state is "57014" or "55P03")
        {
            return Slow(e);
        }

        if (state is "42P01" or "42703" or "3F000" || (sqlite == SqliteError && (Says(e, "no such table") || Says(e, "no such column"))))
        {
            return new($"Mapping '{mapping}' names a table or column that is not there: {Words(e)} Run `kairos states plan`: it says what is missing, and how it is made.", isTransient: false, e);
        }

        if (state is "42501" or "28000" or "28P01")
        {
            return new($"The database of mapping '{mapping}' lets us not in, or not at this table: {Words(e)} Give its user the right to read and update the mapped tables.", isTransient: false, e);
        }

        if (sqlite == SqliteNoFile)
        {
            return new($"The database file of mapping '{mapping}' can't be opened: see that its path is right and that this user may read and write it.", isTransient: false, e);
        }

        return e.IsTransient || IsPassing(state) || sqlite is SqliteBusy or SqliteLocked
            ? new($"The database of mapping '{mapping}' is out of reach or busy: {Words(e)} It is tried again.", isTransient: true, e)
            : new($"The database of mapping '{mapping}' refused: {Words(e)} Look at the filter and release condition of the mapping, and run `kairos states plan`, which compares it with the tables.", isTransient: false, e);
    }

    private StateTableException Slow(Exception e) => new(
        $"A statement on the tables of mapping '{mapping}' had no answer within {commandTimeout.TotalSeconds:0.#} s: see what holds their locks, and by `kairos states plan` that the index is there. It is tried again.", isTransient: true, e);

    // Deadlock and serialization, no connection, no room, shut down; and a standby that was taken for the primary.
    private static bool IsPassing(string state) => state is "40001" or "40P01" or "25006"
        || state.StartsWith("57P0", StringComparison.Ordinal) || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal);

    private static bool Says(Exception e, string words) => e.Message.Contains(words, StringComparison.Ordinal);

    /// <summary>Whether a row, a trigger of the user's or what is computed of a row is refused, so that other rows may be taken.</summary>
    // Data and integrity exceptions, a subselect with more than one row, a view's check, what a trigger raises.
    internal static bool IsOfARow(DbException e) => e.SqlState is { Length: 5 } state
        ? state[..2] is "21" or "22" or "23" or "44" or "P0"
        : CodeOfSqlite(e) == SqliteConstraint;

    /// <summary>The driver's first line: what follows is detail with rows in it.</summary>
    internal static string Words(Exception e)
    {
        string line = e.Message.Split('\n')[0].Trim().TrimEnd('.');
        return $"{line}.";
    }

    // The driver is not referenced here, and keeps its code beyond what ADO.NET knows; its message always begins with it.
    private static int CodeOfSqlite(Exception e) =>
        SqliteCode().Match(e.Message) is { Success: true } match && int.TryParse(match.Groups["code"].ValueSpan, CultureInfo.InvariantCulture, out int code) ? code : 0;

    [GeneratedRegex(@"^SQLite Error (?<code>\d+):", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex SqliteCode();
}
