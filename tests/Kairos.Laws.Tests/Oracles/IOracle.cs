using Kairos.Laws.Tests.Cases;
using Kairos.Time;

namespace Kairos.Laws.Tests.Oracles;

/// <summary>Something that knows the answer to a case, at least to some.</summary>
internal interface IOracle
{
    string Name { get; }

    /// <summary>Holds an answer against its own.</summary>
    Verdict Judge(CronCase asked, Instant after, Instant? answer);
}

/// <summary>What an oracle says of an answer.</summary>
/// <param name="Kind">Whether it agrees.</param>
/// <param name="Own">What it would have answered, in words, where it differs.</param>
internal readonly record struct Verdict(VerdictKind Kind, string? Own = null)
{
    internal static readonly Verdict Agrees = new(VerdictKind.Agrees);

    /// <summary>The dialects or the zone data are not the same here.</summary>
    internal static readonly Verdict LeftOut = new(VerdictKind.LeftOut);

    internal static Verdict Of(Instant? own, Instant? answer) => own == answer ? Agrees : Differs(own?.ToString() ?? "nothing");

    internal static Verdict Differs(string own) => new(VerdictKind.Differs, own);
}

internal enum VerdictKind
{
    Agrees,
    Differs,
    LeftOut,
}
