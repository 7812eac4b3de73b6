namespace Kairos.Bench.Peers;

/// <summary>Something that is measured of each peer, in a child process of its own.</summary>
/// <param name="Name">On the command line, and to the child.</param>
/// <param name="Title">In front of its rows.</param>
internal sealed record Measure(string Name, string Title)
{
    internal static readonly Measure SubmitOne = new("submit-one", "single submits, 1 caller");
    internal static readonly Measure Submit32 = new("submit-32", "single submits, 32 callers");
    internal static readonly Measure SubmitBulk = new("submit-bulk", "bulk submit");
    internal static readonly Measure Due = new("due", "due jobs");
    internal static readonly Measure Burst1 = new("burst-1", "lateness of 1 job at its instant");
    internal static readonly Measure Burst1000 = new("burst-1000", "lateness of 1,000 jobs at one instant");
    internal static readonly Measure Burst10000 = new("burst-10000", "lateness of 10,000 jobs at one instant");

    /// <summary>In the order in which they are measured and told.</summary>
    internal static IReadOnlyList<Measure> All { get; } = [SubmitOne, Submit32, SubmitBulk, Due, Burst1, Burst1000, Burst10000];

    internal bool IsBurst => Name.StartsWith("burst", StringComparison.Ordinal);
}
