using Kairos.Jobs;
using Microsoft.Extensions.Logging;

namespace Kairos.Seats;

/// <summary>Everything the seats solution logs. Event ids are a contract: they are never used anew.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Warning, "The offset of {Venue}'s clock is known only to {WidthMs} ms")]
    internal static partial void WideOffset(ILogger logger, string venue, double widthMs);

    [LoggerMessage(101, LogLevel.Warning, "The clock of {Venue} could not be learned: {Message}")]
    internal static partial void ClockNotLearned(ILogger logger, string venue, string message);

    [LoggerMessage(102, LogLevel.Warning, "What other nodes changed of schools can't be read for now: {Message}")]
    internal static partial void CatalogueNotRead(ILogger logger, string message);

    [LoggerMessage(110, LogLevel.Information, "Grab {Job} of {School}: {Outcome}")]
    internal static partial void GrabEnded(ILogger logger, JobId job, string school, string outcome);

    [LoggerMessage(111, LogLevel.Error, "The session for grab {Job} does not open: {Message}")]
    internal static partial void SessionNotOpened(ILogger logger, JobId job, string message);
}
