using System.CommandLine;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Verbs;

/// <summary>What the verbs that change one job have in common: its id, and an answer that tells the truth in words and exit code.</summary>
internal static class ChangeVerb
{
    private const string Applied = "applied";
    private const string Unsettled = "the node that holds it has not settled it yet; ask again with `kairos job show`";

    public static Argument<string> Id() => new("ID") { Description = "The job's id, as submit and list print it." };

    /// <param name="shell">Where it runs.</param>
    /// <param name="parse">The command line.</param>
    /// <param name="ask">The call.</param>
    /// <param name="applied">What it means that it was applied.</param>
    /// <param name="tooLate">What it means that the occurrence has started.</param>
    /// <param name="pending">What it means that another node holds it and has not answered.</param>
    public static Task<int> AskAsync(
        Shell shell, ParseResult parse, Func<KairosApi, Task<Answer<JobChanged>>> ask, string applied, string tooLate, string pending = Unsettled) => shell.AskAsync(
            parse,
            Scope.Owner,
            ask,
            changed => shell.Console.Out.WriteLine(changed.Answer switch
            {
                Applied => $"applied: {applied}",
                "too-late" => $"too late: {tooLate}",
                "pending" => $"pending: {pending}",
                "parked" => "parked: it can't run as things are; `kairos job show` says why",
                string other => PlainText.Of(other),
            }),
            static changed => changed.Answer == Applied);
}
