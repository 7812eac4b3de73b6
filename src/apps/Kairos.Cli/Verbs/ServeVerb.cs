using System.CommandLine;
using Kairos.Cli.Hosting;
using Kairos.PostgreSql;
using Kairos.Seats.Venues;
using Kairos.Server;
using Microsoft.AspNetCore.Builder;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos serve</c>: the server on this machine.</summary>
internal static class ServeVerb
{
    internal static Command Build(Shell shell)
    {
        PostgreSqlChoice choice = new();
        Option<int> port = new("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 7070, HelpName = "PORT" };
        Option<string> store = new Option<string>("--store") { Description = "Where jobs are kept: in a SQLite file by this server alone, or in PostgreSQL by any number of them.", DefaultValueFactory = _ => "sqlite" }
            .AcceptOnlyFromAmong("sqlite", "postgres");
        Option<string> database = new("--db") { Description = "The SQLite file; made when it is not there.", DefaultValueFactory = _ => "kairos.db", HelpName = "FILE" };
        Option<bool> noMigrate = new("--no-migrate") { Description = "Refuse a PostgreSQL schema that is not up to date, rather than bring it there." };
        Option<bool> noWait = new("--no-wait") { Description = "Fail where the PostgreSQL database is away at the start, rather than wait for it." };
        Option<string?> name = new("--node-name") { Description = "What people call this server among those on one database; by default machine and process.", HelpName = "NAME" };
        Option<string?> key = new("--key-file") { Description = "The keys that seal users' sessions, mode 0600; by default beside the SQLite file, or kairos.key in the working folder. All servers on one database need the same keys.", HelpName = "FILE" };
        Option<string?> venue = new("--venue") { Description = "Where the venue is that seats are grabbed at; without it there are no seats.", HelpName = "URL" };
        Option<string?> budget = new("--venue-budget") { Description = "Requests to the venue over all users, and over all servers on one database, spaced evenly; without it a burst of 1,000 is admitted each second. Tell all servers the same.", HelpName = "50/s" };
        Option<string[]> states = new("--states") { Description = "A file of mappings: tables whose status is kept true to the clock. May be given again. Without it there are no state schedules; with it, /states is a page of them.", HelpName = "FILE", DefaultValueFactory = _ => [] };
        Option<bool> untilStdin = new("--until-stdin-closes") { Description = "End when standard input does.", Hidden = true };
        return new Verb(
            "serve",
            "Run the server: REST on the loopback address, jobs in a SQLite file or in PostgreSQL.",
            "kairos serve",
            "kairos serve --port 8080 --db jobs.db",
            "kairos serve --venue http://127.0.0.1:7080",
            "kairos serve --states states.json",
            "kairos serve --store postgres --connection 'Host=127.0.0.1;Database=kairos;Username=kairos'",
            "kairos serve --store postgres --port 7071 --node-name right --key-file /etc/kairos/keys")
            .With(port, store, database, choice.Connection, choice.Schema, noMigrate, noWait, name, key, venue, budget, states, untilStdin)
            .Does((parse, stop) =>
            {
                bool inPostgres = parse.GetValue(store) == "postgres";
                if (inPostgres && PostgreSqlChoice.IsGiven(parse, database))
                {
                    throw CliFailure.Usage("--db is a SQLite file, and --store postgres keeps none", "leave --db out: --connection says where the database is");
                }

                if (!inPostgres && (choice.GivenInVain(parse) ?? new[] { noMigrate, noWait }.FirstOrDefault(option => PostgreSqlChoice.IsGiven(parse, option))) is { } vain)
                {
                    throw CliFailure.Usage($"{vain.Name} is for PostgreSQL, and this server keeps jobs in a SQLite file", $"add --store postgres, or leave {vain.Name} out");
                }

                // A child begins with a database that its parent has seen, and must not outlive the parent waiting for it.
                bool waits = !parse.GetValue(noWait) && !parse.GetValue(untilStdin);
                ServerOptions options = new()
                {
                    Port = parse.GetValue(port),
                    Database = parse.GetValue(database)!,
                    PostgreSql = inPostgres ? choice.Read(parse, shell.Console) with { Migrate = !parse.GetValue(noMigrate), OpenWithin = waits ? Timeout.InfiniteTimeSpan : TimeSpan.Zero } : null,
                    NodeName = parse.GetValue(name),
                    KeyFile = parse.GetValue(key),
                    Venue = parse.GetValue(venue) is { } address ? VenueOf(address, parse.GetValue(budget)) : null,
                    States = StateFiles.Read(parse.GetValue(states)!, shell.Console),
                };
                WebApplication app = ServerHost.Build(options);
                return Hosted.RunAsync(app, parse.GetValue(untilStdin), shell.Console, stop);
            });
    }

    private static VenueOptions VenueOf(string text, string? budget)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            throw CliFailure.Usage($"'{text}' is not an address of a venue", "write it as http://127.0.0.1:7080");
        }

        VenueOptions options = new() { Address = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/") };
        return budget is null ? options : options with { RequestsPerSecond = Quantities.Rate("--venue-budget", budget), Burst = 1 };
    }
}
