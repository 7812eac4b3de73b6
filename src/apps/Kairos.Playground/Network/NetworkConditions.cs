namespace Kairos.Playground.Network;

/// <summary>What the way between a student and the venue is like.</summary>
/// <param name="Latency">The mean round trip.</param>
/// <param name="Jitter">How far a round trip lies from the mean at most, either way.</param>
/// <param name="ErrorShare">The share of requests answered with HTTP 500, 0 to 1.</param>
/// <param name="DropShare">The share of requests without an answer, 0 to 1.</param>
internal sealed record NetworkConditions(TimeSpan Latency, TimeSpan Jitter, double ErrorShare, double DropShare)
{
    public bool IsServable =>
        Latency >= TimeSpan.Zero && Latency <= TimeSpan.FromMinutes(1) && Jitter >= TimeSpan.Zero && Jitter <= Latency
        && ErrorShare >= 0 && DropShare >= 0 && ErrorShare + DropShare <= 1;
}

/// <summary>What befalls a request.</summary>
internal enum Mishap
{
    None,

    /// <summary>HTTP 500 instead of being handled.</summary>
    Error,

    /// <summary>It never gets to be handled.</summary>
    RequestLost,

    /// <summary>It is handled, but the student never learns how it went.</summary>
    AnswerLost,
}

/// <summary>One request's way.</summary>
/// <param name="OneWay">How long it takes to arrive; its answer takes as long.</param>
/// <param name="Silent">A lost one: the connection stays open without a word, else it breaks at once.</param>
internal readonly record struct Trip(TimeSpan OneWay, Mishap Mishap, bool Silent);
