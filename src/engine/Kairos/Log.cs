using Kairos.Jobs;
using Kairos.Stores;
using Microsoft.Extensions.Logging;

namespace Kairos;

/// <summary>Everything the engine logs. Event ids are a contract: they are never used anew.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Kairos is open on {Store}; {Kinds} kinds")]
    internal static partial void Opened(ILogger logger, string store, int kinds);

    [LoggerMessage(2, LogLevel.Information, "Settled what an earlier process left: {Found}")]
    internal static partial void TookOver(ILogger logger, TakeOver found);

    [LoggerMessage(3, LogLevel.Information, "Kairos has stopped: {Released} claimed jobs handed back, {Left} handlers left running")]
    internal static partial void Stopped(ILogger logger, int released, int left);

    [LoggerMessage(4, LogLevel.Warning, "The stop was cut short while jobs were claimed; the next process takes over what is left")]
    internal static partial void StopCutShort(ILogger logger);

    [LoggerMessage(10, LogLevel.Warning, "The handler of {Kind} failed in job {Job}")]
    internal static partial void HandlerFailed(ILogger logger, string kind, JobId job, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "The handler of {Kind} in job {Job} did not heed its cancellation and was abandoned")]
    internal static partial void HandlerAbandoned(ILogger logger, string kind, JobId job);

    [LoggerMessage(12, LogLevel.Warning, "Job {Job} of kind {Kind} could not be prepared")]
    internal static partial void NotPrepared(ILogger logger, string kind, JobId job, Exception exception);

    [LoggerMessage(13, LogLevel.Warning, "{Count} jobs of kind '{Kind}' are parked: no handler is registered for it")]
    internal static partial void UnknownKind(ILogger logger, string kind, int count);

    [LoggerMessage(14, LogLevel.Warning, "What the handler of {Kind} in job {Job} used could not be disposed of")]
    internal static partial void NotDisposed(ILogger logger, string kind, JobId job, Exception exception);

    [LoggerMessage(15, LogLevel.Error, "Whether {Kind} of job {Job} is to start by its trigger could not be told: it starts")]
    internal static partial void NotJudged(ILogger logger, string kind, JobId job, Exception exception);

    [LoggerMessage(20, LogLevel.Error, "The store could not {Work}, trying again: {Message}")]
    internal static partial void StoreFailed(ILogger logger, string work, string message);

    [LoggerMessage(21, LogLevel.Warning, "The end of job {Job} under fence {Fence} was refused: it stands under a higher fence or is gone")]
    internal static partial void EndRefused(ILogger logger, JobId job, long fence);

    [LoggerMessage(22, LogLevel.Warning, "Job {Job} ended after the engine had stopped; the next process settles it")]
    internal static partial void EndNotCommitted(ILogger logger, JobId job);

    [LoggerMessage(30, LogLevel.Warning, "The wall clock of this machine stepped by {By}")]
    internal static partial void ClockStepped(ILogger logger, TimeSpan by);
}
