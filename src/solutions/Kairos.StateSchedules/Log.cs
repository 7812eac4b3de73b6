using Kairos.StateSchedules.Passes;
using Microsoft.Extensions.Logging;

namespace Kairos.StateSchedules;

/// <summary>Everything the state schedules log. Event ids are a contract: they are never used anew.</summary>
/// <remarks>How much is logged of ticks and passes is a setting of the mapping; what it asks for is of level information.</remarks>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Tick of {Mapping}, slice {Slice}: {Read} rows read, {Written} written, {Left} left to others, {Statements} statements")]
    internal static partial void TickDone(ILogger logger, string mapping, int slice, long read, long written, long left, int statements);

    [LoggerMessage(201, LogLevel.Information, "Tick of {Mapping}, slice {Slice}: a batch of {Read} rows")]
    internal static partial void TickBatch(ILogger logger, string mapping, int slice, int read);

    [LoggerMessage(202, LogLevel.Warning, "Tick of {Mapping}, slice {Slice}, failed (transient: {IsTransient}): {Message}")]
    internal static partial void TickFailed(ILogger logger, string mapping, int slice, bool isTransient, string message);

    [LoggerMessage(203, LogLevel.Warning, "The mapping {Mapping} has ticks, and this server was not given its file: it leaves them to servers that were. Where none was, end them: `kairos job list --as kairos`, `kairos job cancel ID --as kairos`")]
    internal static partial void MappingUnknown(ILogger logger, string mapping);

    [LoggerMessage(210, LogLevel.Information, "{Kind} of {Mapping}, slice {Slice}: at {Done:P1} of its keys, {Read} rows read, {Mended} written")]
    internal static partial void PassStint(ILogger logger, PassKind kind, string mapping, int slice, double done, long read, long mended);

    [LoggerMessage(211, LogLevel.Information, "Pass over {Mapping}, slice {Slice}: a batch of {Read} rows, {Different} of them to be written")]
    internal static partial void PassBatch(ILogger logger, string mapping, int slice, int read, long different);

    [LoggerMessage(212, LogLevel.Warning, "{Kind} of {Mapping}, slice {Slice}, failed (transient: {IsTransient}): {Message}")]
    internal static partial void PassFailed(ILogger logger, PassKind kind, string mapping, int slice, bool isTransient, string message);

    [LoggerMessage(213, LogLevel.Information, "{Kind} of {Mapping} has ended ({Pass})")]
    internal static partial void PassEnded(ILogger logger, PassKind kind, string mapping, string pass);
}
