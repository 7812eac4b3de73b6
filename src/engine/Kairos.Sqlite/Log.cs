using Microsoft.Extensions.Logging;

namespace Kairos.Sqlite;

/// <summary>Every message of this project. The event ids are contract.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "Opened {Store}: session {Session}, {Migrations} migrations run")]
    public static partial void Opened(ILogger logger, string store, long session, int migrations);

    [LoggerMessage(2001, LogLevel.Warning, "Took over what an earlier process held: {Released} to start again, {Lost} of them lost, {Unknown} unknown, {Buried} buried, {Cancelled} cancelled")]
    public static partial void TookOver(ILogger logger, int released, int lost, int unknown, int buried, int cancelled);

    [LoggerMessage(2002, LogLevel.Error, "The store is unavailable: {Reason}")]
    public static partial void Unavailable(ILogger logger, string reason);

    [LoggerMessage(2003, LogLevel.Information, "The store is available again")]
    public static partial void Available(ILogger logger);

    [LoggerMessage(2004, LogLevel.Warning, "A group of {Requests} requests holds one that can't be stored; each is run alone")]
    public static partial void GroupSplit(ILogger logger, int requests, Exception culprit);

    [LoggerMessage(2005, LogLevel.Debug, "Copied {Copied} of {Pages} pages of the log into the database")]
    public static partial void Checkpointed(ILogger logger, int copied, int pages);

    [LoggerMessage(2006, LogLevel.Warning, "The log can't be copied into the database and grows: {Reason}")]
    public static partial void CheckpointFailed(ILogger logger, string reason);

    [LoggerMessage(2007, LogLevel.Information, "Migrated {Migration}")]
    public static partial void Migrated(ILogger logger, string migration);
}
