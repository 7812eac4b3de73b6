using System.CommandLine;
using System.Text.Json;
using Kairos.Cli.Hosting;
using Kairos.Cli.Output;
using Kairos.Cli.Rehearse;
using Kairos.Stores;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos rehearse</c>: a whole evening on this machine, judged from both sides.</summary>
internal static class RehearseVerb
{
    internal static Command Build(Shell shell)
    {
        Verb verb = BuildSeats(shell, "rehearse", "Rehearse an opening on this machine, seats by default: a venue, a server, students and rivals, with nothing to set up.");
        return verb.With(BuildSeats(shell, "seats", "Rehearse the opening second of a library."));
    }

    private static Verb BuildSeats(Shell shell, string name, string description)
    {
        Option<FileInfo?> commands = new("--commands") { Description = "Commands, one a line, in the place of made ones; their sessions give way to the rehearsal's.", HelpName = "FILE" };
        Option<int> students = new("--students") { Description = "How many students to make.", DefaultValueFactory = _ => 200, HelpName = "N" };
        Option<int> seed = new("--seed") { Description = "Draws students, rivals and the venue.", DefaultValueFactory = _ => 1, HelpName = "N" };
        Option<string> opening = new("--opening") { Description = "From when both processes answer to the opening.", DefaultValueFactory = _ => "15s", HelpName = "SPAN" };
        Option<string> offset = new("--venue-offset") { Description = "The venue's clock minus ours; the server is not told. Negative ones with =.", DefaultValueFactory = _ => "750ms", HelpName = "SPAN" };
        Option<string> latency = new("--venue-latency") { Description = "The round trip to the venue.", DefaultValueFactory = _ => "20ms±10ms", HelpName = "SPAN±SPAN" };
        Option<int> rivals = new("--rivals") { Description = "Other students, who want a quarter of the named seats and react from 0 ms on.", DefaultValueFactory = _ => 50, HelpName = "N" };
        Option<string?> budget = new("--budget") { Description = "Requests to the venue over all students; without it the burst is admitted.", HelpName = "50/s" };
        Option<string> store = new Option<string>("--store") { Description = "Where the server keeps its jobs; postgres starts a PostgreSQL of its own, which goes with the rehearsal.", DefaultValueFactory = _ => "sqlite" }
            .AcceptOnlyFromAmong("sqlite", "postgres");
        Option<string?> connection = new("--connection") { Description = "A PostgreSQL database in the place of an own one, in Npgsql's form; a schema is made in it and dropped.", HelpName = "TEXT" };
        Option<int> nodes = new("--nodes") { Description = "Servers on one PostgreSQL; of several one is killed 2 s before the opening.", DefaultValueFactory = _ => 1, HelpName = "N" };
        return new Verb(
            name,
            description,
            "kairos rehearse",
            "kairos rehearse seats --venue-offset=-2300ms --venue-latency 20ms --json",
            "kairos rehearse seats --students 50 --budget 50/s",
            "kairos rehearse seats --store postgres --nodes 3").With(commands, students, seed, opening, offset, latency, rivals, budget, store, connection, nodes).Does(async (parse, stop) =>
        {
            (TimeSpan trip, TimeSpan around) = Quantities.SpanAround("--venue-latency", parse.GetValue(latency)!);
            SeatsRehearsalOptions options = new()
            {
                CommandsFile = parse.GetValue(commands)?.FullName,
                Students = parse.GetValue(students),
                Seed = parse.GetValue(seed),
                Opening = Quantities.Span("--opening", parse.GetValue(opening)!),
                VenueOffset = Quantities.Span("--venue-offset", parse.GetValue(offset)!),
                Latency = trip,
                Jitter = around,
                Rivals = parse.GetValue(rivals),
                Budget = parse.GetValue(budget) is { } rate ? Quantities.Rate("--budget", rate) : null,
                InPostgres = parse.GetValue(store) == "postgres",
                Connection = parse.GetValue(connection),
                Nodes = parse.GetValue(nodes),
            };
            return await RunAsync(shell, options, shell.WantsJson(parse), stop);
        });
    }

    private static async Task<int> RunAsync(Shell shell, SeatsRehearsalOptions options, bool json, CancellationToken stop)
    {
        if (options.Students is < 1 or > 500)
        {
            throw CliFailure.Usage($"{options.Students} students", "rehearse with 1 to 500");
        }

        if (options.Nodes is < 1 or > 9)
        {
            throw CliFailure.Usage($"{options.Nodes} nodes", "rehearse with 1 to 9");
        }

        if (!options.InPostgres && (options.Nodes > 1 || options.Connection is not null))
        {
            throw CliFailure.Usage(
                options.Nodes > 1 ? "a SQLite file is for one server" : "--connection is for PostgreSQL, and this rehearsal keeps its jobs in a SQLite file",
                "add --store postgres");
        }

        if (options.Opening < TimeSpan.FromSeconds(10))
        {
            throw CliFailure.Usage($"an opening after {options.Opening.TotalSeconds:0.#} s is too soon to learn the venue's clock", "use --opening 10s or more");
        }

        Progress progress = new(shell.Console);
        try
        {
            (RehearsalReport report, RehearsalFindings findings) = await new SeatsRehearsal(options, new ProgressLine(progress), shell.Console.Time).RunAsync(stop);
            if (json)
            {
                await shell.Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, ReportJson.Default.RehearsalReport));
            }
            else
            {
                RehearsalPrinter.Print(Screen.Of(shell.Console), report, findings);
            }

            return report.Ok ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (ArgumentException e)
        {
            throw Hosted.BadOptions(e);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or InvalidDataException or IOException or StoreUnavailableException)
        {
            throw new CliFailure(e.Message);
        }
        finally
        {
            progress.Wipe();
        }
    }

    private sealed class ProgressLine(Progress progress) : IProgressLine
    {
        public void Show(string text) => progress.Report(text);

        public void Clear() => progress.Wipe();
    }
}
