using System.CommandLine;
using Kairos.Cli.Input;
using Kairos.Cli.Output;
using Kairos.Cli.Rest;
using Kairos.Time;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos states edit</c>.</summary>
internal static class StatesEditVerb
{
    public static Command Build(Shell shell)
    {
        Argument<string> name = StatesVerb.Name();
        Argument<long> key = StatesVerb.Key();
        Option<string?> grid = new("--grid") { Description = "The grid, as the mapping keeps grids.", HelpName = "TEXT" };
        Option<bool> noGrid = new("--no-grid") { Description = "No grid any more: on at all hours." };
        Option<Instant?> start = ValueOption.Of<Instant>("--start", "INSTANT", "Its first instant.", InstantText.TryRead, InstantText.Expected);
        Option<bool> noStart = new("--no-start") { Description = "No first instant any more." };
        Option<Instant?> end = ValueOption.Of<Instant>("--end", "INSTANT", "Its first instant no more.", InstantText.TryRead, InstantText.Expected);
        Option<bool> noEnd = new("--no-end") { Description = "No end any more." };
        Option<bool?> paused = new("--paused") { Description = "Whether a person has paused it: true or false.", HelpName = "BOOL" };
        Option<long?> version = new("--if-version") { Description = "Only if this version stands, as `kairos states why` shows it.", HelpName = "N" };

        return new Verb(
            "edit",
            "Changes a row's schedule, and its state with it, in one transaction. What is not named stays as it is.",
            "kairos states edit units 4711 --end 2026-12-01T00:00:00+08:00",
            "kairos states edit units 4711 --no-grid --paused false",
            "kairos states edit units 4711 --paused true --if-version 12")
            .With(name)
            .With(key)
            .With(grid, noGrid, start, noStart, end, noEnd, paused, version)
            .Does((parse, stop) => shell.AskAsync(
                parse,
                Scope.Server,
                api => api.States.EditAsync(
                    parse.GetRequiredValue(name),
                    parse.GetValue(key),
                    new StateScheduleEdit
                    {
                        Grid = parse.GetValue(grid),
                        DropsGrid = parse.GetValue(noGrid),
                        Start = parse.GetValue(start)?.ToString(),
                        OpensStart = parse.GetValue(noStart),
                        End = parse.GetValue(end)?.ToString(),
                        OpensEnd = parse.GetValue(noEnd),
                        Paused = parse.GetValue(paused),
                        Version = parse.GetValue(version),
                    },
                    stop),
                row => StateRowText.Write(shell.Console, row)));
    }
}
