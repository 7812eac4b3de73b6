using System.CommandLine;
using Kairos.Cli.Hosting;
using Kairos.Seats.Venues;
using Kairos.Server;
using Microsoft.AspNetCore.Builder;

namespace Kairos.Cli.Verbs;

/// <summary><c>kairos serve</c>: the server on this machine.</summary>
internal static class ServeVerb
{
    internal static Command Build(Shell shell)
    {
        Option<int> port = new("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 7070, HelpName = "PORT" };
        Option<string> database = new("--db") { Description = "The SQLite file; made when it is not there.", DefaultValueFactory = _ => "kairos.db", HelpName = "FILE" };
        Option<string?> key = new("--key-file") { Description = "The keys that seal users' sessions; by default beside the database, mode 0600.", HelpName = "FILE" };
        Option<string?> venue = new("--venue") { Description = "Where the venue is that seats are grabbed at; without it there are no seats.", HelpName = "URL" };
        Option<string?> budget = new("--venue-budget") { Description = "Requests to the venue over all users, spaced evenly; without it a burst of 1,000 is admitted each second.", HelpName = "50/s" };
        Option<bool> untilStdin = new("--until-stdin-closes") { Description = "End when standard input does.", Hidden = true };
        return new Verb(
            "serve",
            "Run the server: REST on the loopback address, jobs in a SQLite file.",
            "kairos serve",
            "kairos serve --port 8080 --db jobs.db",
            "kairos serve --venue http://127.0.0.1:7080").With(port, database, key, venue, budget, untilStdin).Does((parse, stop) =>
        {
            ServerOptions options = new()
            {
                Port = parse.GetValue(port),
                Database = parse.GetValue(database)!,
                KeyFile = parse.GetValue(key),
                Venue = parse.GetValue(venue) is { } address ? VenueOf(address, parse.GetValue(budget)) : null,
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
