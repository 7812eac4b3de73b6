using Kairos.Jobs;
using Kairos.Stores;
using Microsoft.Extensions.Logging;

namespace Kairos;

/// <summary>Everything the engine logs. Event ids are a contract: they are never used anew.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Kairos is open on {Store}; {Kinds} kinds")]
    internal static partial void Opened(ILogger logger, string store, int kinds);

    [LoggerMessage(2, LogLevel.Information, "Settled what an earlier process or a dead node left: {Found}")]
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

    [LoggerMessage(30, LogLevel.Warning, "The store's clock stepped by {By}")]
    internal static partial void ClockStepped(ILogger logger, TimeSpan by);

    [LoggerMessage(31, LogLevel.Error, "The store's clock is known to {Uncertainty} only, and at most {Most} is allowed: nothing is claimed until it is known better. Is the way to the store slow?")]
    internal static partial void ClockUnsure(ILogger logger, TimeSpan uncertainty, TimeSpan most);

    [LoggerMessage(32, LogLevel.Information, "The store's clock is known to {Uncertainty} again: jobs are claimed")]
    internal static partial void ClockSure(ILogger logger, TimeSpan uncertainty);

    [LoggerMessage(40, LogLevel.Information, "This process is node {Node}, '{Name}'")]
    internal static partial void NodeJoined(ILogger logger, int node, string name);

    [LoggerMessage(41, LogLevel.Error, "Node {Node} was taken over while it lived, after its beats had not come through: {Dropped} jobs are dropped, it comes back under a new number")]
    internal static partial void NodeLost(ILogger logger, int node, int dropped);

    [LoggerMessage(42, LogLevel.Warning, "Took node {Node} over: its beat stood still at {Beat}")]
    internal static partial void NodeTakenOver(ILogger logger, int node, long beat);

    [LoggerMessage(43, LogLevel.Error, "A beat of this node was not answered, trying again: {Message}")]
    internal static partial void BeatMissed(ILogger logger, string message);

    [LoggerMessage(44, LogLevel.Information, "Beats of this node are answered again, after {Missed} that were not")]
    internal static partial void BeatsResumed(ILogger logger, int missed);

    [LoggerMessage(45, LogLevel.Information, "This node drains: it claims nothing more and has handed back what has not begun")]
    internal static partial void Draining(ILogger logger);

    [LoggerMessage(46, LogLevel.Information, "This node claims jobs again")]
    internal static partial void DrainingOver(ILogger logger);

    [LoggerMessage(47, LogLevel.Warning, "This node could not leave in good order; the others take it over: {Message}")]
    internal static partial void NotLeft(ILogger logger, string message);
}
