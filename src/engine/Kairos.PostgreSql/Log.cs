using Microsoft.Extensions.Logging;

namespace Kairos.PostgreSql;

/// <summary>Every message of this project. The event ids are contract.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Opened {Store}: {Migrations} migrations run")]
    public static partial void Opened(ILogger logger, string store, int migrations);

    [LoggerMessage(3001, LogLevel.Information, "Joined as node {Node}, '{Name}'")]
    public static partial void Joined(ILogger logger, int node, string name);

    [LoggerMessage(3002, LogLevel.Warning, "A batch of {Size} ends holds one that can't be stored; it is halved")]
    public static partial void BatchHalved(ILogger logger, int size, Exception culprit);

    [LoggerMessage(3003, LogLevel.Warning, "Calls of other nodes can't be heard for now, looks at the store go on: {Reason}")]
    public static partial void NotListening(ILogger logger, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "Other nodes could not be called, they find it by themselves: {Reason}")]
    public static partial void NotCalled(ILogger logger, string reason);

    [LoggerMessage(3005, LogLevel.Information, "Migrated {Migration}")]
    public static partial void Migrated(ILogger logger, string migration);

    [LoggerMessage(3006, LogLevel.Warning, "Partitions could not be made or dropped, runs go to the one for the rest: {Reason}")]
    public static partial void NotPartitioned(ILogger logger, string reason);

    [LoggerMessage(3007, LogLevel.Information, "Dropped the runs of {Day}")]
    public static partial void Dropped(ILogger logger, string day);

    [LoggerMessage(3008, LogLevel.Warning, "The answer to a submit was lost ({Reason}): looking whether it was written")]
    public static partial void SubmitUnanswered(ILogger logger, string reason);

    [LoggerMessage(3009, LogLevel.Warning, "The store opens when its database answers, waiting for {Waited} so far: {Reason}")]
    public static partial void WaitingForDatabase(ILogger logger, TimeSpan waited, string reason);

    [LoggerMessage(3010, LogLevel.Information, "{Place} answers after {Waited}")]
    public static partial void DatabaseAnswers(ILogger logger, string place, TimeSpan waited);
}
