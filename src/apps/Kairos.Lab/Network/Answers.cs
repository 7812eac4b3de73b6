using System.Text.RegularExpressions;

namespace Kairos.Lab.Network;

/// <summary>Answers of the server that can be kept from the client.</summary>
[Flags]
public enum Answers
{
    /// <summary>To a COMMIT.</summary>
    OfCommit = 1,

    /// <summary>To a statement that writes and is committed by itself.</summary>
    OfWrite = 2,
}

/// <summary>What a client has asked for up to a point at which the server says that it is ready again.</summary>
/// <param name="Sql">Its statements; of each the first 16 KB.</param>
internal sealed partial record Exchange(string Sql)
{
    internal bool Writes => Writing().IsMatch(Sql);

    // "select … for update" writes nothing that anybody would miss.
    [GeneratedRegex(@"\binsert\s+into\b|(?<!\bfor\s+(no\s+key\s+)?)\bupdate\s|\bdelete\s+from\b|\bmerge\s+into\b|\bcopy\s", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Writing();
}

/// <summary>The wish that one answer of a kind is not delivered. Whichever connection meets it first has it.</summary>
internal sealed class DroppedAnswer(Answers kinds, Func<string, bool> of)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Done => _done.Task;

    internal bool Fits(Exchange exchange, bool committed) =>
        ((kinds.HasFlag(Answers.OfCommit) && committed) || (kinds.HasFlag(Answers.OfWrite) && exchange.Writes)) && of(exchange.Sql);

    /// <summary>True for one caller.</summary>
    internal bool TryTake() => _done.TrySetResult();

    internal void GiveUp() => _done.TrySetCanceled();
}
