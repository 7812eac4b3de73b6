using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states pass</c>, and what the verbs that begin a pass share with it.</summary>
internal static class StatesPassVerb
{
    private const string Running = "running";

    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    public static Command Build(Shell shell)
    {
        Argument<string> id = new("ID") { Description = "The pass, as backfill and repair print it." };
        Option<bool> cancel = new("--cancel") { Description = "End it: a batch that has begun ends, no other begins." };
        Option<bool> wait = Wait();

        return new Verb(
            "pass",
            "Shows where a backfill or a repair is and what it has found, or ends it.",
            "kairos states pass 0195d2f1c0de7abc8123456789abcdef --wait",
            "kairos states pass 0195d2f1c0de7abc8123456789abcdef --cancel")
            .With(id)
            .With(cancel, wait)
            .Does((parse, stop) => parse.GetValue(cancel)
                ? shell.AskAsync(parse, Scope.Server, api => api.States.CancelPassAsync(parse.GetRequiredValue(id), stop), pass => StateText.WritePass(shell.Console, pass))
                : AskAsync(shell, parse, api => api.PassAsync(parse.GetRequiredValue(id), stop), parse.GetValue(wait), stop));
    }

    public static Option<int?> Rate() => NumberOption.Of("--rate", "The most rows a second, of all slices together; without it, what the settings say.", least: 1);

    public static Option<bool> Wait() => new("--wait") { Description = "Wait until it has ended, and tell meanwhile where it is. Exit code 1 when it was cancelled or has failed." };

    /// <summary>Asks for a pass, waits for its end where that is wanted, and shows it.</summary>
    public static Task<int> AskAsync(Shell shell, ParseResult parse, Func<StatesApi, Task<Answer<StatePass>>> ask, bool wait, CancellationToken stop)
    {
        string doing = "waiting for the server";
        return shell.AskAsync(
            parse,
            Scope.Server,
            async api =>
            {
                Answer<StatePass> answer = await ask(api.States);
                TimeSpan pause = s_shortest;
                while (wait && answer.Read() is { State: Running } pass)
                {
                    doing = StateText.WordsOf(pass);
                    await Task.Delay(pause, shell.Console.Time, stop);
                    pause = pause * 2 < s_longest ? pause * 2 : s_longest;
                    answer = await api.States.PassAsync(pass.Id, stop);
                }

                return answer;
            },
            pass => StateText.WritePass(shell.Console, pass),
            static pass => pass.State is Running or "done",
            () => doing);
    }
}
